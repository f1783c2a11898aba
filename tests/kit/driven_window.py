"""Studio's window in a process of its own, driven over pipes: started by ``WindowProcess``.

One JSON object a line. In: ``{"run": COMMAND, "arguments": {...}}`` runs a command of the window,
``{"look": "modules" | "session"}`` asks for something, ``{"close": true}`` (or the end of the
input) closes the window. Out: ``{"news": "ready"}``, ``{"news": "job", "id", "kind", "state",
"phase", "error"}`` at each step of a job, ``{"answer": ...}`` to each request.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, Signal

from studio.app import Program, make_application
from studio.core.session import Session
from studio.core.settings import Settings
from studio.jobs.configure import queue_config
from studio.places import find_places
from studio.ui.dialogs.ask import Dialogs
from tests.kit.line_channel import LineChannel


class YesDialogs(Dialogs):
    """Nobody sits there: questions are answered with yes."""

    def confirm(self, *_args: object, **_kwargs: object) -> bool:
        return True


class DrivenWindow(QObject):
    """``asked(line)`` is emitted by the reading thread and heard on the GUI thread."""

    asked = Signal(str)

    def __init__(self, channel: LineChannel, child: str = "") -> None:
        super().__init__()
        self._channel = channel
        self.app = make_application()
        places, settings = find_places(), Settings(theme="light")
        config = queue_config(places, settings)
        if child:
            config = replace(config, child_command=(sys.executable, child))
        self.program = Program(
            self.app, places, settings, queue_config=config, dialogs=YesDialogs()
        )
        self._is_ready = False
        self.program.store.changed.connect(self._on_changed)
        self.asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def exec(self) -> int:
        self.program.start()
        threading.Thread(target=self._read, daemon=True).start()
        code = int(self.app.exec())
        self.program.close()
        return code

    def _read(self) -> None:
        for line in self._channel.requests():
            self.asked.emit(line)
        self.asked.emit('{"close": true}')

    def _on_asked(self, line: str) -> None:
        self._channel.tell(answer=self.answer(json.loads(line)))

    def answer(self, request: dict[str, Any]) -> Any:
        """Do what ``request`` asks; returns what JSON can hold."""
        match request:
            case {"run": command}:
                found = self.program.shell.run_command(command, **request.get("arguments", {}))
                return found if isinstance(found, (str, list)) else None
            case {"look": "modules"}:
                return sorted(sys.modules)
            case {"look": "session"}:
                return msgspec.to_builtins(self.program.store.session)
            case {"close": True}:
                self.program.window.close()
        return None

    def _on_changed(self, old: Session, new: Session) -> None:
        if not self._is_ready and self.program.shell.is_ready:
            self._is_ready = True
            self._channel.tell(news="ready")
        for job in new.jobs:
            before = old.job(job.id)
            if before is None or (before.state, before.phase) != (job.state, job.phase):
                self._channel.tell(
                    news="job",
                    id=job.id,
                    kind=type(job.request).__struct_config__.tag,
                    state=job.state,
                    phase=job.phase,
                    error=msgspec.to_builtins(job.error),
                )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", type=Path, help="the script that the children run")
    options = parser.parse_args()
    return DrivenWindow(LineChannel(), str(options.child or "")).exec()


if __name__ == "__main__":
    sys.exit(main())
