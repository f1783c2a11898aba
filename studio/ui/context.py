"""What every panel and page is given: the store, the commands, and nothing ambient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from studio.core.session import Session
from studio.ui.selection import Selection

if TYPE_CHECKING:
    from studio.core.requests import Request
    from studio.core.settings import Settings
    from studio.history.store import History
    from studio.places import Places
    from studio.ui.known_targets import KnownTargets
    from studio.ui.resolution import KnownResolution
    from studio.ui.store import Store
    from studio.ui.turns import Turns


@dataclass(frozen=True)
class UiContext:
    """``submit(request, model_id)`` sends a request to the queue and returns the job id.

    ``run_command(id, **args)`` runs the command of that id (see ui.commands); ``why_not(id)`` is
    the reason why it cannot be run now, or None. ``hold(id, source, reason)`` keeps it from running
    while a form holds what is no value (reason "" lets it go). ``get_history`` is there from the
    time the pages are built on; its calls block on SQL: use ``ui.worker.run_in_background``.
    ``turns``: for work that need not be done at once.
    ``write_file(path, write)`` calls ``write`` off the GUI thread; that the file is saved, or why
    not, is shown by the window.
    ``follow_settings(function)``: call it with the settings each time they change.
    ``say(text)``: a short note for the status line. ``targets``: what runs on this machine;
    ``resolution``: what it can tell apart.
    """

    store: Store
    turns: Turns
    get_history: Callable[[], History]
    places: Places
    settings: Callable[[], Settings]
    submit: Callable[[Request, str], str]
    cancel: Callable[[str], None]
    stop: Callable[[str], None]
    run_command: Callable[..., Any]
    why_not: Callable[[str], str | None]
    hold: Callable[[str, str, str], None]
    change_settings: Callable[[Settings], None]
    write_file: Callable[[Path, Callable[[], object]], None]
    follow_settings: Callable[[Callable[[Settings], object]], object]
    say: Callable[[str], object]
    targets: KnownTargets
    resolution: KnownResolution

    @property
    def history(self) -> History:
        return self.get_history()


class Page(Protocol):
    """A page of the window's centre. ``refresh`` is called on each change; it must be cheap.

    A page may also have ``open_with(**arguments)``: called when it is brought to the front for
    something (Log: ``job_id``; Compare: ``section="try"``; Latency: ``run_id``).
    """

    def refresh(self, session: Session, selection: Selection) -> None: ...

    def widget(self) -> QWidget: ...
