"""Netron beside another view of the graph: selection both ways, colors, dark mode, a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.kit import profiled_tflite
from tests.ui.tiny_tflite import write_tiny_tflite

HERE = Path(__file__).parent
SPLIT = [["#f3e6a3", "#f3e6a3", "#003a7b", "#003a7b"], ["#000000", "#000000", "#ffffff", "#ffffff"]]
PLAIN: dict[str, Any] = {"fill": "", "ink": "", "stops": [], "notes": []}


def driven(path: Path) -> dict[str, Any]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.netron_in_step", str(path)],
        capture_output=True, text=True, env=env, cwd=HERE.parents[1], timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return driven(write_tiny_tflite(tmp_path_factory.mktemp("netron") / "tiny.tflite"))


def test_the_internals_that_are_used_are_there(tiny: dict[str, Any]) -> None:
    assert tiny["internals"] == {
        "modules": True, "nodes": True, "selection": "function", "clearSelection": "function",
        "select": "function", "scrollTo": "function", "on": "function", "pushTarget": "function",
        "render": "function", "value": True, "width": "number", "element": "g",
        "header": ["path", "text"], "openModel": "function",
    }  # fmt: skip


def test_nodes_carry_the_overlay(tiny: dict[str, Any]) -> None:
    split, neutral, plain = tiny["painted"]
    assert split["stops"] == SPLIT
    assert split["fill"].startswith("url(") and split["ink"].startswith("url(")
    assert split["notes"] == ["12 %"]
    assert neutral == PLAIN | {"fill": "rgb(221, 221, 221)", "ink": "rgb(0, 0, 0)"}
    assert plain == PLAIN | {"fill": "rgb(0, 58, 123)", "ink": "rgb(255, 255, 255)"}
    assert tiny["bare"] == [PLAIN] * 3


def test_selection_goes_both_ways_and_no_way_twice(tiny: dict[str, Any]) -> None:
    assert tiny["selected"] == [0, [2]]
    assert tiny["clicked"] == 2
    assert tiny["cleared"] == [0, []]
    assert tiny["back"] == [0, [1]]
    assert tiny["reported"] == [2]


def test_dark_mode_is_switched_while_it_runs(tiny: dict[str, Any]) -> None:
    light, dark = tiny["grounds"]
    assert light == "rgb(255, 255, 255)"
    assert dark == "rgb(64, 64, 64)"


def test_a_crash_is_a_message_and_trying_again_brings_all_back(tiny: dict[str, Any]) -> None:
    assert "The Netron view has ended" in tiny["message"]
    assert tiny["button"] == "Try again"
    assert tiny["nodes_again"] == 3
    assert tiny["selected_again"] == [0, [1]]
    assert tiny["after_crash"][0]["stops"] == SPLIT
    assert tiny["after_crash"][1] == PLAIN
    assert tiny["message_again"] == ""


def test_nodes_of_other_subgraphs_are_in_step_too(tmp_path: Path) -> None:
    found = driven(profiled_tflite.loop(tmp_path / "loop.tflite"))
    assert found["nodes"] == 2
    assert found["selected"] == [1, [0]]
    assert found["clicked"] == 2
    assert found["other_graph"] == [1, [0]]
    assert found["back"] == [0, [1]]
    assert [one["stops"] for one in found["painted_again"]] == [SPLIT, []]
