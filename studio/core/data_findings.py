"""What the doctor says of data: a code with figures, and the numbers that it is judged by.

Pure: the numbers are counted by ``studio.data.figures``, judged by :mod:`studio.core.data_doctor`;
the sentences stand in ``core.messages.doctor``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["wrong", "odd", "unknown", "fine"]
"""wrong: results will be; odd: worth a look; unknown: could not be judged; fine: judged, and said
because its figure is of use."""

SEVERITIES: tuple[Severity, ...] = ("wrong", "odd", "unknown", "fine")


class DataFinding(msgspec.Struct, frozen=True, kw_only=True):
    """``params``: the figures of the sentence, as text."""

    code: str
    severity: Severity
    params: dict[str, str] = {}


class InputFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One input over the samples looked at: real values, as the model gets them.

    ``std``: over all values. ``correlation``: the greatest absolute autocorrelation over a few
    steps along any axis of a sample, None = no axis is long enough; ``pairs``: of how many pairs.
    ``flat_samples``: samples of more than one value whose values are all the same.
    ``outside``: share of values that a quantized input cannot hold; ``covered``: share of what it
    can hold between the smallest and the largest value; None for others.
    ``is_picture``: has the shape of one; ``is_index``: whole numbers that are no quantized values,
    e.g. words of a vocabulary. ``labels``: what the values look like instead of inputs,
    see ``figures.label_likeness``; "" = nothing of the kind. ``channel_means``: of a picture's
    three channels, ``channel_errors`` their standard errors over the samples; () for others.
    """

    name: str
    key: str
    minimum: float
    maximum: float
    mean: float
    std: float
    correlation: float | None = None
    pairs: int = 0
    flat_samples: int = 0
    outside: float | None = None
    covered: float | None = None
    is_picture: bool = False
    is_index: bool = False
    labels: Literal["", "same-as-labels", "one-hot", "one-hot-rows", "flat-classes"] = ""
    channel_means: tuple[float, ...] = ()
    channel_errors: tuple[float, ...] = ()


class SetFigures(msgspec.Struct, frozen=True, kw_only=True):
    """``samples`` looked at of ``total``; ``distinct`` of those ``hashed``; ``most_repeated``: how
    often the commonest one occurs."""

    samples: int
    total: int
    hashed: int
    distinct: int
    most_repeated: int
    inputs: tuple[InputFigures, ...]


class Overlap(msgspec.Struct, frozen=True, kw_only=True):
    """``shared``: of the ``hashed`` samples of a set, those among ``other_hashed`` of another.

    ``is_sure``: samples are large enough for two of the same content to be the same.
    """

    shared: int
    hashed: int
    total: int
    other_hashed: int
    other_total: int
    is_sure: bool


class RangeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How a tensor's calibrated range grew, and what held-out data do outside of it.

    ``grown``: share of the final range that the last quarter of the samples added. ``enough``:
    the number of samples after which the range grew by no more than ``SETTLED`` of itself.
    ``outside``: share of held-out values out of the range; None = no held-out data.
    """

    tensor: str
    minimum: float
    maximum: float
    grown: float
    enough: int
    outside: float | None = None


def is_warning(finding: DataFinding) -> bool:
    """Whether something is the matter; the others say what is not known, or that all is well."""
    return finding.severity in ("wrong", "odd")


def worst_of(findings: Iterable[DataFinding]) -> DataFinding | None:
    """The first of the severest."""
    return min(findings, key=lambda one: SEVERITIES.index(one.severity), default=None)


def in_order(findings: Iterable[DataFinding]) -> tuple[DataFinding, ...]:
    """The severest first, else as they came."""
    return tuple(sorted(findings, key=lambda one: SEVERITIES.index(one.severity)))
