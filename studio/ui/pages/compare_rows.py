"""What the compare page's table says: variants beside each other, differences to a baseline.

Pure functions over the session. Two latencies are set against each other only where they come from
one run, which interleaved them; numbers of different runs differ by the machine's mood as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.core.comparability import Difference, run_differences
from studio.core.comparisons import Comparison
from studio.core.evaluation_results import Accuracy, Evaluation, PairedAccuracy
from studio.core.lookup import evaluation_of, same_path
from studio.core.measurements import Measurement
from studio.core.results import Check
from studio.core.same_class import SameClass, same_class
from studio.core.scenarios import are_comparable
from studio.core.session import Run, Session
from studio.ui.pages.naming import Subject, hash_of, names_of

Interval = tuple[float, float]
Compared = Callable[[Run, int], tuple[Comparison, ...]]


def own_comparisons(run: Run, place: int) -> tuple[Comparison, ...]:
    """What the run itself brings, against the baseline that it was measured with."""
    return tuple(one for one in run.result.comparisons if one.baseline == place)


@dataclass(frozen=True)
class Ratio:
    """A value over the baseline's; ``interval``: 95 %, where both have one."""

    value: float
    interval: Interval | None = None


Apart = Literal["", "baseline", "run", "target", "scenario"]
"""What of a row's measurement is another one than the baseline's; "baseline": that has none."""


@dataclass(frozen=True)
class CompareRow:
    """One variant (or a model's own file). None = not known.

    ``is_shared``: measured in the same run as the baseline, on the same target and in the same
    scenario; only then ``latency_ratio`` is there (of server queries only at a given rate), and
    ``comparison`` where that run was judged. ``apart``: why a measured row does not compare, ""
    where it does; ``evaluation``: of any task, of which ``accuracy`` and ``paired`` are those of
    classes; ``differing``: what else sets a row of another run apart from the baseline's.
    """

    subject: Subject
    name: str
    is_baseline: bool
    size_bytes: int | None
    size_ratio: Ratio | None
    check: Check | None
    agreement: SameClass | None
    accuracy: Accuracy | None
    paired: PairedAccuracy | None
    measurement: Measurement | None
    run: Run | None
    is_shared: bool
    latency_ratio: Ratio | None
    comparison: Comparison | None = None
    apart: Apart = ""
    differing: tuple[Difference, ...] = ()
    evaluation: Evaluation | None = None

    @property
    def median(self) -> float | None:
        return self.measurement.median_ms if self.measurement else None


def default_baseline(subjects: Sequence[Subject]) -> Subject | None:
    """The first float32 variant, else the first thing there is."""
    for subject in subjects:
        if subject.variant is not None and not subject.variant.recipe.steps:
            return subject
    return subjects[0] if subjects else None


@dataclass(frozen=True)
class _Shared:
    """The run that has the baseline at ``place``, and its comparisons against just that."""

    run: Run
    place: int
    comparisons: tuple[Comparison, ...]

    @property
    def reference(self) -> Measurement:
        return self.run.result.measurements[self.place]

    def place_of(self, subject: Subject) -> int | None:
        """The subject's own measurement on the baseline's target, in its scenario."""
        return _place_in(self.run, subject, self.reference)

    def comparison(self, place: int) -> Comparison | None:
        return next((one for one in self.comparisons if one.candidate == place), None)


def compare_rows(
    session: Session,
    subjects: Sequence[Subject],
    baseline: Subject | None,
    compared: Compared = own_comparisons,
) -> list[CompareRow]:
    """A row for each of ``subjects``, in their order.

    ``compared(run, place)``: each other arm against that at ``place``; () = not known.
    """
    run = _shared_run(session, subjects, baseline)
    place = _place_in(run, baseline) if run is not None and baseline is not None else None
    shared = None
    if run is not None and place is not None:
        shared = _Shared(run, place, compared(run, place))
    names = names_of(session, tuple(subject.path for subject in subjects))
    return [
        _row(session, subject, found.name, baseline, shared)
        for subject, found in zip(subjects, names, strict=True)
    ]


def ratio(
    value: float | None,
    base: float | None,
    interval: Interval | None = None,
    base_interval: Interval | None = None,
) -> Ratio | None:
    """``value / base``; its interval spans the extremes of both (wider than either needs)."""
    if value is None or base is None or base <= 0:
        return None
    if interval is None or base_interval is None or base_interval[0] <= 0:
        return Ratio(value / base)
    return Ratio(value / base, (interval[0] / base_interval[1], interval[1] / base_interval[0]))


def size_of(subject: Subject) -> int | None:
    if subject.variant is not None:
        return subject.variant.size_bytes
    return subject.model.info.size_bytes if subject.model.info else None


def _row(
    session: Session,
    subject: Subject,
    name: str,
    baseline: Subject | None,
    shared: _Shared | None,
) -> CompareRow:
    is_baseline = subject == baseline
    place = shared.place_of(subject) if shared is not None else None
    latency: Ratio | None = None
    comparison: Comparison | None = None
    differing: tuple[Difference, ...] = ()
    apart: Apart = ""
    run: Run | None
    measurement: Measurement | None
    if shared is not None and place is not None:
        run, found = shared.run, shared.run.result.measurements[place]
        measurement = found
        if not is_baseline:
            comparison = shared.comparison(place)
            latency = _latency_ratio(found, shared.reference, comparison)
    else:
        run, measurement = _newest(session, subject)
        if shared is not None and run is not None:
            differing = run_differences(shared.run, run)
        if measurement is not None and run is not None and not is_baseline:
            apart = _apart(measurement, run, shared)
    size = size_of(subject)
    base_size = size_of(baseline) if baseline is not None and not is_baseline else None
    variant = subject.variant
    evaluation = evaluation_of(
        subject.model, variant.evaluation if variant else subject.model.evaluation
    )
    return CompareRow(
        subject=subject,
        name=name,
        is_baseline=is_baseline,
        size_bytes=size,
        size_ratio=ratio(size, base_size),
        check=variant.check if variant else None,
        agreement=same_class(variant.check, evaluation) if variant else None,
        accuracy=evaluation.top1 if evaluation else None,
        paired=evaluation.paired if evaluation else None,
        measurement=measurement,
        run=run,
        is_shared=place is not None,
        latency_ratio=latency,
        comparison=comparison,
        apart=apart,
        differing=differing,
        evaluation=evaluation,
    )


def _apart(measurement: Measurement, run: Run, shared: _Shared | None) -> Apart:
    if shared is None:
        return "baseline"
    if run.id != shared.run.id:
        return "run"
    return "scenario" if measurement.target == shared.reference.target else "target"


def _latency_ratio(
    measurement: Measurement, reference: Measurement, comparison: Comparison | None
) -> Ratio | None:
    """That of the comparison, which is by quadruples; else that of the medians, if they may be
    compared at all.
    """
    if not are_comparable(measurement.scenario, reference.scenario):
        return None
    if comparison is not None and comparison.ratio is not None:
        return Ratio(comparison.ratio, comparison.ci95)
    return ratio(
        measurement.median_ms,
        reference.median_ms,
        measurement.median_ci95_ms,
        reference.median_ci95_ms,
    )


def _shared_run(
    session: Session, subjects: Sequence[Subject], baseline: Subject | None
) -> Run | None:
    """The run with the baseline that has most of the others too; of equals the newest."""
    best: Run | None = None
    most = 0
    for run in reversed(session.runs):
        if baseline is None or _place_in(run, baseline) is None:
            continue
        count = sum(_place_in(run, subject) is not None for subject in subjects)
        if count > most:
            best, most = run, count
    return best


def _newest(session: Session, subject: Subject) -> tuple[Run | None, Measurement | None]:
    for run in reversed(session.runs):
        place = _place_in(run, subject)
        if place is not None:
            return run, run.result.measurements[place]
    return None, None


def _place_in(run: Run, subject: Subject, like: Measurement | None = None) -> int | None:
    """The subject's own: not of a file that lay at its path before it was made again.

    ``like``: on the target and in the scenario of this one, None = in any.
    """
    sha256 = hash_of(subject)
    for place, measurement in enumerate(run.result.measurements):
        if measurement.error is not None or measurement.median_ms is None:
            continue
        if like is not None and not _is_alike(measurement, like):
            continue
        if measurement.sha256 and sha256:
            if measurement.sha256 == sha256:
                return place
        elif same_path(measurement.file, subject.path):
            return place
    return None


def _is_alike(one: Measurement, other: Measurement) -> bool:
    return one.target == other.target and one.scenario == other.scenario
