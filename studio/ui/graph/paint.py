"""What an overlay puts on a box of the graph."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class BoxPaint:
    """``fill``: of the box, None = as without an overlay. ``split``: of its right half.

    ``notes``: short texts on the box ("12 %"), one, or one for each half; () = none. Text on a fill
    is dark or light by the fill's own lightness, so colors need not fit the theme.
    """

    fill: QColor | None = None
    split: QColor | None = None
    notes: tuple[str, ...] = ()
