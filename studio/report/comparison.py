"""The rows that a report, an export and a comparison are about: sources, variants, other files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

from studio.core.edits import is_stale
from studio.core.evaluation_results import Evaluation
from studio.core.lookup import evaluation_of
from studio.core.measurements import Measurement
from studio.core.recipe import Recipe
from studio.core.results import Audit, Check, Stage
from studio.core.session import Model, Run, Session


@dataclass(frozen=True)
class Row:
    """One file with all that is known of it. ``file_index``: its place in the run's request.

    ``color`` indexes the color cycle and ``mark_index`` the shapes of the plots.
    """

    model: str
    name: str
    path: str
    sha256: str
    color: int
    mark_index: int
    is_source: bool = False
    is_stale: bool = False
    size_bytes: int | None = None
    audit: Audit | None = None
    check: Check | None = None
    evaluation: Evaluation | None = None
    recipe: Recipe | None = None
    stages: tuple[Stage, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    measurement: Measurement | None = None
    file_index: int | None = None


def models_of(subject: Session | Model) -> tuple[Model, ...]:
    return (subject,) if isinstance(subject, Model) else subject.models


def comparison_rows(subject: Session | Model, run: Run | None) -> list[Row]:
    """Each model, then its variants; at the end what the run measured beside them."""
    rows: list[Row] = []
    for model in models_of(subject):
        sha256 = model.info.sha256 if model.info else ""
        index = _measured(run, model.path, sha256)
        rows.append(
            Row(
                model=model.name,
                name=model.name,
                path=model.path,
                sha256=sha256,
                color=model.color,
                mark_index=len(rows),
                is_source=True,
                size_bytes=model.info.size_bytes if model.info else None,
                evaluation=evaluation_of(model, model.evaluation),
                measurement=_measurement(run, index),
                file_index=index,
            )
        )
        for variant in model.variants:
            index = _measured(run, variant.artifact, variant.sha256)
            rows.append(
                Row(
                    model=model.name,
                    name=variant.name,
                    path=variant.artifact,
                    sha256=variant.sha256,
                    color=variant.color,
                    mark_index=len(rows),
                    is_stale=is_stale(model, variant),
                    size_bytes=variant.size_bytes,
                    audit=variant.audit,
                    check=variant.check,
                    evaluation=evaluation_of(model, variant.evaluation),
                    recipe=variant.recipe,
                    stages=variant.stages,
                    versions=tuple(sorted(variant.versions.items())),
                    measurement=_measurement(run, index),
                    file_index=index,
                )
            )
    return rows if run is None else _with_the_rest(rows, run)


def _with_the_rest(rows: list[Row], run: Run) -> list[Row]:
    """And what else the run measured: the same files on other targets, and other files."""
    used = {row.file_index: row for row in rows if row.file_index is not None}
    taken = {row.color for row in rows}
    rest: list[Row] = []
    for index, measurement in enumerate(run.result.measurements):
        if index in used:
            continue
        known = next((row for row in (*rows, *rest) if row.path == measurement.file), None)
        if known is None:
            color = next(number for number in range(10_000) if number not in taken)
            taken.add(color)
        else:
            color = known.color
        rest.append(
            Row(
                model=known.model if known is not None else "",
                name=known.name if known is not None else PurePath(measurement.file).name,
                path=measurement.file,
                sha256=measurement.sha256,
                color=color,
                mark_index=len(rows) + len(rest),
                measurement=measurement,
                file_index=index,
            )
        )
    together = [*rows, *rest]
    has_targets = len({one.target.text for one in run.result.measurements}) > 1
    has_scenarios = not all(one.scenario.is_default for one in run.result.measurements)

    def named(row: Row) -> Row:
        if row.measurement is None:
            return row
        target = row.measurement.target.text if has_targets else ""
        scenario = row.measurement.scenario.text if has_scenarios else ""
        return replace(row, name=" · ".join(filter(None, (row.name, target, scenario))))

    return [named(row) for row in together]


def _measured(run: Run | None, path: str, sha256: str) -> int | None:
    """Which measurement of the run is of this very file."""
    if run is None:
        return None
    for index, measurement in enumerate(run.result.measurements):
        if measurement.sha256 and sha256:
            if measurement.sha256 == sha256:
                return index
        elif measurement.file == path:
            return index
    return None


def _measurement(run: Run | None, index: int | None) -> Measurement | None:
    return None if run is None or index is None else run.result.measurements[index]
