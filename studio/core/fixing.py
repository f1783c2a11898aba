"""Which ops to keep out of 8 bits so that an artifact does what is asked of it.

The search tries: errors of single tensors tell where to begin, and each set of ops is judged by
what the artifact that is made with it computes. Ops are added by the error that they add alone,
until the goal is met; then each is let go again that is not needed, those with most work first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from studio.core.data_findings import DataFinding
from studio.core.diagnosis import TensorError, ranked
from studio.core.errors import ErrorInfo, UsageError
from studio.core.evaluation_results import Accuracy, EvaluateResult, PairedAccuracy
from studio.core.measurements import BenchmarkResult
from studio.core.quantities import parse_share
from studio.core.results import ConvertResult, InputsFrom

GoalKind = Literal["agreement", "accuracy", "rmse"]
_GOALS: dict[str, GoalKind] = {
    "agreement>=": "agreement",
    "accuracy>=": "accuracy",
    "rmse<=": "rmse",
}
MOST_TRIALS = 24
_NEGLIGIBLE = 1e-4
_AS_SMALL = 1.01
"""Of a tensor's range: an op that adds less only hands values on (pooling, reshaping)."""


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """ "agreement": share of inputs with the source's answer; "accuracy": top-1 on labelled data;
    "rmse": RMSE over the range of the worst output, which is to be at most ``value``."""

    kind: GoalKind
    value: float

    @property
    def text(self) -> str:
        """As it is typed and kept; what people read is ``fix_text.goal_text``."""
        sign = "<=" if self.kind == "rmse" else ">="
        return f"{self.kind}{sign}{self.value!r}".removesuffix(".0")

    def is_met(self, score: float | None) -> bool:
        if score is None:
            return False
        return score <= self.value if self.kind == "rmse" else score >= self.value


def parse_goal(text: str) -> Goal:
    """ "agreement>=99%", "accuracy>=0.97", "rmse<=1%". Raises UsageError: argument-invalid."""
    plain = text.replace(" ", "")
    for start, kind in _GOALS.items():
        if plain.startswith(start):
            try:
                value = parse_share(plain[len(start) :])
            except ValueError:
                break
            if 0 <= value <= 1:
                return Goal(kind=kind, value=value)
    raise UsageError(
        "argument-invalid",
        name="--goal",
        value=text,
        expected="agreement>=99%, accuracy>=97% or rmse<=1% (or 0.99, …), from 0 to 100 %",
    )


class TrialTime(msgspec.Struct, frozen=True, kw_only=True):
    """How long a trial's file takes, measured together with the one that was given.

    ``median_ms`` with its 95 % interval; ``ratio``: of its time to that of the one given, by
    balanced blocks (see Comparison), None of the one given itself, or where too little was
    measured.
    """

    median_ms: float
    median_ci95_ms: tuple[float, float] | None = None
    ratio: float | None = None
    ratio_ci95: tuple[float, float] | None = None


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One artifact that was made and judged. ``kept``: indices of ops that are in float.

    ``score``: in the goal's terms, None where it could not be told; ``kept_macs``: None = unknown.
    ``is_broken``: the check of it failed for these ``reasons``, so no score would do; ``error``:
    why it could not be made, then it has no size and nothing of it is known; ``agreement``: the
    worst output's, whatever the goal, None for what is no classifier. ``score_ci95``: 95 % Wilson
    interval, of shares only; ``integer_macs``: share of them that is in 8 or 16 bits, hybrid ones
    included; ``is_not_smaller``: than the float stage that it is made from; ``samples``,
    ``inputs_from``: what the score is of, None = nothing was judged. ``translations``: ops of the
    file that only quantize or dequantize, so of two trials their difference is what the borders of
    the islands cost; None = there is no file. ``time``: None = it was not measured.
    """

    kept: tuple[int, ...]
    score: float | None
    size_bytes: int | None
    is_met: bool
    is_broken: bool = False
    reasons: tuple[str, ...] = ()
    error: ErrorInfo | None = None
    agreement: float | None = None
    kept_macs: int | None = None
    translations: int | None = None
    time: TrialTime | None = None
    score_ci95: tuple[float, float] | None = None
    samples: int | None = None
    inputs_from: InputsFrom | None = None
    integer_macs: float | None = None
    is_not_smaller: bool = False


FixEnd = Literal["met-already", "met", "all-tried", "not-made", "trials-spent", "nothing-to-try"]
"""Why a search stopped: the artifact was good; a set of ops was found; all ops that add an error
were kept and it did not do; not all could be, as what keeps most could not be made; no more trials
were allowed; no op adds an error by itself."""


class FixResult(msgspec.Struct, frozen=True, kw_only=True, tag="fixed"):
    """``before``: the artifact that was given; ``trials``: those made after it, in order.

    ``best``: the trial that ``converted`` is; both None where nothing meets the goal, and where
    ``before`` does. ``closest``: where nothing met it, the one that came closest.
    ``names``: op index -> (kind, name of its output) of the ops in any trial.
    ``findings``: of the data doctor, on what calibrates; ``gain``: the new one paired with the one
    given on labelled data, None = not known.
    ``evaluated``: source, the one given and the new one on labelled data; ``measured``: the one
    given (the baseline), the new one, and other trials where that was asked for. Both None where
    they were not asked for, or failed as the errors say.
    """

    goal: Goal
    before: Trial
    source: Accuracy | None = None
    end: FixEnd = "met"
    trials: tuple[Trial, ...] = ()
    best: Trial | None = None
    closest: Trial | None = None
    converted: ConvertResult | None = None
    names: dict[int, tuple[str, str]] = {}
    findings: tuple[DataFinding, ...] = ()
    gain: PairedAccuracy | None = None
    evaluated: EvaluateResult | None = None
    evaluate_error: ErrorInfo | None = None
    measured: BenchmarkResult | None = None
    measure_error: ErrorInfo | None = None

    @property
    def is_reached(self) -> bool:
        return self.end in ("met", "met-already")


Judge = Callable[[tuple[int, ...]], Trial]


def candidates(tensors: Sequence[TensorError]) -> list[tuple[int, ...]]:
    """Sets of ops, the first to be tried first: an op together with those that read its output.

    A tensor is in float only if whoever makes it and whoever reads it both are. What merely hands
    values on is passed through to the next reader.
    """
    by_op: dict[int, TensorError] = {}
    for one in tensors:
        by_op.setdefault(one.op_index, one)
    return [_around(one, by_op) for one in ranked(tuple(tensors)) if _adds(one)]


def search(
    groups: Sequence[tuple[int, ...]],
    macs: Mapping[int, int | None],
    judge: Judge,
    most_trials: int = MOST_TRIALS,
) -> list[Trial]:
    """All trials in order; the best is :func:`best_of` them.

    Grows by doubling the number of groups, halves the last step, then lets single ops go.
    """
    trials: list[Trial] = []

    def tried(kept: tuple[int, ...]) -> Trial:
        known = next((one for one in trials if one.kept == kept), None)
        if known is None:
            known = judge(kept)
            trials.append(known)
        return known

    def of_first(count: int) -> tuple[int, ...]:
        return tuple(sorted({op for group in groups[:count] for op in group}))

    low, high = 0, 1
    while groups and not tried(of_first(min(high, len(groups)))).is_met:
        if high >= len(groups) or len(trials) >= most_trials:
            return trials
        low, high = high, high * 2
    high = min(high, len(groups))
    while groups and high - low > 1 and len(trials) < most_trials:
        middle = (low + high) // 2
        if tried(of_first(middle)).is_met:
            high = middle
        else:
            low = middle
    kept = of_first(high)
    for op in sorted(kept, key=lambda op: -(macs.get(op) or 0)):
        if len(kept) > 1 and len(trials) < most_trials:
            fewer = tuple(one for one in kept if one != op)
            if tried(fewer).is_met:
                kept = fewer
    return trials


def best_of(trials: Sequence[Trial], macs: Mapping[int, int | None]) -> Trial | None:
    """Of those that meet the goal the one with fewest MACs in float (those that are not known come
    last); of several the one with fewest ops, then with fewest translations at their borders, among
    those that are at most 1 % larger than the smallest file."""

    def work(one: Trial) -> tuple[bool, int]:
        known = work_of(one.kept, macs)
        return known is None, known or 0

    met = [one for one in trials if one.is_met]
    least = min(map(work, met), default=None)
    alike = [one for one in met if work(one) == least]
    smallest = min((one.size_bytes or 0 for one in alike), default=0)
    small = [one for one in alike if (one.size_bytes or 0) <= _AS_SMALL * smallest]
    return min(
        small,
        key=lambda one: (len(one.kept), one.translations or 0, one.size_bytes or 0),
        default=None,
    )


def closest_of(trials: Sequence[Trial], goal: Goal) -> Trial | None:
    """The one that comes closest to the goal; a broken one only where all are; None where no score
    is known."""
    known = [one for one in trials if one.score is not None]
    sign = 1.0 if goal.kind == "rmse" else -1.0
    return min(known, key=lambda one: (one.is_broken, sign * (one.score or 0.0)), default=None)


def end_of(trials: Sequence[Trial], most_trials: int) -> FixEnd:
    """Why a search that made ``trials`` stopped."""
    if any(one.is_met for one in trials):
        return "met"
    if not trials:
        return "nothing-to-try"
    if len(trials) >= most_trials:
        return "trials-spent"
    return "not-made" if max(trials, key=lambda one: len(one.kept)).error else "all-tried"


def work_of(kept: Sequence[int], macs: Mapping[int, int | None]) -> int | None:
    """MACs of the ops together; None where those of any are not known."""
    counts = [macs.get(op) for op in kept]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _adds(one: TensorError) -> bool:
    error = one.local.worst if one.local is not None else one.cumulative.worst
    return one.adds_not_finite or (error is not None and error > _NEGLIGIBLE)


def _around(one: TensorError, by_op: Mapping[int, TensorError]) -> tuple[int, ...]:
    found, waiting = {one.op_index}, list(one.read_by)
    while waiting:
        op = waiting.pop()
        if op in found:
            continue
        found.add(op)
        reader = by_op.get(op)
        if reader is not None and not _adds(reader):
            waiting += reader.read_by
    return tuple(sorted(found))
