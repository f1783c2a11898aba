"""Has a chosen data set looked at, and again whenever how it is read or what it is for changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from studio.core.events import JobFailed, JobSucceeded
from studio.core.files import modified_ns
from studio.core.recipe import DatasetRef
from studio.core.requests import DataRequest
from studio.core.results import DataResult
from studio.core.session import Dataset, Model
from studio.ui.context import UiContext
from studio.ui.planning import common_of
from studio.ui.worker import run_in_background


class DataLook(QObject):
    """One question at a time, the latest: what comes back for another is dropped.

    ``answered``: a DataResult; an ErrorInfo where nobody could look; None = not known (yet).
    ``is_asking`` tells "not yet" from "nothing to look at".
    """

    answered = Signal(object)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._request: DataRequest | None = None
        self._job_id = ""
        self._modified_ns: int | None = None
        context.store.ended.connect(self._on_ended)

    @property
    def is_asking(self) -> bool:
        return bool(self._job_id)

    def ask(
        self, model: Model | None, dataset: Dataset | None, evaluation: Dataset | None = None
    ) -> None:
        """Look at ``dataset`` for ``model``; nothing happens while both mean what they meant.

        ``evaluation``: where the set is to calibrate, what it must not contain.
        """
        request = request_for(model, dataset, evaluation)
        if request != self._request:
            self._request = request
            self._submit()

    def ask_again(self) -> None:
        """Look anew where the file was written since; that is found out off this thread."""
        request = self._request
        if request is None or self.is_asking:
            return
        run_in_background(
            self,
            lambda: modified_ns(request.data),
            lambda found: self._on_modified(request, found),
        )

    def _on_modified(self, request: DataRequest, found: int | None) -> None:
        if request is self._request and not self.is_asking and found != self._modified_ns:
            self._submit()

    def _submit(self) -> None:
        if self._job_id:
            self._context.cancel(self._job_id)
        self._job_id, self._modified_ns = "", None
        if self._request is not None:
            self._job_id = self._context.submit(self._request, "")
        self.answered.emit(None)

    def _on_ended(self, job_id: str, body: object) -> None:
        if not job_id or job_id != self._job_id:
            return
        self._job_id = ""
        if isinstance(body, JobSucceeded) and isinstance(body.result, DataResult):
            self._modified_ns = body.result.modified_ns
            self.answered.emit(body.result)
        else:
            self.answered.emit(body.error if isinstance(body, JobFailed) else None)


def request_for(
    model: Model | None, dataset: Dataset | None, evaluation: Dataset | None = None
) -> DataRequest | None:
    """What to ask; None while there is nothing to ask, or the model's signature is not known.

    Without the content hash: it becomes known with the first use, which changes nothing here.
    """
    signatures = model.info.signatures if model is not None and model.info is not None else ()
    if model is None or dataset is None or not signatures:
        return None
    chosen = common_of(model.draft).signature
    known = next((entry for entry in signatures if entry.name == chosen), signatures[0])
    return DataRequest(
        data=dataset.path,
        model=model.path,
        data_ref=DatasetRef(preprocessing=dataset.ref.preprocessing),
        evaluation=evaluation.path if evaluation else "",
        evaluation_ref=(
            DatasetRef(preprocessing=evaluation.ref.preprocessing) if evaluation else None
        ),
        known=known,
        statistics=model.info.input_statistics if model.info else (),
        shapes=dict(model.shapes),
    )
