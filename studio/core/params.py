"""Declared parameters of optimizations and targets, and the text form ``ID[:name=value,...]``.

One declaration, from which the editor, the command line, the validation and the tables derive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from studio.core.errors import UsageError
from studio.core.value_kinds import ChoiceValue, FloatValue, IntValue

ParamValue = int | float | str | bool


class IntParam(IntValue, frozen=True, kw_only=True, tag="int"):
    name: str


class FloatParam(FloatValue, frozen=True, kw_only=True, tag="float"):
    name: str


class ChoiceParam(ChoiceValue, frozen=True, kw_only=True, tag="choice"):
    name: str


Param = IntParam | FloatParam | ChoiceParam


class Declared(Protocol):
    """Something that is chosen by an id and has parameters: a target, a scenario, ..."""

    @property
    def params(self) -> tuple[Param, ...]: ...


def chosen(
    declared: Mapping[str, Declared], id: str, given: Mapping[str, ParamValue], unknown: str
) -> dict[str, ParamValue]:
    """The values of all parameters of ``declared[id]``.

    Raises UsageError: ``unknown`` where there is no such id, parameter-unknown, parameter-invalid.
    """
    kind = declared.get(id)
    if kind is None:
        raise UsageError(unknown, id=id, known=", ".join(declared))
    return filled(id, kind.params, given)


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


def format_spec(
    owner: str,
    declared: tuple[Param, ...],
    values: Mapping[str, ParamValue],
    stated: Collection[str] = (),
) -> str:
    """The inverse of :func:`parse_spec`, without what is at its default and not in ``stated``."""
    changed = [
        f"{param.name}={values[param.name]}"
        for param in declared
        if param.name in values and (param.name in stated or values[param.name] != param.default)
    ]
    return owner + (":" + ",".join(changed) if changed else "")
