"""What the processes of a working Studio have imported, asked of the real ones."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.recording_child import IMPORTS_ENV
from tests.kit.layered_tflite import classifier
from tests.kit.window_process import WindowProcess

pytestmark = pytest.mark.tf

OF_CHILDREN = {"tensorflow", "keras", "ai_edge_litert", "ai_edge_quantizer"}
CHILD = Path(__file__).with_name("recording_child.py")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Top-level packages by process, after a .tflite was opened, converted and measured."""
    folder = tmp_path_factory.mktemp("processes")
    records = folder / "imports"
    records.mkdir()
    weights = np.random.default_rng(0).normal(size=(10, 64))
    model = classifier(folder / "net.tflite", weights)
    with WindowProcess(
        folder / "home", "--child", CHILD, env={IMPORTS_ENV: str(records)}
    ) as window:
        window.run("open", path=str(model))
        window.wait_for(lambda job: job["kind"] == "inspect" and job["state"] == "succeeded")
        window.wait_done(window.run("convert"))
        window.wait_done(window.run("measure", seconds=0.3, processes=1))
        for page in ("graph", "latency", "compare", "log"):
            window.run(f"show-{page}")
        found = defaultdict(set, {"window": set(window.ask(look="modules"))})
        assert window.close() == 0
    for record in records.iterdir():
        found[record.name.partition("-")[0]] |= set(record.read_text().split())
    return {name: {module.partition(".")[0] for module in found[name]} for name in found}


def test_the_window_never_imports_what_runs_in_a_child(imported: dict[str, set[str]]) -> None:
    assert not imported["window"] & OF_CHILDREN
    assert {"PySide6", "pyqtgraph", "sqlalchemy"} <= imported["window"]


@pytest.mark.parametrize("child", ["inspect", "verify", "measure"])
def test_the_light_children_never_import_tensorflow(
    imported: dict[str, set[str]], child: str
) -> None:
    assert not imported[child] & {"tensorflow", "keras", "PySide6", "sqlalchemy"}


def test_the_records_show_what_was_imported(imported: dict[str, set[str]]) -> None:
    assert "tensorflow" in imported["convert"]
    assert "ai_edge_litert" in imported["measure"]
