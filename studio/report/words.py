"""Texts of the report and the small pieces of HTML made of them.

Texts are marked for translation and pass through a ``Translate`` that the caller gives; the
command line gives none and writes English.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from studio.core.messages.marking import mark

INPUTS_FROM = {
    "evaluation": mark("held-out evaluation data"),
    "calibration-unused": mark("calibration samples that were not used to calibrate"),
    "calibration": mark("the calibration data itself (the result is too kind)"),
    "given": mark("samples given for this check"),
    "random": mark("random data inside the signature (says little about real inputs)"),
}

STATUS = {
    "ok": ("✓", mark("ok")),
    "degraded": ("⚠", mark("degraded")),
    "failed": ("✕", mark("failed")),
    "cannot-run": ("⊘", mark("cannot run here")),
    "unchecked": ("○", mark("not checked")),
    "nothing": ("∅", mark("nothing was shown: the output is the same for every input")),
}


def number_cell(number: str, behind: str = "") -> str:
    """A right-aligned cell; what belongs to the number (its interval) stands under it, quiet."""
    quiet = f"<small>{escape(behind)}</small>" if behind else ""
    return f'<td class="number">{escape(number)}{quiet}</td>'


def table(headers: Iterable[tuple[str, bool]], rows: Iterable[str]) -> str:
    """``headers``: (text, is a number); ``rows``: the cells of each row, as HTML."""
    head = "".join(
        f'<th scope="col"{" class=number" if numeric else ""}>{escape(text)}</th>'
        for text, numeric in headers
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    inner = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll">{inner}</div>'


def definition(pairs: Iterable[tuple[str, str]]) -> str:
    """Name and value pairs as a quiet strip."""
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs
    )
    return f'<dl class="facts">{items}</dl>'
