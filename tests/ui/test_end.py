"""How the window's process ends: killed or told to, it leaves no child behind. Real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from tests.kit.cli import ROOT

WAIT_MS = 60_000

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[psutil.Popen]:
    """`python -m studio`, once its warm child has been started."""
    env = {**os.environ, "STUDIO_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    process = psutil.Popen(
        [sys.executable, "-m", "studio"],
        env={**env, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        qtbot.waitUntil(lambda: bool(process.children()), timeout=WAIT_MS)
        yield process
    finally:
        if process.is_running():
            process.kill()
        process.wait()


def are_gone(children: list[psutil.Process]) -> Callable[[], bool]:
    return lambda: (
        not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)
    )


def test_killed_it_leaves_no_child_behind(window: psutil.Popen, qtbot: QtBot) -> None:
    children = window.children(recursive=True)
    window.send_signal(signal.SIGKILL)
    window.wait()
    qtbot.waitUntil(are_gone(children), timeout=WAIT_MS)


def test_told_to_end_it_closes_in_order(window: psutil.Popen, qtbot: QtBot, tmp_path: Path) -> None:
    children = window.children(recursive=True)
    window.send_signal(signal.SIGTERM)
    assert window.wait(timeout=30) == 0
    qtbot.waitUntil(are_gone(children), timeout=WAIT_MS)
    assert (tmp_path / "data" / "window.json").is_file()
