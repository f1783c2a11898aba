"""Numbers as people read them: sizes, durations, counts. Unknown stays unknown ("—")."""

from __future__ import annotations

from studio.ui.texts import tr

UNKNOWN = "—"


def size_text(size_bytes: int | None) -> str:
    """1,000-based units, three significant figures: "873 kB", "2.70 MB"."""
    if size_bytes is None:
        return UNKNOWN
    if size_bytes < 1000:
        return tr("{count} B").format(count=size_bytes)
    value = float(size_bytes)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{_three_figures(value)} {unit}"


def count_text(count: int | None) -> str:
    """Large counts shortened: "13.5 M"; below 10,000 in full with thousands separators."""
    if count is None:
        return UNKNOWN
    if abs(count) < 10_000:
        return f"{count:,}"
    value = float(count)
    for unit in ("k", "M", "G", "T"):
        value /= 1000
        if abs(value) < 999.5 or unit == "T":
            break
    return f"{_three_figures(value)} {unit}"


def duration_text(seconds: float | None) -> str:
    """ "3.4 s", "42 s", "2 min 05 s", "1 h 02 min"."""
    if seconds is None:
        return UNKNOWN
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def shape_text(shape: tuple[int | None, ...], *, rank_known: bool = True) -> str:
    """ "1×28×28×1", a dynamic dimension as "?"; a scalar is "scalar"."""
    if not rank_known:
        return tr("unknown shape")
    if not shape:
        return tr("scalar")
    return "×".join("?" if dim is None else str(dim) for dim in shape)


def _three_figures(value: float) -> str:
    digits = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return f"{value:.{digits}f}"
