"""How a graph was looked at: kept for each file while the window lives."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF

from studio.core.graph_layout import Grouping

STATES_KEPT = 64


@dataclass
class ViewState:
    """``opened``: ids of the open groups, None = as many as fit. ``zoom`` 0 = not looked at yet."""

    grouping: Grouping = "none"
    opened: frozenset[str] | None = None
    chosen: str = ""
    zoom: float = 0.0
    center: QPointF = field(default_factory=QPointF)


class ViewStates:
    """The last states, by the path of the file."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, ViewState] = OrderedDict()

    def of(self, path: str) -> ViewState:
        state = self._states.setdefault(path, ViewState())
        self._states.move_to_end(path)
        while len(self._states) > STATES_KEPT:
            self._states.popitem(last=False)
        return state
