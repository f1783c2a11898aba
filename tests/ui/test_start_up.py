"""The window's process: what it imports, and when. In real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.__main__ import _is_path
from tests.kit.cli import ROOT

NEVER = ("tensorflow", "keras", "ai_edge_litert", "ai_edge_quantizer")
OF_CHILDREN = ("studio.engine", "studio.verify", "studio.measure", "studio.runtimes")
AFTER_PAINT = (
    "numpy", "scipy", "pyqtgraph", "sqlalchemy", "typer", "rich",
    "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets",
)  # fmt: skip


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    env = {
        **os.environ,
        "STUDIO_HOME": str(tmp_path_factory.mktemp("home")),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    script = Path(__file__).with_name("probe_start.py")
    run = subprocess.run(
        [sys.executable, "-X", "faulthandler", str(script)],
        capture_output=True,
        text=True,
        env=env,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    found: dict[str, list[str]] = json.loads(run.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("package", NEVER + OF_CHILDREN)
def test_the_window_never_imports_what_runs_in_a_child(
    modules: dict[str, list[str]], package: str
) -> None:
    assert package not in modules["ready"]


@pytest.mark.parametrize("package", AFTER_PAINT)
def test_heavy_libraries_wait_for_the_first_paint(
    modules: dict[str, list[str]], package: str
) -> None:
    assert package not in modules["painted"]


def test_the_history_is_read_after_the_first_paint(modules: dict[str, list[str]]) -> None:
    assert "sqlalchemy" in modules["ready"]


def test_files_named_on_the_command_line_are_opened_and_words_are_commands(tmp_path: Path) -> None:
    model = tmp_path / "net.tflite"
    model.write_bytes(b"x")
    assert _is_path(str(model))
    assert not _is_path("demo")
    assert not _is_path("--version")
    assert not _is_path(str(tmp_path / "missing.tflite"))
