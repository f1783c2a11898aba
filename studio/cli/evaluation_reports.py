"""Evaluations as tables for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.cli.output import Output
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import (
    TASK_TITLES,
    class_text,
    confusion_table,
    evaluation_rows,
    has_answers,
    headline,
    p_text,
)
from studio.core.flip_text import flip_cells, flip_headers, listed_text
from studio.core.quantities import format_percent

_FLIPS = 10
_CLASSES = 12
_CELLS = 8


def show_evaluations(
    output: Output,
    evaluations: tuple[Evaluation, ...],
    names: list[str],
    *,
    source: Evaluation | None = None,
    is_in_short: bool = False,
) -> None:
    """One line a file, below that of the ``source`` that they are paired with; behind it, unless
    ``is_in_short``, the task's details of each."""
    lines = list(zip(names, evaluations, strict=True))
    if source is not None:
        lines.insert(0, (f"{Path(source.file).name} (source)", source))
    task = evaluations[0].task
    how = "declared" if evaluations[0].is_declared else "inferred from data and outputs"
    output.facts([("task", f"{TASK_TITLES[task]}, {how}")])
    if all(item.top1 is not None for _, item in lines):
        _show_classifiers(output, lines)
    else:
        output.table(
            ("file", "metric", ">value", ">against the source", ">samples"),
            [(name, *headline(item), f"{item.samples:,}") for name, item in lines],
        )
    for item, name in () if is_in_short else zip(evaluations, names, strict=True):
        output.heading(name)
        output.facts(list(evaluation_rows(item)[1:]))
        _show_classes(output, item)
        _show_flips(output, item)


def _show_classifiers(output: Output, lines: Sequence[tuple[str, Evaluation]]) -> None:
    output.table(
        ("file", ">top-1", ">top-5", ">against the source", ">McNemar p", ">same", ">samples"),
        [
            (
                name,
                headline(item)[1],
                "–" if item.top5 is None else format_percent(item.top5.value, item.top5.ci95),
                headline(item)[2],
                p_text(item.paired.p_value if item.paired else None),
                "–" if item.paired is None else format_percent(item.paired.agreement),
                f"{item.samples:,}",
            )
            for name, item in lines
        ],
    )


def _show_classes(output: Output, item: Evaluation) -> None:
    if not item.classes:
        return
    output.table(
        (">class", ">samples", ">right", ">recall (95 % interval)", ">called so"),
        [
            (
                str(one.label),
                f"{one.total:,}",
                f"{one.correct:,}",
                format_percent(one.correct / one.total, one.recall_ci95) if one.total else "–",
                f"{one.answered:,}",
            )
            for one in item.classes[:_CLASSES]
        ],
    )
    if len(item.classes) > _CLASSES:
        output.say(f"{len(item.classes) - _CLASSES} more classes with --json")
    matrix = confusion_table(item)
    if matrix is not None:
        classes, counts = matrix
        output.table(
            (">label", *(f">{class_text(at)}" for at in classes)),
            [
                (
                    class_text(label),
                    *(str(counts.get((label, answer), "·")) for answer in classes),
                )
                for label in classes
                if label >= 0
            ],
        )
        return
    wrong = [one for one in item.confusion if one.label != one.answer][:_CELLS]
    if wrong:
        pairs = ", ".join(
            f"{one.label} called {class_text(one.answer)}: {one.count}" for one in wrong
        )
        output.facts([("most confused", pairs)])


def _show_flips(output: Output, item: Evaluation) -> None:
    if not item.flips:
        return
    shown = item.flips[:_FLIPS]
    if not has_answers(item):
        output.say(listed_text(item, len(shown)))
    output.table(
        tuple(f">{header.lower()}" for header in flip_headers(item)),
        [flip_cells(one, item) for one in shown],
    )
    more = (item.flip_count or 0) - _FLIPS
    if more > 0 and has_answers(item):
        output.say(f"{more} more samples are answered otherwise; --json lists up to 200")
