"""The doctor names what is here and what is missing, without importing any of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cli.commands.doctor import _problems
from studio.cli.system import PACKAGES, WINDOW_LIBRARIES, libraries, package_version
from studio.places import Places
from tests.kit.cli import ROOT, CliResult, studio_environment


def test_json(run_cli: Callable[..., CliResult]) -> None:
    shown = run_cli("doctor", "--json")
    assert shown.code == 0, shown.stdout
    assert shown.json["packages"]["tensorflow"].startswith("2.")
    assert isinstance(shown.json["accelerators"], list)
    assert shown.json["display"]["available"] in (True, False)
    assert not [item for item in shown.json["problems"] if item["serious"]]


def test_the_packages_of_all_runtimes_are_listed(run_cli: Callable[..., CliResult]) -> None:
    packages = run_cli("doctor", "--json").json["packages"]
    assert {"ai-edge-litert", "cffi", "tensorflow", "onnxruntime"} <= set(packages)
    assert packages["onnxruntime"] is None or packages["onnxruntime"][0].isdigit()


def test_what_is_optional_is_missed_but_not_needed(tmp_path: Path) -> None:
    packages = {name: "1.0" for name, _ in PACKAGES} | {"onnxruntime": None}
    places = Places(data=tmp_path, cache=tmp_path, logs=tmp_path)
    found = _problems(packages, (), (), places)
    (problem,) = [one for one in found if "package" in one.title or "missing" in one.title]
    assert problem.title == "onnxruntime is missing: .onnx files cannot be measured"
    assert problem.hint.endswith("pip install onnxruntime")
    assert not problem.is_serious


def test_the_converter_of_onnx_is_missed_where_it_is_not(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    packages = {name: "1.0" for name, _ in PACKAGES} | {"onnx2tf": None}
    places = Places(data=tmp_path, cache=tmp_path, logs=tmp_path)
    (problem,) = [one for one in _problems(packages, (), (), places) if "onnx2tf" in one.title]
    assert problem.title == "onnx2tf is missing: .onnx files cannot be converted"
    assert "studio setup onnx" in problem.hint
    shown = run_cli("doctor", "--json").json
    assert "onnx2tf" in shown["packages"]
    assert shown["folders"]["settings"].endswith("settings.json")
    missing = [one for one in shown["problems"] if one["title"].startswith("onnx2tf")]
    assert bool(missing) == (shown["packages"]["onnx2tf"] is None)


def test_text_says_where_things_run(run_cli: Callable[..., CliResult]) -> None:
    shown = run_cli("doctor")
    assert shown.code == 0
    assert "accelerators" in shown.stdout


def test_imports_nothing_heavy() -> None:
    script = (
        "import sys, json; from studio.cli.main import run; run(['doctor', '--json']);"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=studio_environment(),
        check=True,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert not {"tensorflow", "keras", "ai_edge_litert", "PySide6", "numpy"} & set(loaded)


def test_missing_package_has_no_version() -> None:
    assert package_version("no-such-distribution", "no_such_module") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has these")
def test_missing_library_is_found_out() -> None:
    (found,) = libraries((("libno-such-thing.so.9", "libno-such-thing9"),))
    assert not found.found
    assert found.package == "libno-such-thing9"
    assert len(libraries(WINDOW_LIBRARIES)) == len(WINDOW_LIBRARIES)
