"""What is odd about a run's measurements, and what its numbers are of, in lines below the table."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.comparison_text import facts, remarks
from studio.core.measurements import Measurement
from studio.ui.pages.arm_sentences import Sentence
from studio.ui.pages.latency_time import Line
from studio.ui.texts import sentences, tr, tr_core

_MOST_LINES = 4


def remark_sentences(measurements: Sequence[Measurement], lines: Sequence[Line]) -> list[Sentence]:
    """What holds for several arms is said once; what is odd comes first. Four lines at most, the
    last of which has the rest in its tooltip."""
    about: dict[tuple[str, str], list[Line]] = {}
    for text_of, sign in ((remarks, "⚠ "), (facts, "")):
        for measured, line in zip(measurements, lines, strict=False):
            for title, hint in text_of(measured, tr_core):
                about.setdefault((sign, sentences(title, hint)), []).append(line)
    found = [
        _sentence(*texts, arms, is_of_all=len(arms) == len(lines)) for texts, arms in about.items()
    ]
    if len(found) <= _MOST_LINES:
        return found
    first, rest = found[: _MOST_LINES - 1], found[_MOST_LINES - 1 :]
    more = tr("{count} more remarks").format(count=len(rest))
    return [*first, Sentence(more, more="\n".join(one.text for one in rest))]


def _sentence(sign: str, text: str, arms: Sequence[Line], *, is_of_all: bool) -> Sentence:
    names = "" if is_of_all else ", ".join(line.name for line in arms) + ": "
    return Sentence(sign + names + text, arms[0] if len(arms) == 1 else None)
