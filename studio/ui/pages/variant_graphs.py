"""The graphs of variants, each read from its file when it is first looked at."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo
from studio.core.events import JobFailed, JobSucceeded
from studio.core.graph_files import changed_file
from studio.core.lookup import inspects, is_finished
from studio.core.model import Graph, InspectResult
from studio.core.requests import InspectRequest
from studio.ui.context import UiContext
from studio.ui.pages.naming import Subject

GRAPHS_KEPT = 8


@dataclass(frozen=True)
class Failure:
    """Why a file could not be read. ``job_id`` "": the model's own error, which Overview tells."""

    error: ErrorInfo
    job_id: str = ""


class VariantGraphs(QObject):
    """``read``: one that was asked for is there, or is known to have failed.

    The session holds the graphs of models; they are answered from there.
    """

    read = Signal()

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._graphs: OrderedDict[str, Graph] = OrderedDict()
        self._asked: dict[str, str] = {}
        self._failures: dict[str, Failure] = {}
        context.store.ended.connect(self._on_ended)

    def graph_of(self, subject: Subject) -> Graph | None:
        """None while it is not there; a variant's is then asked for, once."""
        if subject.variant is None:
            return subject.model.graph
        sha256 = subject.variant.sha256
        if sha256 in self._graphs:
            self._graphs.move_to_end(sha256)
            return self._graphs[sha256]
        is_known = sha256 in self._failures or sha256 in self._asked.values()
        if not is_known and not subject.variant.is_missing:
            request = InspectRequest(path=subject.variant.artifact)
            self._asked[self._context.submit(request, subject.model.id)] = sha256
        return None

    def failure_of(self, subject: Subject) -> Failure | None:
        if subject.variant is not None:
            return self._failures.get(subject.variant.sha256)
        error = subject.model.error
        return Failure(error) if error is not None else None

    def is_being_read(self, subject: Subject) -> bool:
        """Not while it waits for something else, like a yes to running its code."""
        if subject.variant is not None:
            return subject.variant.sha256 in self._asked.values()
        jobs = self._context.store.session.jobs
        return any(inspects(job.request, subject.model) and not is_finished(job) for job in jobs)

    def _on_ended(self, job_id: str, body: object) -> None:
        if job_id not in self._asked:
            return
        sha256 = self._asked.pop(job_id)
        if isinstance(body, JobSucceeded) and isinstance(body.result, InspectResult):
            error = changed_file(body.result.path, sha256, body.result.info.sha256)
            if error is not None:  # what is known of the variant is not of this file
                self._failures[sha256] = Failure(error)
            else:
                self._graphs[sha256] = body.result.graph
            while len(self._graphs) > GRAPHS_KEPT:
                self._graphs.popitem(last=False)
        elif isinstance(body, JobFailed):
            # a file that could not be read is not tried again and again
            self._failures[sha256] = Failure(body.error, job_id)
        else:
            return
        self.read.emit()
