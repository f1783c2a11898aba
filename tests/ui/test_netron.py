"""The Netron tab against the pinned netron 9.3.3, in a process of its own (see netron_contract)."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.graph.tflite import read_model
from tests.conftest import Sample
from tests.realmodels import RealModels
from tests.ui.tiny_tflite import OPS, write_tiny_tflite

HERE = Path(__file__).parent


def open_in_netron(
    path: Path, select: int = 1, *options: str, **environment: str
) -> dict[str, Any]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    for name, value in environment.items():
        if not value:
            env.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.netron_contract", str(path), str(select), *options],
        capture_output=True,
        text=True,
        env=env,
        cwd=HERE.parents[1],
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_pin() -> None:
    assert importlib.metadata.version("netron") == "9.3.3"


def test_opens_selects_and_keeps_to_itself(tmp_path: Path) -> None:
    model = write_tiny_tflite(tmp_path / "tiny.tflite")
    (tmp_path / ".env").write_text("SECRET=1")
    found = open_in_netron(model, QTWEBENGINE_DISABLE_SANDBOX="1")
    assert found["web_engine_at_start"] is False
    assert found["viewer_before_shown"] is False
    _, graph = read_model(model)
    assert found["nodes"] == len(graph.nodes) == len(OPS)
    assert found["selected_name"] == 1
    assert found["clicked"] == 0
    assert_kept_to_itself(found)


def assert_kept_to_itself(found: dict[str, Any]) -> None:
    """Nothing was asked for that was refused, nothing listens, and nothing is complained of."""
    assert found["refused"] == []
    assert found["blocked"] == []
    assert found["listening"] == []
    assert found["message"] == ""


def test_a_viewer_that_dies_takes_nothing_with_it(tmp_path: Path) -> None:
    model = write_tiny_tflite(tmp_path / "tiny.tflite")
    found = open_in_netron(model, 0, "kill", QTWEBENGINE_DISABLE_SANDBOX="1")
    assert "The Netron view has ended" in found["message"]


def test_a_page_that_cuts_its_connection_takes_nothing_with_it(tmp_path: Path) -> None:
    model = write_tiny_tflite(tmp_path / "tiny.tflite")
    found = open_in_netron(model, 0, "cut", QTWEBENGINE_DISABLE_SANDBOX="1")
    assert "The Netron view has ended" in found["message"]


def test_opens_a_real_keras_file(sample: Sample) -> None:
    found = open_in_netron(sample.model, 1, QTWEBENGINE_DISABLE_SANDBOX="1")
    assert found["nodes"] > 10
    assert_kept_to_itself(found)


@pytest.mark.realmodel
def test_nodes_are_the_ops_of_our_graph(realmodels: RealModels) -> None:
    for path in (realmodels.wakewords()[0], realmodels.mediapipe("face_detection_short_range")):
        _, graph = read_model(path)
        found = open_in_netron(path, 1, QTWEBENGINE_DISABLE_SANDBOX="1")
        assert found["nodes"] == sum(node.subgraph == 0 for node in graph.nodes)
        assert_kept_to_itself(found)


@pytest.mark.realmodel
def test_opens_h5_and_saved_model(realmodels: RealModels) -> None:
    for path in (realmodels.fer_h5, realmodels.basic_pitch_saved_model):
        found = open_in_netron(path, 1, QTWEBENGINE_DISABLE_SANDBOX="1")
        assert found["nodes"] > 10
        assert_kept_to_itself(found)


def test_says_why_a_file_cannot_be_shown(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tflite"
    damaged.write_bytes(b"\x1c\0\0\0TFL3" + b"\xff" * 200)
    found = open_in_netron(damaged, QTWEBENGINE_DISABLE_SANDBOX="1")
    assert "nodes" not in found
    assert "Netron cannot show this file" in found["message"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root is refused a sandbox"
)
def test_says_why_instead_of_ending_the_program(tmp_path: Path) -> None:
    model = write_tiny_tflite(tmp_path / "tiny.tflite")
    found = open_in_netron(model, QTWEBENGINE_DISABLE_SANDBOX="", QTWEBENGINE_CHROMIUM_FLAGS="")
    assert "nodes" not in found
    assert "root" in found["message"]


@pytest.mark.parametrize("gap_ms", [0, 30, 400])
@pytest.mark.parametrize("is_damaged", [False, True])
def test_only_the_newest_of_two_files_is_shown(
    tmp_path: Path, sample: Sample, is_damaged: bool, gap_ms: int
) -> None:
    model = write_tiny_tflite(tmp_path / "tiny.tflite")
    before = sample.model
    if is_damaged:
        before = tmp_path / "damaged.tflite"
        before.write_bytes(b"\x1c\0\0\0TFL3" + b"\xff" * 200)
    options = (f"after={before}", f"gap={gap_ms}")
    found = open_in_netron(model, 1, *options, QTWEBENGINE_DISABLE_SANDBOX="1")
    assert found["nodes"] == len(OPS)
    assert found["selected_name"] == 1
    assert found["message"] == ""
    assert found["is_in_front"]


def test_nothing_else_can_be_read_or_reached_from_the_page(tmp_path: Path) -> None:
    model = write_tiny_tflite(tmp_path / "tiny.tflite")
    (tmp_path / ".env").write_text("SECRET=1")
    found = open_in_netron(model, 1, "attack", QTWEBENGINE_DISABLE_SANDBOX="1")
    probed = found["probed"]
    assert len(probed["answers"]) == 11
    assert set(probed["answers"].values()) == {"refused"}
    assert len(found["refused"]) >= 5
    # besides these, only what the channel gives every object
    assert {"asked", "report"} <= set(probed["reachable"])
    assert set(probed["reachable"]) - {"asked", "report"} == {
        "deleteLater", "destroyed", "objectNameChanged",
        "propertyUpdate", "signalEmitted", "unwrapProperties", "unwrapQObject",
    }  # fmt: skip
    assert any("/model/wrong/x" in url for url in found["refused"])
    for scheme in ("https:", "http:", "file", "studio-netron", "qrc"):
        assert any(url.startswith(scheme) for url in probed["violations"]), scheme
    assert probed["place"].startswith("studio-netron://viewer/index.html")
    assert found["place"].startswith("studio-netron://viewer/index.html")
    assert found["elsewhere"] is False
    assert "https://127.0.0.1/elsewhere" in found["blocked"]
    assert probed["policy"] == (
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
    )
