"""What one optimization declares; everything else derives from it."""

from __future__ import annotations

import msgspec

ParamValue = int | str | bool


class IntParam(msgspec.Struct, frozen=True, kw_only=True, tag="int"):
    """An integer in [minimum, maximum]."""

    name: str
    title: str
    help: str
    default: int
    minimum: int
    maximum: int

    @property
    def allowed(self) -> str:
        return f"{self.minimum} to {self.maximum}"

    def parse(self, text: ParamValue) -> int:
        """The value that ``text`` stands for; raises ValueError where it is none."""
        if isinstance(text, bool):
            raise ValueError(text)
        value = int(text)
        if not self.minimum <= value <= self.maximum:
            raise ValueError(text)
        return value


class ChoiceParam(msgspec.Struct, frozen=True, kw_only=True, tag="choice"):
    """One of a few named values."""

    name: str
    title: str
    help: str
    default: str
    choices: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return ", ".join(self.choices)

    def parse(self, text: ParamValue) -> str:
        """The value that ``text`` stands for; raises ValueError where it is none."""
        if text not in self.choices:
            raise ValueError(text)
        return str(text)


Param = IntParam | ChoiceParam


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
