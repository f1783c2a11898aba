"""Verdicts in the window's words and colors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QColor

from studio.core.comparison_text import clock_message, clock_sentences, comparison_message
from studio.core.comparisons import Comparison
from studio.ui.texts import render_message, sentences, tr, tr_core
from studio.ui.theme import Colors

Names = Sequence[str] | Mapping[int, str]
"""What the arms are called, by their places."""

LONGEST_S = 3600.0
"""A longer measurement is not offered by a click."""


def verdict_color(colors: Colors, verdict: str) -> QColor:
    table = {"faster": colors.ok, "slower": colors.error, "equivalent": colors.accent}
    return QColor(table.get(verdict, colors.muted))


def short_sentence(comparison: Comparison, names: Names, *, is_live: bool = False) -> str:
    """The same where there is little room and the baseline is named above them all: what matters
    stands first, since the end may be cut."""
    candidate = names[comparison.candidate]
    _, params = comparison_message(comparison, names[comparison.baseline], candidate, tr_core)
    if "low" not in params:
        return sentence(comparison, names, is_live=is_live)
    texts = {
        "faster": tr("faster, {ratio}x: {candidate}, 95 % {low} to {high}"),
        "slower": tr("slower, {ratio}x: {candidate}, 95 % {low} to {high}"),
        "equivalent": tr("equivalent, {ratio}x: {candidate}, 95 % {low} to {high}"),
        "cannot-tell": tr("cannot tell, {ratio}x: {candidate}, 95 % {low} to {high}"),
    }
    so_far = tr("so far {ratio}x: {candidate}, 95 % {low} to {high}")
    return (so_far if is_live else texts[comparison.verdict]).format(**params)


def sentence(comparison: Comparison, names: Names, *, is_live: bool = False) -> str:
    """The verdict in words; of a run under way only the ratio, marked as such."""
    baseline, candidate = names[comparison.baseline], names[comparison.candidate]
    code, params = comparison_message(comparison, baseline, candidate, tr_core)
    if is_live:
        text = tr("{candidate} / {baseline} so far: {ratio}x, 95 % {low} to {high}")
        if "ratio" not in params:
            text = tr("{candidate} / {baseline}: too little so far")
        return text.format(**params)
    title, hint = render_message(code, params)
    return sentences(title, hint) if comparison.verdict == "cannot-tell" else title


def explanation(comparison: Comparison) -> str:
    """What a verdict rests on, for a tooltip: a line for each."""
    lines = [
        tr("{count} balanced quadruples from {processes} processes").format(
            count=f"{comparison.quadruples:,}", processes=comparison.processes
        ),
        tr("Differences up to {percent:g} % do not matter.").format(
            percent=100 * comparison.threshold
        ),
        sentences(*render_message(*clock_message(comparison))),
    ]
    return "\n".join(lines)


def clock_text(comparisons: Sequence[Comparison], names: Names) -> str:
    """Which clock decided and why, a line for each reason."""
    return "\n".join(clock_sentences(comparisons, names, tr_core))


def seconds_for_verdicts(comparisons: Sequence[Comparison], seconds: float) -> float | None:
    """How long to measure in all until the open ones would probably be told; None: nothing is."""
    extra = [
        one.extra_seconds
        for one in comparisons
        if one.verdict == "cannot-tell" and one.extra_seconds is not None
    ]
    return min(seconds + max(extra), LONGEST_S) if extra else None
