"""Has graphs laid out by a job, and keeps the last layouts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from studio.core.events import JobFailed, JobSucceeded
from studio.core.graph_files import changed_file
from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.graph_requests import LayoutRequest
from studio.core.model import Graph
from studio.core.requests import Request
from studio.ui.store import Store

LAYOUTS_KEPT = 12


@dataclass(frozen=True)
class LayoutKey:
    """``file``: path and hash, "" while nobody has read it. ``opened``: ids of the open groups,
    None = as many as fit."""

    file: tuple[str, str]
    grouping: Grouping
    opened: frozenset[str] | None


class Layouts(QObject):
    """One layout is made at a time: who asks for another no longer wants the one before.

    ``ready(key, layout)``; ``failed(key, error)``.
    """

    ready = Signal(object, object)
    failed = Signal(object, object)

    def __init__(
        self,
        store: Store,
        submit: Callable[[Request, str], str],
        cancel: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._submit, self._cancel = submit, cancel
        self._kept: OrderedDict[LayoutKey, GraphLayout] = OrderedDict()
        self._job: tuple[str, LayoutKey] | None = None
        store.ended.connect(self._on_ended)

    @property
    def awaited(self) -> LayoutKey | None:
        """What is being laid out."""
        return self._job[1] if self._job else None

    def kept(self, key: LayoutKey) -> GraphLayout | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def ask(self, key: LayoutKey, graph: Graph | None, model_id: str) -> None:
        """``graph``: None = the file is a .tflite, which the job reads itself.

        The layout of a file that is just being opened can be asked for ahead, with a key that has
        no hash: it is made right behind the reading, and is what the key with the hash asks for.
        """
        if self._job is not None and self._job[1] in (key, _unread(key)):
            self._job = self._job[0], key
            return
        self.stop()
        opened = None if key.opened is None else tuple(sorted(key.opened))
        request = LayoutRequest(path=key.file[0], graph=graph, grouping=key.grouping, opened=opened)
        self._job = self._submit(request, model_id), key

    def stop(self, but: str = "") -> None:
        """What is being laid out is no longer wanted, unless it was asked for ahead, of the file
        ``but``."""
        is_ahead = self._job is not None and self._job[1].file == (but, "")
        if self._job is not None and not is_ahead:
            job_id, self._job = self._job[0], None
            self._cancel(job_id)

    def _on_ended(self, job_id: str, body: object) -> None:
        if self._job is None or self._job[0] != job_id:
            return
        key, self._job = self._job[1], None
        if isinstance(body, JobSucceeded) and isinstance(body.result, GraphLayout):
            error = changed_file(*key.file, body.result.sha256)
            if error is not None:
                self.failed.emit(key, error)
                return
            if not key.file[1]:
                key = replace(key, file=(key.file[0], body.result.sha256))
            self._kept[key] = body.result
            while len(self._kept) > LAYOUTS_KEPT:
                self._kept.popitem(last=False)
            self.ready.emit(key, body.result)
        elif isinstance(body, JobFailed):
            self.failed.emit(key, body.error)


def _unread(key: LayoutKey) -> LayoutKey:
    return replace(key, file=(key.file[0], ""))
