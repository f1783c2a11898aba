"""Which targets run on this machine, as far as it has been found out since the window opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from studio.core.events import JobSucceeded
from studio.core.measure_requests import TargetsRequest
from studio.core.measurements import TargetsResult, TargetState
from studio.core.targets import TARGETS
from studio.ui.store import Store
from studio.ui.texts import render_error, tr

_TAKEN_TO_RUN = ("litert-cpu", "litert-interpreter")
"""Studio cannot be installed without what runs these."""


class KnownTargets(QObject):
    """``changed``: more is known. ``submit`` sends a request to the queue."""

    changed = Signal()

    def __init__(
        self, store: Store, submit: Callable[[TargetsRequest], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._submit = submit
        self._states: dict[str, TargetState] = {}
        self._job = ""
        store.ended.connect(self._on_ended)

    @property
    def is_asked(self) -> bool:
        """Whether the answer is there or on its way."""
        return bool(self._job or self._states)

    def ask(self) -> None:
        """Try all targets, each in a process of its own."""
        if not self._job:
            self._job = self._submit(TargetsRequest())

    def why_not(self, target_id: str) -> tuple[str, str]:
        """Why nothing can run there, and what to do; "" = something can, as far as is known."""
        state = self._states.get(target_id)
        if state is None:
            return "" if target_id in _TAKEN_TO_RUN else tr("not tried yet"), ""
        if state.available:
            return "", ""
        if not state.errors:
            return tr("not available"), ""
        text = render_error(state.errors[0])
        return text.title, text.hint

    def device(self, target_id: str) -> str:
        """What the runtime calls the hardware; "" = it does not say, or was not asked."""
        state = self._states.get(target_id)
        return state.device if state is not None and TARGETS[target_id].device != "cpu" else ""

    def _on_ended(self, job_id: str, body: object) -> None:
        is_answer = isinstance(body, JobSucceeded) and isinstance(body.result, TargetsResult)
        if is_answer:
            self._states = {state.id: state for state in body.result.targets}  # type: ignore[attr-defined]
        if job_id == self._job:
            self._job = ""
        if is_answer:
            self.changed.emit()
