"""How well artifacts do on labeled data; part of ``core.results``."""

from __future__ import annotations

import msgspec

from studio.core.evaluation import ClassScore, ConfusionCell, Figure, Flip, TaskKind
from studio.core.recipe import Preprocessing


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """A share of correct samples with its 95 % Wilson interval."""

    correct: int
    total: int
    value: float
    ci95: tuple[float, float]


class PairedAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """Paired with the source on the same samples: candidate minus source, 95 % interval.

    ``only_source``/``only_candidate``: samples that just one of the two has right. ``p_value``: of
    McNemar's exact test that both are right equally often; None = not recorded.
    """

    difference: float
    ci95: tuple[float, float]
    only_source: int
    only_candidate: int
    agreement: float
    p_value: float | None = None


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What a file makes of a data set, and beside its source where it has one.

    ``task``: what was scored, ``is_declared`` by a person or inferred from labels and outputs.
    ``top1``, ``top5``, ``paired``, ``classes``, ``confusion``: of classes alone; ``figures``: of
    the other tasks, and of other top-K. ``classes`` and ``confusion`` are bounded (the largest
    kept; ``cells``: how many there were), ``flips`` too (of classes by index, else the largest
    first; ``flip_count``: how many there were; None = not compared with a source).
    ``data``, ``data_sha256``, ``preprocessing``: what it was measured on; "" = not recorded.
    """

    file: str
    sha256: str
    top1: Accuracy | None = None
    top5: Accuracy | None = None
    paired: PairedAccuracy | None = None
    data: str = ""
    data_sha256: str = ""
    preprocessing: Preprocessing = Preprocessing()
    task: TaskKind = "classification"
    is_declared: bool = False
    samples: int = 0
    figures: tuple[Figure, ...] = ()
    classes: tuple[ClassScore, ...] = ()
    confusion: tuple[ConfusionCell, ...] = ()
    cells: int = 0
    flips: tuple[Flip, ...] = ()
    flip_count: int | None = None


class EvaluateResult(msgspec.Struct, frozen=True, kw_only=True, tag="evaluated"):
    data: str
    data_sha256: str
    evaluations: tuple[Evaluation, ...]
