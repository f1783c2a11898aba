"""Has the constants of the chosen node looked into by a job, and keeps what was found."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.events import JobFailed, JobSucceeded
from studio.core.graph_files import changed_file
from studio.core.graph_requests import ConstantFacts, ConstantsRequest, ConstantsResult
from studio.core.requests import Request
from studio.ui.store import Store
from studio.ui.texts import render_error, sentences

_PAUSE_MS = 150
"""Who walks through the graph with a key held down asks for nothing on the way."""
_KEPT = 2000

ConstantKey = tuple[tuple[str, str], int]
"""Path and hash of a file, and the index of a tensor in it."""
ConstantKeys = tuple[ConstantKey, ...]


class ConstantsReader(QObject):
    """``changed``: more is known (or why it is not) of what was asked for last."""

    changed = Signal()

    def __init__(
        self,
        store: Store,
        submit: Callable[[Request, str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._submit = submit
        self._file, self._model_id = ("", ""), ""
        self._wanted: tuple[int, ...] = ()
        self._facts: OrderedDict[ConstantKey, ConstantFacts] = OrderedDict()
        self._job: tuple[str, ConstantKeys] | None = None
        self._failures: dict[ConstantKey, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        store.ended.connect(self._on_ended)

    def want(self, file: tuple[str, str], model_id: str, tensors: list[int]) -> None:
        """``file``: path and hash of a .tflite; ``tensors``: none = nothing more is wanted."""
        if (file, tuple(tensors)) == (self._file, self._wanted):
            return  # a failure stays one, and what was asked for is under way
        self._file, self._model_id, self._wanted = file, model_id, tuple(tensors)
        self._failures.clear()
        if self._missing():
            self._pause.start()
        else:
            self._pause.stop()

    def facts(self) -> Mapping[int, ConstantFacts]:
        """Tensor index -> what is known of those that are wanted."""
        found = ((index, self._facts.get((self._file, index))) for index in self._wanted)
        return {index: facts for index, facts in found if facts is not None}

    def note(self) -> str:
        """Why of some nothing is known; "" where all is."""
        for index in self._wanted:
            if (self._file, index) in self._failures:
                return self._failures[self._file, index]
        return self.tr("Reading the weights…") if self._missing() else ""

    def _missing(self) -> ConstantKeys:
        keys = ((self._file, index) for index in self._wanted)
        return tuple(key for key in keys if key not in self._facts and key not in self._failures)

    def _ask(self) -> None:
        missing = self._missing()
        if missing and self._job is None:
            tensors = tuple(index for _, index in missing)
            request = ConstantsRequest(path=self._file[0], tensors=tensors)
            self._job = self._submit(request, self._model_id), missing

    def _on_ended(self, job_id: str, body: object) -> None:
        if self._job is None or self._job[0] != job_id:
            return
        asked, self._job = self._job[1], None
        file, error = asked[0][0], None
        if isinstance(body, JobFailed):
            error = body.error
        elif isinstance(body, JobSucceeded) and isinstance(body.result, ConstantsResult):
            error = changed_file(*file, body.result.sha256)
            for facts in body.result.constants if error is None else ():
                self._facts[file, facts.tensor] = facts
            while len(self._facts) > _KEPT:
                self._facts.popitem(last=False)
        if error is not None:
            text = render_error(error)
            self._failures.update(dict.fromkeys(asked, sentences(text.title, text.hint)))
        self._ask()  # another node may have been chosen meanwhile
        self.changed.emit()
