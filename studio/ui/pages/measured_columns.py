"""Columns of measured numbers that the compare and the latency page show alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.ui.pages.cells import number_cell
from studio.ui.texts import tr
from studio.ui.widgets.rows_model import Column

Get = Callable[[Any], float | None]
"""The number of a row; None = not known (yet)."""
Tooltip = Callable[[Any], str] | None


def init_column(init_ms: Get, tooltip: Tooltip = None) -> Column:
    return Column(
        tr("init (ms)"),
        text=lambda row: number_cell(init_ms(row)),
        value=init_ms,
        is_number=True,
        tooltip=tooltip,
        header_tooltip=tr("Loading the model, in a process of its own."),
    )


def memory_column(size_bytes: Get, tooltip: Tooltip = None) -> Column:
    return Column(
        tr("mem. (MB)"),
        text=lambda row: number_cell(size_bytes(row), factor=1e-6),
        value=size_bytes,
        is_number=True,
        tooltip=tooltip,
        header_tooltip=tr("Peak memory: the most that a process of its own held."),
        copy_title=tr("peak memory (MB)"),
    )
