"""Finds out whether the files of the session are still what they were, off the GUI thread.

Looked at when the session is loaded and whenever the user comes back to the window. A file is
hashed only when its time stamp is new, and never while a measurement runs.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from studio.core.edits import FileFacts, check_sources
from studio.core.errors import ErrorInfo
from studio.core.session import Session
from studio.ui.actions.work import running_benchmark
from studio.ui.shell import Shell
from studio.ui.worker import run_in_background

Facts = dict[str, FileFacts | None]


class SourceWatch(QObject):
    """``look`` as often as you like: only one look is under way at a time."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._stamps: dict[str, int] = {}
        self._is_looking = False

    def look(self) -> None:
        session = self._shell.store.session
        if self._is_looking or not self._shell.is_ready or not session.models:
            return
        if running_benchmark(self._shell.store) is not None:
            return
        self._is_looking = True
        stamps = dict(self._stamps)
        run_in_background(self, lambda: gather(session, stamps), self._on_found, self._on_failed)

    def _on_failed(self, info: ErrorInfo) -> None:
        self._is_looking = False
        self._shell.problem.emit(info)

    def _on_found(self, found: tuple[Facts, dict[str, int]]) -> None:
        self._is_looking = False
        facts, self._stamps = found
        self._shell.store.apply(lambda session: check_sources(session, facts))


def gather(session: Session, stamps: dict[str, int]) -> tuple[Facts, dict[str, int]]:
    """Facts of all files, with a hash where the time stamp is new; and the stamps now."""
    from studio.core.files import file_sha256
    from studio.history.sources import gather_facts

    facts = gather_facts(session)
    now: dict[str, int] = {}
    for model in session.models:
        path, known = Path(model.path), facts.get(model.path)
        if known is None or known.size_bytes is None or model.info is None:
            continue
        try:
            now[model.path] = path.stat().st_mtime_ns
            if known.size_bytes == model.info.size_bytes and (
                now[model.path] != stamps.get(model.path) or model.is_changed
            ):
                facts[model.path] = FileFacts(size_bytes=known.size_bytes, sha256=file_sha256(path))
        except OSError:
            facts[model.path] = None
    return facts, now
