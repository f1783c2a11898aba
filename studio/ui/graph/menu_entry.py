"""An entry of a menu of the graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """``run`` None = a line between entries."""

    text: str = ""
    run: Callable[[], object] | None = None
