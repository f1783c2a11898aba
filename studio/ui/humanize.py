"""Quantities of core.quantities in the window's language, and shapes."""

from __future__ import annotations

from studio.core import quantities
from studio.ui.texts import tr, tr_core


def size_text(size_bytes: int | None) -> str:
    """ "873 kB", "2.70 MB"; unknown is said so."""
    return _known(quantities.format_bytes(size_bytes))


def count_text(count: int | None) -> str:
    """ "950", "13.5 M"; unknown is said so."""
    return _known(quantities.format_count(count))


def duration_text(seconds: float | None) -> str:
    """ "3.4 s", "2 min 5 s"; unknown is said so."""
    return _known(quantities.format_duration(seconds))


def shape_text(shape: tuple[int | None, ...], *, rank_known: bool = True) -> str:
    """ "1×28×28×1", a dynamic dimension as "?"; a scalar is "scalar"."""
    if not rank_known:
        return tr("unknown shape")
    if not shape:
        return tr("scalar")
    return "×".join("?" if dim is None else str(dim) for dim in shape)


def _known(text: str) -> str:
    return tr_core(text) if text == quantities.UNKNOWN else text
