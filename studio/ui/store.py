"""The one place where the window's state changes: edits and events in, ``changed`` out.

Every change is a pure function from a session to the next; panels and pages only listen. Undo
takes back one edit, not what jobs did meanwhile (see core.merge).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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
    """``selection``: before it. ``opened``: id of the model that it opened, if it did."""

    text: str
    before: Session
    after: Session
    selection: Selection
    opened: str = ""


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

    def apply(self, edit: Edit, undo_text: str = "", opened: str = "") -> None:
        """Make ``edit``; with ``undo_text`` ("Rename variant") it can be undone.

        ``opened``: id of the model that it opens. Undo closes that one again as long as nothing
        has been made of it: what jobs did meanwhile, undo does not take back.
        """
        before = self._session
        after = edit(before)
        if after is before or after == before:
            return
        if undo_text:
            self._undo.append(_Step(undo_text, before, after, self._selection, opened))
            del self._undo[:-UNDO_LIMIT]
            self._redo.clear()
        self._set(after)

    def undo(self) -> None:
        if self._undo:
            self._take_back(self._undo.pop(), self._redo)

    def redo(self) -> None:
        if self._redo:
            self._take_back(self._redo.pop(), self._undo)

    def _take_back(self, step: _Step, others: list[_Step]) -> None:
        """Its opposite goes to ``others``, with all that jobs have added to what it takes away."""
        current, selection = self._session, self._selection
        reverted = revert(current, step.before, step.after)
        others.append(replace(step, before=current, after=reverted, selection=selection))
        self._set(reverted)
        if step.opened and reverted.model(step.opened) is not None:
            self.select(Selection(step.opened))
        elif self._selection != selection:  # what was selected is gone
            self.select(self._alive(step.selection))

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
        self._forget_openings()
        self.changed.emit(old, session)
        self._drop_dead_selection()

    def _drop_dead_selection(self) -> None:
        self.select(self._alive(self._selection))

    def _alive(self, selected: Selection) -> Selection:
        """Without what is not there any more."""
        variants = tuple(
            variant_id
            for variant_id in selected.variant_ids
            if self._session.variant(variant_id) is not None
        )
        models = tuple(one for one in selected.model_ids if self._session.model(one) is not None)
        model_id = selected.model_id
        if model_id and self._session.model(model_id) is None:
            model_id = self._session.models[0].id if self._session.models else ""
        return Selection(model_id, variants, models)

    def _forget_openings(self) -> None:
        """Of models of which something has been made since."""
        for step in [step for step in self._undo if step.opened]:
            model = self._session.model(step.opened)
            if model is not None and model.variants:
                self._undo.remove(step)
