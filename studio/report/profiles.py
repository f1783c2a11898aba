"""Profiles as CSV for other programs, in full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from studio.core.profile import ProfileResult
from studio.core.profile_comparison import ProfileComparison
from studio.history.atomic import write_bytes
from studio.report.exports import as_cell

_OP_COLUMNS = (
    "index", "subgraph", "op", "name", "share", "median_us", "placing", "kernel", "executions",
)  # fmt: skip
_DIFFERENCE_COLUMNS = (
    "first_index", "second_index", "op", "name", "first_us", "second_us", "difference_us",
)  # fmt: skip


def write_profile_csv(path: Path, result: ProfileResult) -> None:
    """One line for each timed op. Raises StorageError: file-not-written."""
    rows = ([getattr(op, name) for name in _OP_COLUMNS] for op in result.ops)
    _write(path, _OP_COLUMNS, rows)


def write_comparison_csv(path: Path, comparison: ProfileComparison) -> None:
    """One line for each op of either file. Raises StorageError: file-not-written."""
    rows = (
        [
            one.first.index if one.first is not None else None,
            one.second.index if one.second is not None else None,
            *(getattr(one, name) for name in _DIFFERENCE_COLUMNS[2:]),
        ]
        for one in comparison.ops
    )
    _write(path, _DIFFERENCE_COLUMNS, rows)


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(as_cell(value) if isinstance(value, str) else value for value in row)
    write_bytes(path, stream.getvalue().encode())
