"""How a node is colored in Netron: the same colors as in the graph, as data for its page."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.overlay_colors import text_on


@dataclass(frozen=True)
class NetronPaint:
    """``fill``, ``split``: ``#rrggbb``; ``split`` is that of the right half, "" = the same."""

    fill: str
    split: str = ""
    note: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "fill": self.fill,
            "ink": text_on(self.fill),
            "split": self.split,
            "splitInk": text_on(self.split) if self.split else "",
            "note": self.note,
        }
