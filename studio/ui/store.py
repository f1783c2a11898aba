"""The one place where the window's state changes: edits and events in, ``changed`` out.

Every change is a pure function from a session to the next; panels and pages only listen. Undo
takes back one edit, not what jobs did meanwhile (see core.merge).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.core.events import TERMINAL, Event
from studio.core.measure_protocol import Footprint, Samples
from studio.core.merge import revert
from studio.core.session import Session
from studio.ui.own_share import OwnShare
from studio.ui.selection import Selection

Edit = Callable[[Session], Session]
UNDO_LIMIT = 100


@dataclass(frozen=True)
class _Step:
    text: str
    before: Session
    after: Session


class Store(QObject):
    """Lives on the GUI thread. ``changed(old, new)`` follows each change, in order."""

    changed = Signal(object, object)
    selection_changed = Signal(object)
    sampled = Signal(str, object)
    footprint = Signal(str, object)
    ended = Signal(str, object)
    """``ended(job_id, terminal body)``, after ``changed``: for what follows from a job's end."""

    def __init__(
        self,
        reduce: Callable[[Session, Event], Session],
        own_share: OwnShare | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.own_share = own_share or OwnShare()
        self._reduce = reduce
        self._session = Session()
        self._selection = Selection()
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []

    @property
    def session(self) -> Session:
        return self._session

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def undo_text(self) -> str:
        """What undo would take back; "" = nothing."""
        return self._undo[-1].text if self._undo else ""

    @property
    def redo_text(self) -> str:
        return self._redo[-1].text if self._redo else ""

    def load(self, session: Session) -> None:
        """Replace everything, e.g. with the session read at start; nothing of it can be undone."""
        self._undo.clear()
        self._redo.clear()
        self._set(session)

    def apply(self, edit: Edit, undo_text: str = "") -> None:
        """Make ``edit``; with ``undo_text`` ("Rename variant") it can be undone."""
        before = self._session
        after = edit(before)
        if after is before or after == before:
            return
        if undo_text:
            self._undo.append(_Step(undo_text, before, after))
            del self._undo[:-UNDO_LIMIT]
            self._redo.clear()
        self._set(after)

    def undo(self) -> None:
        if self._undo:
            step = self._undo.pop()
            self._redo.append(step)
            self._set(revert(self._session, step.before, step.after))

    def redo(self) -> None:
        if self._redo:
            step = self._redo.pop()
            self._undo.append(step)
            self._set(revert(self._session, step.after, step.before))

    def select(self, selection: Selection) -> None:
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def on_event(self, event: Event) -> None:
        """Take in what the queue says; lanes call from their threads, so connect it queued."""
        event = self.own_share.stamp(event)
        body = event.body
        if isinstance(body, Samples):
            self.sampled.emit(event.job_id, body)
            return
        if isinstance(body, Footprint):
            self.footprint.emit(event.job_id, body)
            return
        self._set(self._reduce(self._session, event))
        if isinstance(body, TERMINAL):
            self.ended.emit(event.job_id, body)

    def _set(self, session: Session) -> None:
        if session is self._session:
            return
        old, self._session = self._session, session
        self.changed.emit(old, session)
        self._drop_dead_selection()

    def _drop_dead_selection(self) -> None:
        selected = self._selection
        variants = tuple(
            variant_id
            for variant_id in selected.variant_ids
            if self._session.variant(variant_id) is not None
        )
        models = tuple(one for one in selected.model_ids if self._session.model(one) is not None)
        model_id = selected.model_id
        if model_id and self._session.model(model_id) is None:
            model_id = self._session.models[0].id if self._session.models else ""
        self.select(Selection(model_id, variants, models))
