"""Run as a process of its own: starts the window and prints what was imported when, as JSON."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer

from studio.app import Program, make_application
from studio.core.settings import Settings
from studio.places import find_places


def main() -> None:
    app = make_application()
    program = Program(app, find_places(), Settings(theme="light"))
    found: dict[str, list[str]] = {}

    def on_painted() -> None:
        found["painted"] = sorted(sys.modules)

    def look() -> None:
        if not program.shell.is_ready:
            return
        found["ready"] = sorted(sys.modules)
        timer.stop()
        program.window.close()

    program.window.painted.connect(on_painted)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    program.start(sys.argv[1:])
    app.exec()
    program.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
