"""What the compare page's table says: variants beside each other, differences to a baseline.

Pure functions over the session. Two latencies are set against each other only where they come from
one run, which interleaved them; numbers of different runs differ by the machine's mood as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.lookup import evaluation_of, same_path
from studio.core.results import Accuracy, Check, Measurement, PairedAccuracy
from studio.core.session import Run, Session
from studio.ui.pages.naming import Subject, hash_of, names_of

Interval = tuple[float, float]


@dataclass(frozen=True)
class Ratio:
    """A value over the baseline's; ``interval``: 95 %, where both have one."""

    value: float
    interval: Interval | None = None


@dataclass(frozen=True)
class CompareRow:
    """One variant (or a model's own file). None = not known.

    ``is_shared``: measured in the same run as the baseline; only then ``latency_ratio`` is there.
    """

    subject: Subject
    name: str
    is_baseline: bool
    size_bytes: int | None
    size_ratio: Ratio | None
    check: Check | None
    agreement: float | None
    accuracy: Accuracy | None
    paired: PairedAccuracy | None
    measurement: Measurement | None
    run: Run | None
    is_shared: bool
    latency_ratio: Ratio | None

    @property
    def median(self) -> float | None:
        return self.measurement.median_ms if self.measurement else None


def default_baseline(subjects: Sequence[Subject]) -> Subject | None:
    """The first float32 variant, else the first thing there is."""
    for subject in subjects:
        if subject.variant is not None and not subject.variant.recipe.steps:
            return subject
    return subjects[0] if subjects else None


def compare_rows(
    session: Session, subjects: Sequence[Subject], baseline: Subject | None
) -> list[CompareRow]:
    """A row for each of ``subjects``, in their order."""
    shared = _shared_run(session, subjects, baseline)
    reference = _measurement_in(shared, baseline) if shared and baseline else None
    names = names_of(session, tuple(subject.path for subject in subjects))
    return [
        _row(session, subject, found.name, baseline, shared, reference)
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
    shared: Run | None,
    reference: Measurement | None,
) -> CompareRow:
    is_baseline = subject == baseline
    measurement, run = _measurement_in(shared, subject), shared
    is_shared = measurement is not None and reference is not None
    if measurement is None:
        run, measurement = _newest(session, subject)
    latency = None
    if is_shared and not is_baseline and measurement is not None and reference is not None:
        latency = ratio(
            measurement.median_ms,
            reference.median_ms,
            measurement.median_ci95_ms,
            reference.median_ci95_ms,
        )
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
        agreement=_agreement(variant.check) if variant else None,
        accuracy=evaluation.top1 if evaluation else None,
        paired=evaluation.paired if evaluation else None,
        measurement=measurement,
        run=run,
        is_shared=is_shared,
        latency_ratio=latency,
    )


def _agreement(check: Check | None) -> float | None:
    """The worst output's share of samples with the source's argmax."""
    if check is None:
        return None
    known = [
        output.argmax_agreement for output in check.outputs if output.argmax_agreement is not None
    ]
    return min(known, default=None)


def _shared_run(
    session: Session, subjects: Sequence[Subject], baseline: Subject | None
) -> Run | None:
    """The run with the baseline that has most of the others too; of equals the newest."""
    best: Run | None = None
    most = 0
    for run in reversed(session.runs):
        if baseline is None or _measurement_in(run, baseline) is None:
            continue
        count = sum(_measurement_in(run, subject) is not None for subject in subjects)
        if count > most:
            best, most = run, count
    return best


def _newest(session: Session, subject: Subject) -> tuple[Run | None, Measurement | None]:
    for run in reversed(session.runs):
        found = _measurement_in(run, subject)
        if found is not None:
            return run, found
    return None, None


def _measurement_in(run: Run | None, subject: Subject) -> Measurement | None:
    """The subject's own: not of a file that lay at its path before it was made again."""
    if run is None:
        return None
    sha256 = hash_of(subject)
    for measurement in run.result.measurements:
        if measurement.error is not None or measurement.median_ms is None:
            continue
        if measurement.sha256 and sha256:
            if measurement.sha256 == sha256:
                return measurement
        elif same_path(measurement.file, subject.path):
            return measurement
    return None
