"""The columns of the errors' table, and the sentences above it."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.diagnosis import DiagnoseResult, ErrorFigures, TensorError
from studio.core.quantities import significant
from studio.core.short_names import ShortNames
from studio.ui.pages.cells import NONE
from studio.ui.panels.models_texts import INPUTS_FROM
from studio.ui.texts import tr
from studio.ui.widgets.rows_model import Column

_NO_FIGURES = ErrorFigures()


def error_columns(short: ShortNames) -> list[Column]:
    """Columns over :class:`TensorError`; errors in percent of the float tensor's range. ``short``:
    knows the names of all rows."""
    return [
        Column(
            tr("index"),
            text=lambda one: str(one.op_index),
            value=lambda one: one.op_index,
            is_number=True,
            header_tooltip=tr("Place of the op in the file."),
        ),
        Column(tr("op"), text=lambda one: one.op),
        _percent(
            tr("local error (%)"),
            lambda one: _local(one).rmse_over_range,
            tr(
                "What the op adds by itself: its RMSE over the tensor's range when it is fed the "
                "float stage's values."
            ),
        ),
        _percent(
            tr("cumulative error (%)"),
            lambda one: one.cumulative.rmse_over_range,
            tr("The error that has come together by here, over the tensor's range."),
        ),
        Column(
            tr("output"),
            text=lambda one: one.end_name or short(one.name),
            tooltip=_name_help,
            copy_text=lambda one: one.name,
        ),
        _percent(
            tr("local by channel (%)"),
            lambda one: _local(one).channel_rmse_over_range,
            tr(
                "The same with each channel by its own range, averaged: what only small channels "
                "lose shows only here."
            ),
        ),
        _figure(
            tr("SNR (dB)"),
            lambda one: one.cumulative.snr_db,
            tr("The float stage's power over that of the error that has come together by here."),
        ),
        _figure(
            tr("cosine"),
            lambda one: one.cumulative.cosine,
            tr("Between the tensor and the float stage's: 1 = the same direction."),
        ),
        _percent(
            tr("cut off (%)"),
            lambda one: one.saturated,
            tr("Values of the float stage that lie outside of what the tensor can hold."),
        ),
        Column(
            tr("remark"),
            text=_remark,
            header_tooltip=tr("Whether the tensor is of any use at all."),
        ),
    ]


def summary_text(result: DiagnoseResult, reference: str = "") -> str:
    """What was compared with what, on how many inputs, and what could not be. ``reference``: the
    name of an opened model; "" = the variant's own float stage."""
    text = tr("{count} tensors compared with {reference} on {samples} samples ({where})").format(
        reference=reference or tr("the float stage"),
        count=len(result.tensors),
        samples=result.samples,
        where=tr(INPUTS_FROM[result.inputs_from]),
    )
    if result.unmatched:
        lost = tr("ops not compared: {count}").format(count=len(result.unmatched))
        text = f"{text} · {lost}"
    return text


def _percent(title: str, get: Callable[[TensorError], float | None], tooltip: str) -> Column:
    return Column(
        title,
        text=lambda one: _text(get(one), 100.0),
        value=get,
        is_number=True,
        header_tooltip=tooltip,
    )


def _figure(title: str, get: Callable[[TensorError], float | None], tooltip: str) -> Column:
    return Column(
        title,
        text=lambda one: _text(get(one), 1.0, digits=4),
        value=get,
        is_number=True,
        header_tooltip=tooltip,
    )


def _text(value: float | None, factor: float, digits: int = 3) -> str:
    return NONE if value is None else significant(value * factor, digits)


def _local(one: TensorError) -> ErrorFigures:
    return one.local or _NO_FIGURES


def _name_help(one: TensorError) -> str:
    return "\n".join([one.name, tr("compared with {name}").format(name=one.against)])


def _remark(one: TensorError) -> str:
    if one.not_finite:
        return tr("NaN or infinite")
    return tr("constant") if one.is_dead else ""
