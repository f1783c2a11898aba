"""Wrong requests (a file that is not there is one) end with 2 and say what to do; no models: 1."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from studio import __version__
from studio.cli.main import run
from studio.core.recipe import Recipe, to_json
from tests.kit import small_onnx
from tests.kit.small_tflite import relu_chain


def failure(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    """Exit code and the ``error`` object; stdout must be JSON and nothing else."""
    code = run([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["frobnicate"], "command-line-invalid"),
        (["inspect"], "command-line-invalid"),
        ([__file__], "command-missing"),
        ([__file__, "--threads", __file__], "command-missing"),
        (["inspect", "m", "--frobnicate"], "command-line-invalid"),
        (["benchmark", "m", "--threads", "0"], "command-line-invalid"),
        (["convert", "m", "--optimize", "int7"], "optimization-unknown"),
        (["convert", "m", "--optimize", "int8"], "calibration-not-given"),
        (["convert", "m", "--optimize", "int8:bits=4"], "parameter-unknown"),
        (["convert", "m", "--optimize", "int8:io=int4"], "parameter-invalid"),
        (["convert", "m", "--optimize", "int8:samples=0"], "parameter-invalid"),
        (["convert", "m", "--optimize", "int8:samples"], "argument-invalid"),
        (["convert", "m", "--optimize", "float16", "--optimize", "int8"], "optimization-conflict"),
        (["convert", "m", "--shape", "image=1,a"], "argument-invalid"),
        (["convert", "m", "--shape", "1,2"], "argument-invalid"),
        (["convert", "m", "--shape", "image=0,2"], "argument-invalid"),
        (["convert", "m", "--scale", "0"], "argument-invalid"),
        (["convert", "m", "--scale", "nan"], "argument-invalid"),
        (["convert", "m", "--std", "1,0"], "argument-invalid"),
        (["convert", "m", "--mean", "a"], "argument-invalid"),
        (["check", "m", "--against", "m", "--shape", "image=0,2"], "argument-invalid"),
        (["check", "m", "--against", "m", "--scale", "0"], "argument-invalid"),
        (["evaluate", "m", "--data", "d", "--shape", "1,2"], "argument-invalid"),
        (["evaluate", "m", "--data", "d", "--std", "1,0"], "argument-invalid"),
        (["convert", "m", "--calibration", "c", "--random-calibration"], "options-conflict"),
        (["convert", "m", "--recipe", "no-such-file"], "recipe-invalid"),
        (["convert", "m", "--recipe", "r", "--optimize", "int8"], "options-conflict"),
        (["convert", "m", "--recipe", "r", "--seed", "3"], "options-conflict"),
    ],
)
def test_wrong_use(arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code, error = failure(capsys, *arguments)
    assert exit_code == 2
    assert error["code"] == code
    assert set(error) == {"code", "title", "hint", "detail"}
    assert error["title"]
    assert error["hint"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.keras", None, "model-missing"),
        ("empty.tflite", b"", "model-empty"),
        ("text.tflite", b"hello, this is no model at all", "model-damaged"),
        ("notes.txt", b"hello, this is no model at all", "model-unknown-format"),
        ("cut.keras", b"PK\x03\x04 cut short", "model-damaged"),
        ("lfs.h5", b"version https://git-lfs.github.com/spec/v1\n", "model-is-git-lfs"),
    ],
)
def test_no_model(
    name: str, content: bytes | None, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for command in (["inspect"], ["convert"], ["benchmark"]):
        exit_code, error = failure(capsys, *command, path)
        assert (exit_code, error["code"]) == (2 if content is None else 1, code)


def test_existing_files_are_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = relu_chain(tmp_path / "m.tflite")
    taken = tmp_path / "taken.tflite"
    taken.write_bytes(b"mine")
    assert failure(capsys, "convert", model, "-o", taken)[1]["code"] == "output-exists"
    other = tmp_path / "new.tflite"
    exit_code, error = failure(capsys, "convert", model, "-o", other, "--save-recipe", taken)
    assert (exit_code, error["code"]) == (2, "output-exists")
    assert taken.read_bytes() == b"mine"


def test_a_place_that_cannot_be_written_to_is_found_before_the_work(
    sample: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"no folder")
    wrong = tmp_path / "file" / "m.tflite"
    for arguments in (["-o", wrong], ["-o", tmp_path / "m.tflite", "--save-recipe", wrong]):
        assert run(["convert", *map(str, (sample.model, *arguments))]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"error: {wrong} could not be written"), "no phase of work before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "MODEL", "-o", "OUT"],
        ["convert", "MODEL", "-o", "m2.tflite", "--save-recipe", "OUT"],
        ["cut", "MODEL", "--output", "y", "-o", "OUT"],
        ["graph", "MODEL", "--png", "OUT"],
        ["graph", "MODEL", "--csv", "OUT"],
        ["bisect", "MODEL", "-o", "OUT"],
        ["demo", "--no-window", "--out", "OUT"],
    ],
)
def test_a_folder_that_is_not_there_is_not_made(
    arguments: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    relu_chain(tmp_path / "m.tflite")
    out = tmp_path / "slip" / "of" / "x.tflite"
    names = {"MODEL": "m.tflite", "OUT": str(out)}
    exit_code, error = failure(capsys, *(names.get(word, word) for word in arguments))
    assert (exit_code, error["code"]) == (2, "output-folder-missing")
    assert str(out.parent) in error["title"]
    assert not (tmp_path / "slip").exists()


def test_what_is_no_file_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = relu_chain(tmp_path / "m.tflite")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    wrong = (["-o", pipe], ["-o", tmp_path / "new.tflite", "--save-recipe", pipe])
    for arguments in wrong:
        exit_code, error = failure(capsys, "convert", model, *arguments, "--overwrite")
        assert (exit_code, error["code"]) == (2, "output-no-file")
    assert pipe.is_fifo()


def test_a_file_that_no_target_runs_is_refused(
    sample: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, error = failure(capsys, "benchmark", sample.model)
    assert (exit_code, error["code"]) == (2, "file-without-target")
    assert "tensorflow-cpu" in error["hint"]


def test_an_onnx_file_is_no_artifact_and_is_measured_by_its_own_runtime(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = small_onnx.relu(tmp_path / "net.onnx")
    exit_code, error = failure(capsys, "check", model, "--against", model)
    assert (exit_code, error["code"]) == (2, "artifact-not-tflite")
    exit_code, error = failure(capsys, "benchmark", model)
    assert (exit_code, error["code"]) == (2, "file-without-target")
    assert "onnxruntime-cpu" in error["hint"]


def test_without_json_the_error_is_text_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", "no-such-model"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: no-such-model does not exist\n")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"studio {__version__}\n"


def test_help_of_convert_has_the_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "dynamic-range: Stores weights as int8" in shown
    assert "ID[:k=v,...]" in shown


def test_help_has_values_and_no_broken_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["benchmark", "--help"]) == 0
    shown = capsys.readouterr().out
    words = " ".join(shown.replace("│", " ").split())
    for default in ("10 s", "5", "3 %"):
        assert f"Default: {default}, unless the settings say otherwise." in words
    lines = [line.strip() for line in shown.splitlines()]
    place = next(i for i, line in enumerate(lines) if line.startswith("The files take turns"))
    assert len(lines[place + 1]) > 40, "a paragraph breaks where the terminal ends, only there"
    assert run(["targets", "--help"]) == 0
    assert "List the targets of --target:" in capsys.readouterr().out


def test_recipe_of_a_file_is_taken_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = Recipe(seed=7, batch="dynamic", shapes={"x": (1, 2)})
    (tmp_path / "r.json").write_bytes(to_json(recipe))
    assert run(["convert", "m", "--recipe", str(tmp_path / "r.json"), "--print-recipe"]) == 0
    assert json.loads(capsys.readouterr().out)["seed"] == 7


@pytest.mark.parametrize("option", ["--calibration", "--data"])
def test_data_that_is_not_there(
    option: str, sample: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["convert", sample.model, "-o", tmp_path / "m.tflite", "--optimize", "int8"]
    if option == "--data":
        arguments.append("--random-calibration")
    exit_code, error = failure(capsys, *arguments, option, tmp_path / "none.npz")
    assert (exit_code, error["code"]) == (2, "data-missing")


@pytest.mark.parametrize("arguments", [["nosuch.keras"], ["models/nosuch"], [__file__, "no.lite"]])
def test_a_file_to_open_that_is_not_there(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, error = failure(capsys, *arguments)
    assert (exit_code, error["code"]) == (2, "model-missing")
