"""What one optimization declares; everything else derives from it."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.keep import KeepPrecision
from studio.core.params import Param

Evidence = Literal["", "int8", "int4", "float16", "int16", "sparse"]
Needs = Literal["weights", "no-loop", "source", "connected", "zeros", "finite", "floats"]

ONE_OF = (
    "float16",
    "dynamic-range",
    "weight-only-int8",
    "int8",
    "int16x8",
    "dynamic-int4",
    "weight-only-int4",
    "gptq-int4",
    "sparsity",
    "select-tf-ops",
)
"""Each of these decides how all weights are stored, or which ops the file may hold."""


def others(id: str) -> tuple[str, ...]:
    """What cannot stand beside one of ``ONE_OF``: all others of them."""
    return tuple(other for other in ONE_OF if other != id)


class Optimization(msgspec.Struct, frozen=True, kw_only=True):
    """One choice in a recipe.

    ``needs_calibration``: a representative dataset must be given (or random data asked for).
    ``conflicts``: ids that cannot stand in the same recipe.
    ``is_int8``: judged by the int8 thresholds of the check.
    ``packages``: import names without which it is disabled (with the reason).
    ``keeps``: the precisions that single ops can be kept in (``Recipe.keep``).
    ``needs``: what the model must have or be, see ``availability.why_not``.
    ``evidence``: what the file must hold afterwards, else it had no effect; "" = nothing special.
    ``is_rare``: the editor shows it only on request.
    """

    id: str
    title: str
    help: str
    params: tuple[Param, ...] = ()
    conflicts: tuple[str, ...] = ()
    needs_calibration: bool = False
    is_int8: bool = False
    packages: tuple[str, ...] = ()
    keeps: tuple[KeepPrecision, ...] = ()
    needs: tuple[Needs, ...] = ()
    evidence: Evidence = ""
    is_rare: bool = False

    def param(self, name: str) -> Param | None:
        return next((param for param in self.params if param.name == name), None)
