"""What one optimization declares; everything else derives from it."""

from __future__ import annotations

import msgspec

from studio.core.params import Param


class Optimization(msgspec.Struct, frozen=True, kw_only=True):
    """One choice in a recipe.

    ``needs_calibration``: a representative dataset must be given (or random data asked for).
    ``conflicts``: ids that cannot stand in the same recipe.
    ``is_int8``: judged by the int8 thresholds of the check.
    ``packages``: import names without which it is disabled (with the reason).
    """

    id: str
    title: str
    help: str
    params: tuple[Param, ...] = ()
    conflicts: tuple[str, ...] = ()
    needs_calibration: bool = False
    is_int8: bool = False
    packages: tuple[str, ...] = ()

    def param(self, name: str) -> Param | None:
        return next((param for param in self.params if param.name == name), None)
