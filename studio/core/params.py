"""Declared parameters of optimizations and targets, and the text form ``ID[:name=value,...]``.

One declaration, from which the editor, the command line, the validation and the tables derive.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from studio.core.errors import UsageError

ParamValue = int | float | str | bool


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


class FloatParam(msgspec.Struct, frozen=True, kw_only=True, tag="float"):
    """A number in [minimum, maximum], in ``unit``."""

    name: str
    title: str
    help: str
    default: float
    minimum: float
    maximum: float
    unit: str

    @property
    def allowed(self) -> str:
        return f"{self.minimum:g} to {self.maximum:g} {self.unit}"

    def parse(self, text: ParamValue) -> float:
        """The value that ``text`` stands for; raises ValueError where it is none."""
        if isinstance(text, bool):
            raise ValueError(text)
        value = float(text)
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


Param = IntParam | FloatParam | ChoiceParam


def filled(
    owner: str, declared: tuple[Param, ...], given: Mapping[str, ParamValue]
) -> dict[str, ParamValue]:
    """The values of all ``declared`` parameters, those ``given`` and else the defaults.

    Raises UsageError: parameter-unknown, parameter-invalid; ``owner`` is named in them.
    """
    rest = dict(given)
    values: dict[str, ParamValue] = {}
    for param in declared:
        raw = rest.pop(param.name, param.default)
        try:
            values[param.name] = param.parse(raw)
        except (TypeError, ValueError):
            raise UsageError(
                "parameter-invalid",
                owner=owner,
                name=param.name,
                value=raw,
                allowed=param.allowed,
            ) from None
    if rest:
        raise UsageError(
            "parameter-unknown",
            owner=owner,
            name=next(iter(rest)),
            known=", ".join(param.name for param in declared) or "none",
        )
    return values


def parse_spec(text: str, option: str) -> tuple[str, dict[str, ParamValue]]:
    """``ID[:name=value,...]`` taken apart. Raises UsageError: argument-invalid (of ``option``)."""
    owner, _, rest = text.partition(":")
    values: dict[str, ParamValue] = {}
    for item in filter(None, rest.split(",")):
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageError("argument-invalid", name=option, value=text, expected="ID:k=v,...")
        values[name.strip()] = value.strip()
    return owner.strip(), values


def format_spec(owner: str, declared: tuple[Param, ...], values: Mapping[str, ParamValue]) -> str:
    """The inverse of :func:`parse_spec`, without what is at its default."""
    changed = [
        f"{param.name}={values[param.name]}"
        for param in declared
        if values.get(param.name, param.default) != param.default
    ]
    return owner + (":" + ",".join(changed) if changed else "")
