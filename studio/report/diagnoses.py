"""A diagnosis as CSV for other programs, in full precision; errors in % of the range."""

from __future__ import annotations

from pathlib import Path

from studio.core.diagnosis import DiagnoseResult, ErrorFigures
from studio.report.exports import write_table

_PERCENT = {
    "error_percent": "rmse_over_range",
    "error_by_channel_percent": "channel_rmse_over_range",
}
"""Column -> figure that is a share of the range."""
_PLAIN = ("mse", "snr_db", "cosine")
_OWN = ("op_index", "op", "name", "against", "saturated", "is_dead", "not_finite", "macs")


def write_diagnosis_csv(path: Path, result: DiagnoseResult) -> None:
    """A line for each tensor, in the order of execution. Raises StorageError: file-not-written."""
    figures = (*_PERCENT, *_PLAIN)
    columns = [*_OWN, *(f"{kind}_{name}" for kind in ("cumulative", "local") for name in figures)]
    rows = (
        [getattr(one, name) for name in _OWN]
        + _figures(one.cumulative)
        + _figures(one.local or ErrorFigures())
        for one in result.tensors
    )
    write_table(path, columns, rows)


def _figures(errors: ErrorFigures) -> list[float | None]:
    shares: list[float | None] = [getattr(errors, name) for name in _PERCENT.values()]
    percent = [None if share is None else 100 * share for share in shares]
    return percent + [getattr(errors, name) for name in _PLAIN]
