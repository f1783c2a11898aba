"""Per-op precision: which ops an optimization leaves in float, in 16 or in 8 bits.

A list of entries is part of the recipe; where several match an op, the last one decides. Names are
those of the op's output tensors in the float .tflite; an entry "node" may also give a layer's path
in a Keras model ("block/conv"), which stands for the ops that were made from that layer.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

from studio.core.errors import UsageError
from studio.core.messages.marking import mark

KeepPrecision = Literal["float", "int16", "int8"]
KeepBy = Literal["name", "node", "op"]

PRECISIONS: tuple[KeepPrecision, ...] = get_args(KeepPrecision)
PRECISION_NAMES: dict[KeepPrecision, str] = {"float": "float32", "int16": "int16", "int8": "int8"}
"""What such an op computes in."""
PRECISION_TITLES: dict[KeepPrecision, str] = {
    "float": mark("Keep float"),
    "int16": mark("16-bit"),
    "int8": mark("8-bit"),
}
BY_TITLES: dict[KeepBy, str] = {
    "name": mark("Names matching"),
    "node": mark("This op"),
    "op": mark("All ops of the kind"),
}
_EXPECTED = "REGEX=float|int16|int8, node:NAME=..., op:KIND=..."


class Keep(msgspec.Struct, frozen=True, kw_only=True):
    """``pattern``: by "name" a regular expression searched in op names, by "node" one op's exact
    name, by "op" a kind as the .tflite names it (CONV_2D)."""

    pattern: str
    precision: KeepPrecision
    by: KeepBy = "name"


class KeepOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an entry, counted in the float stage and in the artifact.

    ``matched``: ops that it decides about; ``held``: those that compute so in the artifact;
    ``changed``: those that would compute otherwise without the list. ``unheld``: names of matched
    ops that came out otherwise (at most 8).
    """

    keep: Keep
    matched: int
    held: int
    changed: int
    unheld: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Code of what is to be said about it, "" where it did what it says."""
        if not self.matched:
            return "keep-matched-nothing"
        if self.held < self.matched:
            return "keep-not-held"
        return "" if self.changed else "keep-changed-nothing"


def parse_keep(text: str) -> Keep:
    """``[node:|op:|name:]PATTERN=PRECISION`` of the command line.

    Raises UsageError: argument-invalid.
    """
    pattern, equals, precision = text.rpartition("=")
    by: KeepBy = "name"
    for prefix in get_args(KeepBy):
        if pattern.startswith(prefix + ":"):
            by, pattern = prefix, pattern[len(prefix) + 1 :]
            break
    if not equals or not pattern or precision not in PRECISIONS:
        raise UsageError("argument-invalid", name="--keep", value=text, expected=_EXPECTED)
    return checked(Keep(pattern=pattern, precision=precision, by=by))


def checked(keep: Keep) -> Keep:
    """``keep``, if it can be searched for. Raises UsageError: argument-invalid."""
    if not keep.pattern:
        raise UsageError("argument-invalid", name="--keep", value="", expected=_EXPECTED)
    if keep.by == "name":
        try:
            re.compile(keep.pattern)
        except re.error as error:
            raise UsageError(
                "argument-invalid",
                str(error),
                name="--keep",
                value=keep.pattern,
                expected=f"a regular expression ({error})",
            ) from error
    return keep


def format_keep(keep: Keep) -> str:
    """The inverse of :func:`parse_keep`."""
    is_plain = keep.by == "name" and not re.match("(node|op|name):", keep.pattern)
    prefix = "" if is_plain else f"{keep.by}:"
    return f"{prefix}{keep.pattern}={keep.precision}"


def with_keep(keeps: tuple[Keep, ...], keep: Keep) -> tuple[Keep, ...]:
    """``keeps`` with ``keep`` last: it decides, and replaces what said something of the same."""
    rest = tuple(one for one in keeps if (one.by, one.pattern) != (keep.by, keep.pattern))
    return (*rest, keep)
