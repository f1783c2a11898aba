"""What commands work with: store, queue, settings, theme, dialogs and the window, in one object.

Built once by the composition root; panels and pages see only the smaller UiContext. It holds no
state of the session: that is the store's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.core.consent import with_consent_of
from studio.core.errors import ErrorInfo
from studio.core.messages.marking import mark
from studio.core.requests import Request
from studio.core.session import Model, Variant
from studio.core.settings import Settings
from studio.places import Places
from studio.ui.context import UiContext
from studio.ui.dialogs.ask import Dialogs
from studio.ui.editing import commit_focused_editor
from studio.ui.known_targets import KnownTargets
from studio.ui.resolution import KnownResolution
from studio.ui.store import Store
from studio.ui.texts import tr
from studio.ui.theme_switch import ThemeSwitch
from studio.ui.turns import Turns
from studio.ui.worker import run_in_background

if TYPE_CHECKING:
    from studio.history.store import History
    from studio.ui.command import Command

NOT_READY = mark("Studio is still loading the session.")


class Queue(Protocol):
    """What the shell needs of jobs.queue.JobQueue."""

    def submit(self, request: Request, job_id: str | None = None) -> str: ...
    def cancel(self, job_id: str) -> None: ...
    def stop(self, job_id: str) -> None: ...
    def warm_up(self) -> None: ...
    def close(self) -> None: ...


class Shell(QObject):
    """Signals: what happened that is no change of the session."""

    settings_changed = Signal(object)
    problem = Signal(object)
    """``problem(ErrorInfo)``: something failed that belongs to no model and no job."""
    said = Signal(str)
    """``said(text)``: a short note for the status line, e.g. "Copied"."""
    saved = Signal(Path)
    """``saved(path)``: a file was written where the user wanted it."""
    held = Signal()
    """What a form holds back has changed: other commands are possible than before."""
    page_requested = Signal(str, dict)
    """``page_requested(page id, arguments)``: bring a page to the front."""

    def __init__(
        self,
        *,
        store: Store,
        places: Places,
        settings: Settings,
        theme: ThemeSwitch,
        dialogs: Dialogs,
        commands: dict[str, Command],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.places = places
        self.theme = theme
        self.dialogs = dialogs
        self.commands = commands
        self.window: QWidget | None = None
        self._settings = settings
        self._queue: Queue | None = None
        self._history: History | None = None
        self._holds: dict[str, dict[str, str]] = {}
        self.targets = KnownTargets(store, self.submit, self)
        self.resolution = KnownResolution(store, places.resolution_file, self.in_background, self)
        self.context = UiContext(
            store=store,
            turns=Turns(self),
            get_history=self._get_history,
            places=places,
            settings=lambda: self._settings,
            submit=self.submit,
            cancel=self.cancel,
            stop=self.stop,
            run_command=self.run_command,
            why_not=self.why_not,
            hold=self.hold,
            change_settings=self.change_settings,
            write_file=self.write_file,
            follow_settings=self.settings_changed.connect,
            say=self.said.emit,
            targets=self.targets,
            resolution=self.resolution,
        )

    # --- what arrives after the first paint ----------------------------------------------------

    def attach(self, queue: Queue, history: History) -> None:
        """From now on there is work to be done with: the queue runs, the history is open."""
        self._queue, self._history = queue, history
        self.resolution.read()

    @property
    def is_ready(self) -> bool:
        return self._queue is not None and self._history is not None

    @property
    def queue(self) -> Queue | None:
        return self._queue

    @property
    def history(self) -> History | None:
        return self._history

    def _get_history(self) -> History:
        if self._history is None:
            raise RuntimeError("the history is not open yet")
        return self._history

    # --- jobs -----------------------------------------------------------------------------------

    def submit(self, request: Request, _model_id: str = "") -> str:
        """Queue ``request``; returns the job id, under which events will come.

        Whether a model's code may run is what the session says now, whatever the request does.
        """
        if self._queue is None:
            raise RuntimeError("the queue does not run yet")
        return self._queue.submit(with_consent_of(self.store.session, request))

    def cancel(self, job_id: str) -> None:
        if self._queue is not None:
            self._queue.cancel(job_id)

    def stop(self, job_id: str) -> None:
        if self._queue is not None:
            self._queue.stop(job_id)

    # --- commands -------------------------------------------------------------------------------

    def run_command(self, command_id: str, **arguments: Any) -> Any:
        """Run the command where it is enabled; where not, say why in the status line."""
        commit_focused_editor()
        reason = self.why_not(command_id) if not arguments else self._why_not_ready(command_id)
        if reason is not None:
            self.said.emit(reason)
            return None
        return self.commands[command_id].run(self, **arguments)

    def why_not(self, command_id: str) -> str | None:
        """Why the command cannot be run now, translated; None = it can."""
        command = self.commands[command_id]
        held = next(iter(self._holds.get(command_id, {}).values()), None)
        why_not = command.why_not(self.store) or command.why_not_so(self.store, self.settings)
        return self._why_not_ready(command_id) or held or why_not

    def hold(self, command_id: str, source: str, reason: str) -> None:
        """Keep the command from running for what ``source`` shows; "" lets it go again."""
        holds = self._holds.setdefault(command_id, {})
        if holds.get(source, "") == reason:
            return
        if reason:
            holds[source] = reason
        else:
            del holds[source]
        self.held.emit()

    def _why_not_ready(self, command_id: str) -> str | None:
        if self.is_ready or not self.commands[command_id].needs_session:
            return None
        return tr(NOT_READY)

    # --- settings -------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        return self._settings

    def change_settings(self, settings: Settings) -> None:
        """Take ``settings`` into force and write them down."""
        if settings == self._settings:
            return
        self._settings = settings
        if settings.theme != self.theme.choice:
            self.theme.apply(settings.theme)  # type: ignore[arg-type]
        self.settings_changed.emit(settings)

        def write() -> None:
            from studio.history import settings_file

            settings_file.save(self.places.settings_file, settings)

        run_in_background(self, write, failed=self.problem.emit)

    # --- off the GUI thread ---------------------------------------------------------------------

    def in_background(
        self, function: Callable[[], Any], then: Callable[[Any], None] | None = None
    ) -> None:
        """Run ``function`` in a pool thread; a failure becomes the window's banner."""
        run_in_background(self, function, then, self._on_failed)

    def write_file(self, path: Path, write: Callable[[], object]) -> None:
        """Call ``write``, which writes ``path``, off the GUI thread; what came of it is shown."""
        self.in_background(write, lambda _: self.saved.emit(path))

    def _on_failed(self, info: ErrorInfo) -> None:
        self.problem.emit(info)


def selected_model(store: Store) -> Model | None:
    return store.session.model(store.selection.model_id)


def selected_variants(store: Store) -> list[tuple[Model, Variant]]:
    """The selected variants in the tree's order, each with its model."""
    wanted = set(store.selection.variant_ids)
    return [
        (model, variant)
        for model in store.session.models
        for variant in model.variants
        if variant.id in wanted
    ]
