"""What a value that a person chooses may be: an integer, a number, one of a few words.

Parameters and settings are made of these: both declare a value once, with its text for a person.
"""

from __future__ import annotations

import msgspec

Value = int | float | str


class IntValue(msgspec.Struct, frozen=True, kw_only=True):
    """An integer in [minimum, maximum]. ``unit`` is shown behind the number."""

    title: str
    help: str
    default: int
    minimum: int
    maximum: int
    unit: str = ""

    @property
    def allowed(self) -> str:
        return f"{self.minimum} to {self.maximum} {self.unit}".rstrip()

    def parse(self, value: Value) -> int:
        """The value meant by ``value``; raises ValueError where it is none."""
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError(value)
        number = int(value)
        if not self.minimum <= number <= self.maximum:
            raise ValueError(value)
        return number


class FloatValue(msgspec.Struct, frozen=True, kw_only=True):
    """A number in [minimum, maximum]. ``unit`` is shown behind the number."""

    title: str
    help: str
    default: float
    minimum: float
    maximum: float
    unit: str = ""

    @property
    def allowed(self) -> str:
        return f"{self.minimum:g} to {self.maximum:g} {self.unit}".rstrip()

    def parse(self, value: Value) -> float:
        """The value meant by ``value``; raises ValueError where it is none (NaN too)."""
        if isinstance(value, bool):
            raise ValueError(value)
        number = float(value)
        if not self.minimum <= number <= self.maximum:
            raise ValueError(value)
        return number


class ChoiceValue(msgspec.Struct, frozen=True, kw_only=True):
    """One of a few words."""

    title: str
    help: str
    default: str
    choices: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return ", ".join(self.choices)

    def parse(self, value: Value) -> str:
        """The value meant by ``value``; raises ValueError where it is none."""
        if value not in self.choices:
            raise ValueError(value)
        return str(value)
