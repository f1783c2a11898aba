"""A diagnosis as CSV for other programs, in full precision."""

from __future__ import annotations

from pathlib import Path

from studio.core.diagnosis import DiagnoseResult, ErrorFigures
from studio.report.exports import write_table

_FIGURES = ("rmse_over_range", "channel_rmse_over_range", "mse", "snr_db", "cosine")
_OWN = ("op_index", "op", "name", "against", "saturated", "is_dead", "not_finite", "macs")


def write_diagnosis_csv(path: Path, result: DiagnoseResult) -> None:
    """A line for each tensor, in the order of execution. Raises StorageError: file-not-written."""
    columns = [*_OWN, *_FIGURES, *(f"local_{name}" for name in _FIGURES)]
    rows = (
        [getattr(one, name) for name in _OWN]
        + [getattr(one.cumulative, name) for name in _FIGURES]
        + [getattr(one.local or ErrorFigures(), name) for name in _FIGURES]
        for one in result.tensors
    )
    write_table(path, columns, rows)
