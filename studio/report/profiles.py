"""Profiles as CSV for other programs, in full precision."""

from __future__ import annotations

from pathlib import Path

from studio.core.profile import ProfileResult
from studio.core.profile_comparison import ProfileComparison
from studio.report.exports import write_table

_OP_COLUMNS = (
    "index", "subgraph", "op", "name", "share", "median_us", "placing", "kernel", "executions",
)  # fmt: skip
_DIFFERENCE_COLUMNS = (
    "first_index", "second_index", "op", "name", "first_us", "second_us", "difference_us",
)  # fmt: skip


def write_profile_csv(path: Path, result: ProfileResult) -> None:
    """One line for each timed op. Raises StorageError: file-not-written."""
    rows = ([getattr(op, name) for name in _OP_COLUMNS] for op in result.ops)
    write_table(path, _OP_COLUMNS, rows)


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
    write_table(path, _DIFFERENCE_COLUMNS, rows)
