"""What this machine was found to tell apart: kept in a file, shown where it is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.core.comparisons import Resolution
from studio.core.events import JobSucceeded
from studio.core.measurements import BenchmarkResult
from studio.core.requests import BenchmarkRequest
from studio.core.resolution import resolution_of
from studio.ui.store import Store

Background = Callable[[Callable[[], Any], Callable[[Any], None]], object]


class KnownResolution(QObject):
    """``changed``: another one is known. ``in_background(work, then)`` runs off the GUI thread."""

    changed = Signal()

    def __init__(
        self, store: Store, path: Path, in_background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._path, self._in_background = store, path, in_background
        self.newest: Resolution | None = None
        store.ended.connect(self._on_ended)

    def read(self) -> None:
        """Find out what is kept."""
        from studio.history.resolution_file import load

        self._in_background(lambda: load(self._path), self._on_read)

    def _on_read(self, kept: tuple[Resolution, ...]) -> None:
        if kept and self.newest is None:
            self._take(kept[-1])

    def _on_ended(self, job_id: str, body: object) -> None:
        job = self._store.session.job(job_id)
        if job is None or not isinstance(job.request, BenchmarkRequest) or not job.request.is_aa:
            return
        if isinstance(body, JobSucceeded) and isinstance(body.result, BenchmarkResult):
            found = resolution_of(body.result, time.time())
            if found is not None:
                self._keep(found)

    def _keep(self, found: Resolution) -> None:
        from studio.history.resolution_file import add

        self._in_background(lambda: add(self._path, found), lambda _: None)
        self._take(found)

    def _take(self, found: Resolution) -> None:
        self.newest = found
        self.changed.emit()
