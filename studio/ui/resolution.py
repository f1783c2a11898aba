"""What this machine was found to tell apart: kept in a file, shown where it is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.core.comparisons import Resolution
from studio.core.cpu_name import cpu_name
from studio.core.events import JobSucceeded
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.resolution import resolution_of
from studio.core.targets import Target
from studio.ui.store import Store

Background = Callable[[Callable[[], Any], Callable[[Any], None]], object]


class KnownResolution(QObject):
    """``changed``: another one is known. ``in_background(work, then)`` runs off the GUI thread.

    ``cpu``: this machine's processor. The folder of the file may be shared with other machines, of
    which nothing is shown.
    """

    changed = Signal()

    def __init__(
        self,
        store: Store,
        path: Path,
        in_background: Background,
        parent: QObject | None = None,
        cpu: Callable[[], str] = cpu_name,
    ) -> None:
        super().__init__(parent)
        self._store, self._path, self._in_background = store, path, in_background
        self._cpu = cpu
        self._newest: dict[str, Resolution] = {}
        store.ended.connect(self._on_ended)

    def read(self) -> None:
        """Find out what is kept."""
        from studio.history.resolution_file import load

        def here() -> dict[str, Resolution]:
            cpu = self._cpu()
            return {found.target: found for found in load(self._path) if found.cpu == cpu}

        self._in_background(here, self._on_read)

    def on(self, target: Target) -> Resolution | None:
        """The newest of this machine on ``target``, threads and all."""
        return self._newest.get(target.text)

    def _on_read(self, kept: dict[str, Resolution]) -> None:
        self._newest = kept | self._newest
        self.changed.emit()

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
        self._newest[found.target] = found
        self.changed.emit()
