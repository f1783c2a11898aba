"""What window tests share: the real window over fake children, and answers to its questions."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Program
from studio.core.lookup import is_finished
from studio.core.session import Job, Model, Session
from studio.core.settings import Settings
from studio.jobs.config import QueueConfig
from studio.places import Places
from studio.ui.dialogs.ask import Dialogs
from tests.jobs.bench import write_model

WINDOW_CHILD = Path(__file__).with_name("window_child.py")
WAIT_MS = 30_000


class ScriptedDialogs(Dialogs):
    """Answers with what the test laid ready; ``asked`` keeps what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self.yes = True
        self.text: str | None = None
        self.asked: list[str] = []

    def open_files(self, title: str, name_filter: str) -> list[str]:
        self.asked.append(title)
        return [self.path] if self.path else []

    def open_file(self, title: str, name_filter: str) -> str:
        self.asked.append(title)
        return self.path

    def open_folder(self, title: str) -> str:
        self.asked.append(title)
        return self.path

    def save_file(self, title: str, suggested: str, name_filter: str) -> str:
        self.asked.append(suggested)
        return self.path

    def confirm(
        self, title: str, text: str, yes: str, no: str = "", *, is_dangerous: bool = False
    ) -> bool:
        self.asked.append(title)
        return self.yes

    def ask_text(
        self, title: str, label: str, value: str = "", *, is_long: bool = False
    ) -> str | None:
        self.asked.append(label)
        return self.text


def make_places(root: Path) -> Places:
    places = Places(root / "data", root / "cache", root / "logs", root, root)
    for folder in (places.data, places.artifacts, places.float_cache, places.work, places.logs):
        folder.mkdir(parents=True, exist_ok=True)
    return places


@dataclass
class Bench:
    """One window at a time; ``restart`` closes it and opens another on the same data.

    ``child``: the script that its children run; ``limits``: of QueueConfig, else its own.
    """

    qtbot: QtBot
    root: Path
    dialogs: ScriptedDialogs = field(default_factory=ScriptedDialogs)
    child: Path = WINDOW_CHILD
    limits: dict[str, Any] = field(default_factory=dict)
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        places = make_places(self.root)
        config = QueueConfig(
            work=places.work,
            logs=places.logs,
            float_cache=places.float_cache,
            cache_limit_bytes=10**9,
            measure_lock=places.measure_lock,
            child_command=(sys.executable, str(self.child)),
            cancel_grace_s=0.3,
            **{"hang_seconds": 20.0, **self.limits},
        )
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.program = Program(
            app, places, Settings(theme="light"), queue_config=config, dialogs=self.dialogs
        )
        self.program.start()
        self.until(lambda: self.program.shell.is_ready and self.is_settled)

    def restart(self) -> None:
        self.close()
        self.start()

    def close(self) -> None:
        self.dialogs.yes = True
        self.program.window.close()
        self.program.close()
        self.program.window.deleteLater()

    # --- looking --------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        return self.program.store.session

    @property
    def model(self) -> Model:
        return self.session.models[0]

    def until(self, condition: Any, wait_ms: int = WAIT_MS) -> None:
        self.qtbot.waitUntil(condition, timeout=wait_ms)

    @property
    def is_settled(self) -> bool:
        """Whether the window shows all that it knows."""
        return self.program.shell.context.turns.are_done

    def until_quiet(self, jobs: int, wait_ms: int = WAIT_MS) -> list[Job]:
        """Wait until so many jobs have been, all have ended, and the window shows it."""
        self.until(
            lambda: (
                len(self.session.jobs) >= jobs
                and all(map(is_finished, self.session.jobs))
                and self.is_settled
            ),
            wait_ms,
        )
        return list(self.session.jobs)

    # --- doing ----------------------------------------------------------------------------------

    def run(self, command: str, **arguments: Any) -> Any:
        return self.program.shell.run_command(command, **arguments)

    def open_model(self, name: str = "net.tflite", **behaviors: str) -> Model:
        """Open a file that tells the fake child how to behave; returns the model once inspected."""
        path = write_model(self.root, name, **behaviors)
        count = len(self.session.jobs)
        self.run("open", path=path)
        self.until_quiet(count + 1)
        return next(model for model in self.session.models if model.path == path)
