"""The report's main table: what each variant is, computes and costs."""

from __future__ import annotations

from html import escape

from studio.core.devices import where_text
from studio.core.evaluation_text import headline
from studio.core.measurements import Measurement
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark
from studio.core.quantities import (
    format_bytes,
    format_cosine,
    format_percent,
    interval_text,
    value_text,
)
from studio.core.results import Audit
from studio.core.same_class import origin_text, same_class
from studio.report import plots
from studio.report.comparison import Row
from studio.report.svg import legend_mark
from studio.report.words import STATUS, number_cell, table

_WEIGHTS = mark("weights {dtype}")
_HYBRID = mark("{share} hybrid")


def comparison(rows: list[Row], t: Translate) -> str:
    if not rows:
        return ""
    headers = [
        (t(mark("Variant")), False),
        (t(mark("File size")), True),
        (t(mark("Ops in int8")), True),
        (t(mark("Check against the source")), False),
        (t(mark("Top-1 accuracy")), True),
        (t(mark("Against the source")), True),
        (t(mark("Median, ms")), True),
        (t(mark("p90, ms")), True),
        (t(mark("p99, ms")), True),
        (t(mark("Init, ms")), True),
        (t(mark("Peak memory")), True),
        (t(mark("Ran on")), False),
    ]
    body = table(headers, (_comparison_cells(row, t) for row in rows))
    return f"<h2>{escape(t(mark('Variants')))}</h2>{body}"


def name_html(row: Row) -> str:
    """The variant's sign and name."""
    return f"{legend_mark(row.color, row.mark_index)}{escape(row.name)}"


def _comparison_cells(row: Row, t: Translate) -> str:
    kind = t(mark("source")) if row.is_source else ""
    if row.is_stale:
        kind = t(mark("stale: the source has changed since"))
    small = f"<small>{escape(kind)}</small>" if kind else ""
    cells = [f"<td>{name_html(row)}{small}</td>", number_cell(format_bytes(row.size_bytes))]
    if row.audit is None:
        cells.append(number_cell("–"))
    else:
        share, hybrid = row.audit.int8_op_share, row.audit.hybrid_op_share
        bar = plots.share_bar([("share", share), ("hybrid", hybrid)], row.color)
        weights = _main_weights(row.audit)
        note = f"<small>{escape(t(_WEIGHTS).format(dtype=weights))}</small>" if weights else ""
        if hybrid > 0:
            text = t(_HYBRID).format(share=format_percent(hybrid))
            note += f"<small>{escape(text)}</small>"
        cells.append(f'<td class="number">{escape(format_percent(share))}{bar}{note}</td>')
    cells.append(f"<td>{_check_text(row, t)}</td>")
    cells += _accuracy_cells(row)
    cells += _latency_cells(row.measurement, t)
    return "".join(cells)


def _main_weights(audit: Audit) -> str:
    """The dtype that holds most bytes of the weights."""
    weights = audit.weights_by_dtype
    return max(weights, key=lambda dtype: weights[dtype]) if weights else ""


def _accuracy_cells(row: Row) -> list[str]:
    evaluation = row.evaluation
    if evaluation is None:
        return [number_cell("–"), number_cell("–")]
    if evaluation.top1 is None:  # another task: its figures stand under "Evaluation"
        return [number_cell("–"), number_cell("–")]
    _, share, against = headline(evaluation)
    cells = []
    for text in (share, against):
        number, _, behind = text.partition(" (")
        cells.append(number_cell(number, behind.removesuffix(")")))
    return cells


def _latency_cells(found: Measurement | None, t: Translate) -> list[str]:
    if found is None:
        return [number_cell("–")] * 5 + ["<td>–</td>"]
    if found.error is not None:
        title, _ = render(found.error.code, found.error.params, t)
        return [f'<td class="wrap failed" colspan="6">✕ {escape(title)}</td>']
    return [
        *(
            number_cell(value_text(value, interval), interval_text(value, interval))
            for value, interval in (
                (found.median_ms, found.median_ci95_ms),
                (found.p90_ms, found.p90_ci95_ms),
                (found.p99_ms, found.p99_ci95_ms),
            )
        ),
        number_cell(value_text(found.init_ms)),
        number_cell(format_bytes(found.peak_rss_bytes)),
        f'<td class="wrap">{escape(where_text(found, t))}</td>',
    ]


def _check_text(row: Row, t: Translate) -> str:
    check = row.check
    if check is None:
        return "–"
    sign, word = STATUS[check.shown]
    same = same_class(check, row.evaluation)
    cosines = [item.cosine for item in check.outputs if item.cosine is not None]
    numbers = []
    if same is not None:
        share = t(mark("same class {share}")).format(share=format_percent(same.share))
        numbers.append(f"{share} {origin_text(same, t)}")
    if cosines:
        numbers.append(t(mark("cosine {value}")).format(value=format_cosine(min(cosines))))
    small = f"<small>{escape(' · '.join(numbers))}</small>" if numbers else ""
    return f'<span class="status {check.shown}">{sign} {escape(t(word))}</span>{small}'
