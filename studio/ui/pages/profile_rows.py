"""The columns of a profile's table, alone and of two profiles; its bars; its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.messages.marking import mark
from studio.core.profile import ProfiledOp, ProfileResult, TypeTime
from studio.core.profile_comparison import OpDifference, TypeDifference
from studio.core.quantities import format_percent, signed_text, whole_text
from studio.core.short_names import ShortNames
from studio.ui.pages.bar_list import Bar
from studio.ui.pages.cells import NONE
from studio.ui.texts import tr
from studio.ui.widgets.rows_model import Column

SHARE_COLUMN = 3
_HELD_UP = 0.8
"""Of a run's median: where the ops' medians make up less, other programs came between."""
_PLACINGS = {
    "mapped": "",
    "inserted": mark("added by the delegate"),
    "open": mark("unmapped"),
}
_PLACING_HELP = {
    "mapped": mark("One op of the file, found by its place in the order or by its index."),
    "inserted": mark("The delegate added it: no op of the file corresponds to it."),
    "open": mark("Several ops of the file could be this one, so none is named."),
}


def op_columns(short: ShortNames) -> list[Column]:
    """Columns over :class:`ProfiledOp`. ``short``: knows the names of all rows."""
    return [
        Column(
            tr("index"),
            text=index_text,
            value=lambda op: None if op.index is None else (op.subgraph, op.index),
            is_number=True,
            header_tooltip=tr("Place in the file; behind a colon where it is not the main graph."),
        ),
        Column(tr("op"), text=lambda op: op.op, tooltip=lambda op: op.kernel or tr("by LiteRT")),
        Column(
            tr("name"),
            text=lambda op: short(op.name),
            tooltip=lambda op: op.name,
            copy_text=lambda op: op.name,
        ),
        Column(
            tr("share"),
            text=lambda op: format_percent(op.share),
            value=lambda op: op.share,
            is_number=True,
            header_tooltip=tr("Of the time of a run: median over the runs of the share in each."),
        ),
        Column(
            tr("median (µs)"),
            text=lambda op: whole_text(op.median_us),
            value=lambda op: op.median_us,
            is_number=True,
            header_tooltip=tr("All executions in a run together; the profiler counts whole µs."),
        ),
        Column(
            tr("mapped"),
            text=placing_text,
            tooltip=lambda op: tr(_PLACING_HELP[op.placing]),
            header_tooltip=tr("Whether it is known which op of the file this is."),
        ),
        Column(tr("run as"), text=lambda op: op.kernel or NONE, tooltip=lambda op: op.kernel),
    ]


def difference_columns(first: str, second: str, short: ShortNames) -> list[Column]:
    """Columns over :class:`OpDifference`; the names of the two variants head them. ``short``: knows
    the names of all rows."""
    return [
        Column(
            tr("index"),
            text=lambda row: _index_pair(row),
            value=lambda row: None if row.first is None else row.first.index,
            is_number=True,
            header_tooltip=tr("Place in the one file and in the other."),
        ),
        Column(tr("op"), text=lambda row: row.op),
        Column(
            tr("name"),
            text=lambda row: short(row.name),
            tooltip=lambda row: row.name,
            copy_text=lambda row: row.name,
        ),
        Column(
            f"{first} (µs)",
            text=lambda row: NONE if row.first is None else whole_text(row.first_us),
            value=lambda row: None if row.first is None else row.first_us,
            is_number=True,
        ),
        Column(
            f"{second} (µs)",
            text=lambda row: NONE if row.second is None else whole_text(row.second_us),
            value=lambda row: None if row.second is None else row.second_us,
            is_number=True,
        ),
        Column(
            tr("difference (µs)"),
            text=lambda row: signed_text(row.difference_us),
            value=lambda row: row.difference_us,
            is_number=True,
            header_tooltip=tr("The second less the first; what a file lacks counts as 0."),
        ),
        Column(
            tr("mapped"),
            text=lambda row: placing_text(row.first or row.second),
            header_tooltip=tr("Whether it is known which op of the file this is."),
        ),
    ]


def index_text(op: ProfiledOp) -> str:
    if op.index is None:
        return NONE
    return f"{op.subgraph}:{op.index}" if op.subgraph else str(op.index)


def placing_text(op: ProfiledOp) -> str:
    return "✓" if op.is_mapped else tr(_PLACINGS[op.placing])


def _index_pair(row: OpDifference) -> str:
    return " · ".join(NONE if op is None else index_text(op) for op in (row.first, row.second))


def type_bars(kinds: Sequence[TypeTime]) -> list[Bar]:
    longest = max((kind.share for kind in kinds), default=0.0)
    return [
        Bar(
            _kind_name(kind.op, kind.is_of_model, kind.count),
            kind.share / longest if longest else 0.0,
            f"{format_percent(kind.share)} · {whole_text(kind.median_us)} µs",
        )
        for kind in kinds
    ]


def difference_bars(kinds: Sequence[TypeDifference]) -> list[Bar]:
    longest = max((abs(kind.difference_us) for kind in kinds), default=0.0)
    return [
        Bar(
            _kind_name(kind.op, kind.is_of_model, max(kind.first_count, kind.second_count)),
            abs(kind.difference_us) / longest if longest else 0.0,
            f"{signed_text(kind.difference_us)} µs",
        )
        for kind in kinds
    ]


def _kind_name(op: str, is_of_model: bool, count: int) -> str:
    name = op if is_of_model else tr("{op} (not in the file)").format(op=op)
    return f"{name} ×{count}"


def _added_up(result: ProfileResult) -> str:
    text = tr("medians of the ops added up: {time} µs").format(
        time=whole_text(result.ops_median_us)
    )
    if result.ops_median_us >= _HELD_UP * result.invoke_median_us:
        return text
    return tr("{text} (most runs were held up, each time at another op)").format(text=text)


def coverage_text(result: ProfileResult) -> str:
    """How much of a run the table explains."""
    parts = [
        tr("Ops of the file explain {share} of a run of {time} µs").format(
            share=format_percent(result.coverage), time=whole_text(result.invoke_median_us)
        ),
        _added_up(result),
        tr("in the delegate {share}").format(share=format_percent(result.delegate_share)),
        tr("in no op {share}").format(share=format_percent(result.unrecorded_share)),
    ]
    if result.untimed:
        parts.append(tr("ops without a time: {count}").format(count=len(result.untimed)))
    return " · ".join(parts)


def coverage_help() -> str:
    return tr(
        "Medians added up: well below the time of a run where other programs held up most runs, "
        "each time another op. In no op: the runtime's own work, and what the profiler cuts off, "
        "which counts whole microseconds. Without a time: computed together with a neighbor, or "
        "before the run."
    )
