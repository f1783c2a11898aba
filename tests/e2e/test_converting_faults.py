"""A converter that aborts, hangs or takes too much memory: explained, and the lane works on.

Real children are hit while they convert; onnx2tf, which is a program of its own, is one that
misbehaves.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from studio.core.child_protocol import Phase
from studio.core.errors import ErrorInfo
from studio.core.events import EventBody, JobFailed, JobSucceeded
from studio.core.messages import render_error
from studio.core.onnx_program import scripts_folder
from studio.core.opening import Opening
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.requests import ConvertRequest
from studio.core.settings import Settings
from studio.history.settings_file import save
from studio.places import find_places
from tests.conftest import Sample
from tests.e2e.conftest import MakeBench
from tests.jobs.bench import Bench
from tests.kit import small_onnx
from tests.kit.cli import CliResult
from tests.kit.small_tflite import relu_chain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
INT8 = make_recipe([make_step("int8")], calibration=DatasetRef(kind="random"))
SLOW = pytest.mark.slow
"""The same watch over another child, or at another moment of the same one."""
HITS = {"child-aborted": signal.SIGABRT, "child-hung": signal.SIGSTOP}
PROGRAMS = {
    "onnx2tf-died": "import os; print('its last words', flush=True); os.abort()",
    "child-hung": "import time; print('its last words', flush=True); time.sleep(600)",
    "child-out-of-memory": "import time; b = bytearray(b'x') * 900_000_000; time.sleep(600)",
    "onnx2tf-failed": "raise ValueError('no such op')",
}


def request(source: Path, folder: Path, recipe: Recipe | None = None, **fields: object):  # type: ignore[no-untyped-def]
    artifact = str(folder / "out" / "made.tflite")
    return ConvertRequest(
        source=str(source), artifact=artifact, recipe=recipe or make_recipe(), **fields
    )  # type: ignore[arg-type]


def hit(bench: Bench, asked: ConvertRequest, phase: str, child: str, number: int) -> EventBody:
    """Send the signal to the child that has come to ``phase``."""
    job_id = bench.queue.submit(asked)

    def is_there() -> bool:
        bodies = bench.recorder.bodies(job_id)
        return any(isinstance(body, Phase) and body.name == phase for body in bodies)

    bench.recorder.wait(is_there)
    (process,) = [one for one in psutil.Process().children() if child in one.cmdline()]
    os.kill(process.pid, number)
    return bench.recorder.end(job_id)


def explained(end: EventBody, code: str, folder: Path) -> ErrorInfo:
    """The error, told in words; nothing half made lies where the artifact was to be."""
    assert isinstance(end, JobFailed), end
    text = render_error(end.error)
    assert end.error.code == code
    assert text.title
    assert text.hint
    assert "?" not in text.title + text.hint
    assert "Traceback" not in text.title + text.hint
    assert Path(end.log).is_file()
    assert not list((folder / "out").glob("*"))
    return end.error


def works_on(bench: Bench, folder: Path) -> None:
    """The next job of the lane."""
    end = bench.run(request(relu_chain(folder / "sound.tflite"), folder))
    assert isinstance(end, JobSucceeded), end


@pytest.mark.tf
@pytest.mark.parametrize("code", HITS)
def test_the_converter(code: str, make_bench: MakeBench, tmp_path: Path, sample: Sample) -> None:
    bench = make_bench(hang_seconds=5.0)
    asked = request(sample.model, tmp_path)
    explained(hit(bench, asked, "loading-model", "convert", HITS[code]), code, tmp_path)
    works_on(bench, tmp_path)


@pytest.mark.tf
@SLOW
@pytest.mark.parametrize("code", HITS)
def test_the_quantizer(code: str, make_bench: MakeBench, tmp_path: Path) -> None:
    bench = make_bench(hang_seconds=5.0)
    asked = request(relu_chain(tmp_path / "net.tflite"), tmp_path, INT8)
    explained(hit(bench, asked, "loading-tensorflow", "convert", HITS[code]), code, tmp_path)
    works_on(bench, tmp_path)


@pytest.mark.tf
@SLOW
@pytest.mark.parametrize("code", HITS)
def test_the_one_with_keras_2(
    code: str, make_bench: MakeBench, tmp_path: Path, sample: Sample
) -> None:
    bench = make_bench(hang_seconds=5.0)
    asked = request(sample.model, tmp_path, opening=Opening(engine="legacy-keras"))
    end = hit(bench, asked, "loading-tensorflow", "legacy-keras", HITS[code])
    assert explained(end, code, tmp_path).params["child"] == "legacy-keras"
    works_on(bench, tmp_path)


@pytest.mark.tf
@pytest.mark.parametrize(
    "kind", ["converter", *(pytest.param(kind, marks=SLOW) for kind in ("quantizer", "legacy"))]
)
def test_too_much_memory(kind: str, make_bench: MakeBench, tmp_path: Path, sample: Sample) -> None:
    """TensorFlow takes more than this once it is imported."""
    bench = make_bench(memory_limit_bytes=300_000_000)
    opening = Opening(engine="legacy-keras" if kind == "legacy" else "auto")
    asked = (
        request(relu_chain(tmp_path / "net.tflite"), tmp_path, INT8)
        if kind == "quantizer"
        else request(sample.model, tmp_path, opening=opening)
    )
    error = explained(bench.run(asked), "child-out-of-memory", tmp_path)
    assert "its limit is 300 MB" in error.detail
    works_on(bench, tmp_path)


def misbehaving(folder: Path, code: str) -> Path:
    """An environment whose onnx2tf fails as ``code`` says."""
    program = scripts_folder(folder) / "onnx2tf"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!{sys.executable} -S\n{PROGRAMS[code]}\n")
    program.chmod(0o755)
    return folder


def test_onnx2tf(make_bench: MakeBench, tmp_path: Path) -> None:
    """It fails in each way, one after another in the same queue, which then works on."""
    environment = tmp_path / "environment"
    bench = make_bench(
        hang_seconds=2.0, memory_limit_bytes=700_000_000, onnx_folders=(environment,)
    )
    asked = request(small_onnx.relu(tmp_path / "net.onnx"), tmp_path)
    for code in PROGRAMS:
        misbehaving(environment, code)
        error = explained(bench.run(asked), code, tmp_path)
        if code == "onnx2tf-died":
            assert error.params["signal"] == "SIGABRT"
            assert "its last words" in error.detail
        programs = [one for one in psutil.process_iter(["cmdline"]) if is_of(one, environment)]
        assert not programs, f"{code}: the program lives on"
    works_on(bench, tmp_path)


def is_of(process: psutil.Process, environment: Path) -> bool:
    return any(str(environment) in part for part in process.info["cmdline"] or ())


@pytest.mark.parametrize("code", ["child-hung", "child-out-of-memory", "onnx2tf-died"])
def test_on_the_command_line(
    code: str, run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    """The limits are those of the settings; what comes after a fault works."""
    places = find_places()
    places.settings_file.parent.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        onnx_environment=str(misbehaving(tmp_path / "environment", code)),
        child_memory_limit_mb=700,
        hang_seconds=5,
    )
    save(places.settings_file, settings)
    model = small_onnx.relu(tmp_path / "net.onnx")
    done = run_cli("convert", model, "-o", tmp_path / "made.tflite", "--json")
    assert done.code == 1
    error = done.json["error"]
    assert error["code"] == code
    assert error["title"]
    assert error["hint"]
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "made.tflite").exists()
    sound = relu_chain(tmp_path / "sound.tflite")
    done = run_cli("convert", sound, "-o", tmp_path / "made.tflite", "--json")
    assert done.code == 0, done.stderr
    assert (tmp_path / "made.tflite").read_bytes()
