"""Drives the real window through its states and saves a picture of each.

    python tests/ui/drive.py OUT [--theme dark] [--only welcome,opened] [--size 1280x800]

Runs offscreen unless QT_QPA_PLATFORM says otherwise; high DPI by QT_SCALE_FACTOR=2.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from studio.app import Program, make_application
from studio.core.lookup import is_finished
from studio.core.settings import Settings
from studio.places import find_places
from studio.ui.dialogs.ask import Dialogs

STEPS = (
    "welcome",
    "opened",
    "converting",
    "finished",
    "measuring",
    "measured",
    "profile",
    "diagnosed",
    "error",
    "palette",
)


class NoDialogs(Dialogs):
    """Nobody sits there: questions are answered with yes, choosers cancelled."""

    def confirm(self, *_args: object, **_kwargs: object) -> bool:
        return True

    def save_file(self, *_args: object, **_kwargs: object) -> str:
        return ""


class Driver:
    def __init__(self, out: Path, theme: str, size: tuple[int, int]) -> None:
        os.environ.setdefault("STUDIO_HOME", tempfile.mkdtemp(prefix="studio-drive-"))
        self.out, self.theme = out, theme
        self.app = make_application()
        self.program = Program(self.app, find_places(), Settings(theme=theme), dialogs=NoDialogs())
        self.program.start()
        self.program.window.resize(*size)

    @property
    def session(self):  # type: ignore[no-untyped-def]
        return self.program.store.session

    def wait(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Run the event loop until ``condition``, asked after each change and every 100 ms."""
        loop = QEventLoop()
        poll, limit = QTimer(), QTimer()
        poll.timeout.connect(lambda: condition() and loop.quit())
        poll.start(100)
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(round(seconds * 1000))
        loop.exec()
        if not condition():
            print(f"drive: still waiting for {what} after {seconds:.0f} s")

    def idle(self, seconds: float = 0.4) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def shot(self, name: str, settle: float = 0.4) -> None:
        self.idle(settle)
        path = self.out / f"{name}-{self.theme}.png"
        self.program.window.grab().save(str(path))
        print(path)

    def quiet(self) -> bool:
        return all(is_finished(job) for job in self.session.jobs)

    def run(self, steps: list[str]) -> None:
        shell = self.program.shell
        self.wait(lambda: shell.is_ready, 20, "the session")
        if "welcome" in steps:
            self.shot("welcome")
        shell.run_command("open-sample")
        self.wait(self.quiet, 120, "the sample")
        if "opened" in steps:
            self.shot("opened")
        if set(steps) & {"converting", "finished", "measuring", "measured", "profile", "diagnosed"}:
            shell.run_command("convert")
            self.wait(
                lambda: any(job.state == "running" and job.phase for job in self.session.jobs),
                60,
                "a phase",
            )
            if "converting" in steps:
                self.shot("converting", 0.05)
            self.wait(self.quiet, 240, "the conversions")
            if "finished" in steps:
                self.shot("finished")
                for page in ("graph", "compare", "log"):
                    shell.run_command(f"show-{page}")
                    self.shot(page)
        if set(steps) & {"measuring", "measured"}:
            shell.run_command("measure", seconds=6.0)
            self.wait(
                lambda: any(job.phase == "measuring" for job in self.session.jobs), 60, "measuring"
            )
            if "measuring" in steps:
                self.idle(2.0)
                self.shot("measuring")
            self.wait(self.quiet, 60, "the measurement")
            if "measured" in steps:
                self.shot("measured")
        if "profile" in steps:
            shell.run_command("profile")
            self.wait(self.quiet, 120, "the profiles")
            self.shot("profile")
        if "diagnosed" in steps:
            shell.run_command("diagnose")
            self.wait(self.quiet, 120, "the diagnoses")
            self.shot("diagnosed")
        if "palette" in steps:
            shell.run_command("command-palette")
            self.idle()
            popup = self.app.activePopupWidget()
            if popup is not None:
                popup.grab().save(str(self.out / f"palette-{self.theme}.png"))
                popup.close()
        if "error" in steps:
            damaged = Path(tempfile.mkdtemp()) / "damaged.tflite"
            damaged.write_bytes(b"not a model at all" * 20)
            shell.run_command("open", path=str(damaged))
            self.wait(self.quiet, 30, "the error")
            self.shot("error")

    def close(self) -> None:
        self.program.window.close()
        self.program.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--only", default=",".join(STEPS))
    parser.add_argument("--size", default="1280x800")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    width, height = map(int, arguments.size.split("x"))
    driver = Driver(arguments.out, arguments.theme, (width, height))
    driver.run(arguments.only.split(","))
    driver.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
