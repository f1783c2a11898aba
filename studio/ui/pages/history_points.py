"""One variant's medians over time: which runs, and what sets their circumstances apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.core.comparability import Difference, run_differences
from studio.core.lookup import same_path
from studio.core.measurements import Measurement
from studio.core.session import Run
from studio.ui.pages.naming import Subject, hash_of


@dataclass(frozen=True)
class HistoryPoint:
    """``differing``: its conditions against those of the newest point."""

    run: Run
    measurement: Measurement
    differing: tuple[Difference, ...] = ()

    @property
    def median(self) -> float:
        assert self.measurement.median_ms is not None
        return self.measurement.median_ms


def way_of(found: Measurement) -> str:
    """Where and how it was measured: only numbers of one way stand in one plot."""
    return f"{found.target.text} {found.scenario.text}"


def measurements_of(runs: Iterable[Run], subject: Subject) -> list[tuple[Run, Measurement]]:
    """All of this very file that have a median, the oldest first."""
    found = [
        (run, one)
        for run in runs
        for one in run.result.measurements
        if one.median_ms is not None and _is_of(one, subject)
    ]
    return sorted(found, key=lambda entry: entry[0].at)


def history_points(found: Sequence[tuple[Run, Measurement]], way: str) -> list[HistoryPoint]:
    """The points of one way, the oldest first."""
    chosen = [(run, one) for run, one in found if way_of(one) == way]
    if not chosen:
        return []
    newest = chosen[-1][0]
    return [HistoryPoint(run, one, run_differences(newest, run)) for run, one in chosen]


def joined(points: Sequence[HistoryPoint]) -> list[list[HistoryPoint]]:
    """Stretches of points that a line may join: within one the machine is the same."""
    stretches: list[list[HistoryPoint]] = []
    for point in points:
        before = stretches[-1][-1] if stretches else None
        if before is not None and _is_same_machine(before.run, point.run):
            stretches[-1].append(point)
        else:
            stretches.append([point])
    return stretches


def _is_same_machine(first: Run, second: Run) -> bool:
    return not any(one.is_machine for one in run_differences(first, second))


def _is_of(found: Measurement, subject: Subject) -> bool:
    sha256 = hash_of(subject)
    if found.sha256 and sha256:
        return found.sha256 == sha256
    return same_path(found.file, subject.path)
