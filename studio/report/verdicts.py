"""The report's verdicts: each comparison of the run in plain words, as the other faces say it."""

from __future__ import annotations

from html import escape

from studio.core.comparison_text import (
    VERDICT_SIGNS,
    clock_sentences,
    comparison_message,
    facts,
    remarks,
)
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark
from studio.core.session import Run
from studio.report.comparison import Row
from studio.report.words import table

_COLORS = {"faster": "ok", "slower": "failed", "equivalent": "same"}


def verdicts(rows: list[Row], run: Run | None, t: Translate) -> str:
    """And what is odd, or worth knowing, about single measurements; "" where there is nothing."""
    if run is None:
        return ""
    names = {row.file_index: row.name for row in rows if row.file_index is not None}
    lines = []
    for one in run.result.comparisons:
        baseline, candidate = names[one.baseline], names[one.candidate]
        title, by = render(*comparison_message(one, baseline, candidate, t), t)
        css = f"verdict {_COLORS.get(one.verdict, 'quiet')}"
        lines.append(
            f'<td><span class="{css}">{VERDICT_SIGNS[one.verdict]}</span></td>'
            f'<td class="wrap">{escape(title)}</td><td class="wrap">{escape(by)}</td>'
        )
    said = [
        f"{sign}{names[index]}: {'. '.join(texts)}"
        for text_of, sign in ((remarks, "⚠ "), (facts, ""))
        for index, found in enumerate(run.result.measurements)
        for texts in text_of(found, t)
    ]
    if not lines and not said:
        return ""
    headers = [("", False), (t(mark("Verdict")), False), (t(mark("By")), False)]
    body = table(headers, lines) if lines else ""
    clocks = clock_sentences(run.result.comparisons, names, t)
    body += "".join(f'<p class="caption">{escape(text)}</p>' for text in clocks)
    body += "".join(f"<p>{escape(text)}</p>" for text in said)
    return f"<h2>{escape(t(mark('Verdicts')))}</h2>{body}"
