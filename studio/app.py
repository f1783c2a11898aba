"""The composition root of the window: builds places, store, queue and history, and joins them.

Only what the first paint needs is imported before it; SQLAlchemy, numpy, pyqtgraph and the pages
come after. The history is read on a thread of its own; the queue owns the children.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from studio.core.errors import ErrorInfo
    from studio.core.session import Session
    from studio.core.settings import Settings
    from studio.history.store import History
    from studio.jobs.config import QueueConfig
    from studio.places import Places
    from studio.ui.dialogs.ask import Dialogs
    from studio.ui.main_window import WindowLayout

WARM_UP_MS = 2000
PRELOAD_MS = 150
LAYOUT_FILE = "window.json"


def run_window(paths: Sequence[str] = ()) -> int:
    """Open the window (and the models in ``paths``); returns when it is closed."""
    from studio.core.errors import StudioError
    from studio.core.messages import render_error
    from studio.history import settings_file
    from studio.places import find_places
    from studio.ui.process_hooks import quit_on_signals, report_exceptions

    app = make_application()
    try:
        places = find_places()
        settings, problems = settings_file.load(places.settings_file)
        places = places.with_data(settings.data_dir)
    except StudioError as error:
        from PySide6.QtWidgets import QMessageBox

        text = render_error(error.info())
        QMessageBox.critical(None, "Studio", f"{text.title}\n\n{text.hint}\n\n{text.detail}")
        return 1
    program = Program(app, places, settings)
    report_exceptions(program.shell.problem.emit)
    stop_listening = quit_on_signals(program.quit)
    program.start(paths)
    program.problems += [problem.info() for problem in problems]
    code = int(app.exec())
    stop_listening()
    program.close()
    return code


def make_application() -> QApplication:
    """The application object, with all that must be set before it exists."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtWidgets import QApplication

    from studio import __version__

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Studio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("studio-edge")
    app.setStyle("Fusion")
    return app


class Program:
    """One window with everything behind it. ``queue_config``, ``dialogs``: others, for tests."""

    def __init__(
        self,
        app: QApplication,
        places: Places,
        settings: Settings,
        *,
        queue_config: QueueConfig | None = None,
        dialogs: Dialogs | None = None,
    ) -> None:
        from PySide6.QtCore import Qt

        from studio.core.reduce import reduce
        from studio.ui.commands import command_table
        from studio.ui.dialogs.ask import Dialogs
        from studio.ui.event_bridge import EventBridge
        from studio.ui.flow import Flow
        from studio.ui.garbage import GarbageTimer
        from studio.ui.main_window import MainWindow
        from studio.ui.shell import Shell
        from studio.ui.source_watch import SourceWatch
        from studio.ui.store import Store
        from studio.ui.theme_switch import ThemeSwitch

        self._app = app
        self._places = places
        self._queue_config = queue_config
        self._paths: tuple[str, ...] = ()
        self._layout: WindowLayout | None = None
        self._is_closed = False
        self._timers: dict[str, QTimer] = {}
        self.problems: list[ErrorInfo] = []
        theme = ThemeSwitch(app)
        theme.prepare(settings.theme)  # type: ignore[arg-type]
        self.store = Store(reduce)
        self.shell = Shell(
            store=self.store,
            places=places,
            settings=settings,
            theme=theme,
            dialogs=dialogs or Dialogs(),
            commands=command_table(),
        )
        self.window = MainWindow(self.shell)
        self._garbage = GarbageTimer(self.window)
        self.bridge = EventBridge()
        self.flow = Flow(self.shell)
        self.watch = SourceWatch(self.shell)
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.arrived.connect(self.store.on_event, queued)
        self.bridge.problem.connect(self.shell.problem, queued)
        self.window.painted.connect(self._on_painted)
        self.window.activated.connect(self.watch.look)
        self.window.closed.connect(self.quit)

    def start(self, paths: Sequence[str] = ()) -> None:
        """Show the window's frame; its content and the session follow after the first paint."""
        self._paths = tuple(paths)
        self._layout = self.window.read_layout(self._places.data / LAYOUT_FILE)
        self.window.show()

    def close(self) -> None:
        """End jobs and children, write what is pending. Safe to call twice."""
        if self._is_closed:
            return
        from PySide6.QtCore import QCoreApplication, QEvent

        self._is_closed = True
        for timer in self._timers.values():
            timer.stop()
        if self.shell.queue is not None:
            self.shell.queue.close()
            QCoreApplication.sendPostedEvents(self.store, QEvent.Type.MetaCall)
        self.bridge.arrived.disconnect(self.store.on_event)
        self.flow.stop()
        if self.shell.history is not None:
            from studio.core.errors import StudioError

            try:
                self.shell.history.save_session(self.store.session)
                self.shell.history.close()
            except StudioError as error:
                print(f"studio: {error}", file=sys.stderr)
        self._garbage.stop()

    # --- after the first paint ------------------------------------------------------------------

    def _on_painted(self) -> None:
        self._start_timer(0, self._fill, once=True)

    def _fill(self) -> None:
        from studio.ui.translations import install_translations

        install_translations(self._app, self.shell.settings.language)
        self.shell.theme.apply(self.shell.theme.choice)
        self.window.populate(self._layout)
        self.shell.in_background(self._load, self._on_loaded)

    def _load(self) -> tuple[History, Session]:
        """Open the history and read the session; runs on a pool thread.

        Where the history cannot be used the window works all the same, on a temporary one, and
        says that nothing is kept.
        """
        import studio.jobs.queue  # noqa: F401  imported here, so that the GUI thread need not wait
        from studio.core.errors import StudioError
        from studio.history.store import History

        history = History(self._places.database, self.bridge.tell)
        try:
            return history, history.load_session()
        except StudioError as error:
            self.bridge.tell(error)
            folder = Path(tempfile.mkdtemp(prefix="studio-", dir=self._places.cache))
            history = History(folder / "studio.db", self.bridge.tell)
            return history, history.load_session()

    def _on_loaded(self, loaded: tuple[History, Session]) -> None:
        from studio.jobs.configure import queue_config
        from studio.jobs.queue import JobQueue
        from studio.ui.main_window import open_files
        from studio.ui.selection import restored

        history, session = loaded
        if self._is_closed:
            history.close()
            return
        config = self._queue_config or queue_config(self._places, self.shell.settings)
        queue = JobQueue(config, self.bridge.send)
        self.shell.attach(queue, history)
        self.store.load(session)
        self.flow.start()
        if session.models:
            last = self._layout
            model, variants = (last.model, last.variants) if last is not None else ("", ())
            self.store.select(restored(session, model, variants))
        self.window.set_ready()
        for info in self.problems:
            self.shell.problem.emit(info)
        open_files(self.shell, list(self._paths))
        self.shell.in_background(
            _import_pages, lambda _: self._start_timer(PRELOAD_MS, self._on_idle)
        )
        self._start_timer(WARM_UP_MS, self._on_warm_up, once=True)

    def _start_timer(
        self, interval_ms: int, function: Callable[[], None], *, once: bool = False
    ) -> None:
        """Timers are kept, and stopped at the end: one that outlives this object would call into
        freed memory.
        """
        from PySide6.QtCore import QTimer

        if self._is_closed:
            return
        timer = QTimer()
        timer.setSingleShot(once)
        timer.setInterval(interval_ms)
        timer.timeout.connect(function)
        timer.start()
        self._timers[function.__name__] = timer

    def _on_idle(self) -> None:
        if not self.window.center.preload():
            self._timers["_on_idle"].stop()
            self._garbage.settle()
            self.shell.in_background(_import_statistics, self._on_imported)

    def _on_imported(self, _: object) -> None:
        """What was imported since the pages were made belongs to what stays, too."""
        if not self._is_closed:
            self._garbage.settle()

    def _on_warm_up(self) -> None:
        if self.shell.queue is not None and not self._is_closed:
            self.shell.queue.warm_up()

    def quit(self) -> None:
        self.window.save_layout(self._places.data / LAYOUT_FILE)
        self._app.quit()


def _import_statistics() -> None:
    """What a look at a measurement under way needs: a second that it should not cost just then."""
    import scipy.stats  # noqa: F401


def _import_pages() -> None:
    """Import what the pages need, numpy and pyqtgraph too, off the GUI thread."""
    import importlib
    import logging

    from studio.ui.pages import PAGES

    # numpy.ma: numpy imports it when the first median is asked for, half a second late
    for name in ("numpy.ma", *(dotted.partition(":")[0] for _, _, dotted in PAGES)):
        try:
            importlib.import_module(name)
        except ImportError:
            logging.getLogger(__name__).exception("%s cannot be imported", name)
