"""The report of a job: what it holds, and what only on demand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from studio.core.errors import ErrorInfo, StorageError
from studio.core.recipe import from_json, make_recipe, make_step
from studio.core.requests import ConvertRequest, InspectRequest
from studio.jobs.report_bundle import write_report


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_report_holds_recipe_versions_and_log_but_no_model(tmp_path: Path) -> None:
    source = tmp_path / "m.keras"
    source.write_bytes(b"secret weights")
    log = tmp_path / "job.log"
    log.write_text(f"reading {Path.home()}/models/m.keras\n")
    recipe = make_recipe([make_step("float16")])
    request = ConvertRequest(source=str(source), artifact="out.tflite", recipe=recipe)
    error = ErrorInfo(code="child-crashed", params={"signal": "SIGSEGV"})
    path = tmp_path / "report.zip"
    write_report(path, request, {"tensorflow": "2.21.0"}, log, False, error)
    files = read(path)
    assert set(files) == {
        "request.json",
        "recipe.json",
        "error.json",
        "versions.json",
        "job.log",
    }
    assert from_json(files["recipe.json"]) == recipe
    assert json.loads(files["versions.json"])["tensorflow"] == "2.21.0"
    assert files["job.log"] == b"reading ~/models/m.keras\n"
    assert not any(b"secret" in data for data in files.values())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["job.log", "m.keras", "report.zip"]


def test_the_model_comes_along_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"graph")
    (folder / "variables" / "data").write_bytes(b"weights")
    path = tmp_path / "report.zip"
    write_report(path, InspectRequest(path=str(folder)), {}, None, True)
    files = read(path)
    assert files["models/saved/variables/data"] == b"weights"
    assert "job.log" not in files


def test_a_report_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        write_report(tmp_path / "file" / "r.zip", InspectRequest(path="m"), {}, None, True)
    assert caught.value.code == "report-unwritable"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
