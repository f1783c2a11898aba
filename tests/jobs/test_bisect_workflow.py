"""Bisecting crashes through the real queue: a converter that dies of certain ops."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psutil
import pytest

from studio.core.bisecting import BisectResult
from studio.core.child_protocol import Note, Phase
from studio.core.events import JobCancelled, JobFailed, JobSucceeded
from studio.core.input_selection import InputSelection
from studio.core.keep import Keep
from studio.core.recipe import Recipe
from studio.graph.tflite import mapped, parse_model
from studio.jobs import crash_archive
from studio.jobs.crash_archive import read_recipe
from studio.jobs.workflows.dying_part import recipe_of_part
from tests.jobs.dying_kit import CHILD, INT8, KINDS, Dying
from tests.kit.chained_tflite import op_chain
from tests.kit.cli import run_studio
from tests.kit.small_tflite import endless_loop


def kinds_of(path: Path) -> list[str]:
    with mapped(path) as data:
        return [op.name for op in parse_model(data).subgraphs[0].ops]


@pytest.mark.parametrize(
    ("needed", "signal", "code"),
    [
        (["EXP"], "SIGSEGV", "child-crashed"),
        (["TANH", "EXP"], "SIGABRT", "child-aborted"),
    ],
)
def test_just_the_ops_that_it_dies_of_are_left(
    dying: Dying, tell: Callable[..., None], needed: list[str], signal: str, code: str
) -> None:
    tell(convert=needed, signal=signal)
    result = dying.found()
    folder = dying.unpacked()
    left = kinds_of(folder / "part.tflite")
    assert sorted(left) == sorted(needed)
    assert result.kinds == tuple(left)
    assert (result.ops, result.total_ops, result.is_minimal) == (len(needed), len(KINDS), True)
    assert (result.death.code, result.death.signal) == (code, signal)
    assert result.death.phase == "quantizing"
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "part.tflite", "recipe.json", "inputs.npz", "versions.json", "log.txt", "README.md",
    }  # fmt: skip
    assert "last words of the converter" in (folder / "log.txt").read_text()
    assert json.loads((folder / "recipe.json").read_bytes())["steps"][0]["optimization"] == "int8"
    readme = (folder / "README.md").read_text()
    assert f"    {result.command}\n" in readme
    assert signal in readme
    assert "numpy" in json.loads((folder / "versions.json").read_bytes())


def test_the_sample_that_kills_is_named_and_what_ops_make_of_it_is_packed(
    dying: Dying, tell: Callable[..., None]
) -> None:
    kinds = ("RELU", "ABS", "SQUARE", "EXP", "TANH")
    op_chain(dying.model, kinds)
    values = np.full((8, 4), 0.5, np.float32)
    values[3] = 2.0
    np.savez(dying.calibration, x=values)
    tell(convert=["EXP"], above=1.5)
    result = dying.found()
    with np.load(dying.unpacked() / "inputs.npz") as inputs:
        (array,) = (inputs[name] for name in inputs.files)
    np.testing.assert_array_equal(array, np.full((1, 4), 4.0, np.float32))  # 2.0 squared
    assert (result.inputs, result.rows, result.samples) == ("computed", (3,), 1)
    assert result.data == str(dying.calibration)
    assert "sample 3 of samples.npz" in (dying.folder / "unpacked" / "README.md").read_text()


def test_a_file_that_dies_while_it_only_runs(dying: Dying, tell: Callable[..., None]) -> None:
    op_chain(dying.model, ("RELU", "EXP", "ABS", "TANH", "NEG"))
    tell(run=["EXP", "NEG"])
    result = dying.found(recipe=Recipe(), runs_only=True)
    assert result.kinds == ("EXP", "NEG")
    assert result.inputs in ("computed", "given")
    assert result.command.startswith("studio check part.tflite --against part.tflite")
    assert result.death.child == "verify"


def test_what_only_runs_is_run_on_the_inputs_that_it_died_of(
    dying: Dying, tell: Callable[..., None]
) -> None:
    op_chain(dying.model, ("RELU", "EXP", "ABS"))
    values = np.full((8, 4), 0.5, np.float32)
    values[3] = 2.0
    np.savez(dying.calibration, x=values)
    tell(run=["EXP"], above_input=1.5)
    chosen = InputSelection(calibration=str(dying.calibration), calibration_used=2, seed=5)
    result = dying.found(recipe=Recipe(seed=5), runs_only=True, inputs=chosen)
    assert (result.kinds, result.rows) == (("EXP",), (3,))
    assert result.data == str(dying.calibration)
    assert result.command.endswith("--data inputs.npz --seed 5")


def test_what_is_proven_is_what_the_unpacked_files_say(
    dying: Dying, tell: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    op_chain(dying.model, ("RELU", "EXP", "ABS"))
    tell(convert=["EXP"])
    monkeypatch.setenv("HOME", "/")  # as that of a service in a container
    kept = (Keep(pattern="a/b", precision="float", by="node"),)
    recipe = msgspec.structs.replace(INT8, keep=kept, seed=3)
    dying.found(recipe=recipe)
    folder = dying.unpacked()
    assert read_recipe(folder) == recipe_of_part(recipe)
    assert "~" not in (folder / "log.txt").read_text()


def test_a_packed_recipe_that_says_something_else_is_no_proof(
    dying: Dying, tell: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    op_chain(dying.model, ("RELU", "EXP"))
    tell(convert=["EXP"], steps=1)
    write = crash_archive.write

    def without_steps(
        archive: Path, folder: Path, result: BisectResult, recipe: Recipe, *rest: Any
    ) -> None:
        write(archive, folder, result, msgspec.structs.replace(recipe, steps=()), *rest)

    monkeypatch.setattr(crash_archive, "write", without_steps)
    assert dying.refused() == "bisect-flaky"


@pytest.mark.parametrize(
    ("recipe", "runs_only"),
    [
        (Recipe(seed=5), True),
        pytest.param(Recipe(), False, marks=pytest.mark.tf),
        pytest.param(INT8, False, marks=pytest.mark.tf),
    ],
)
def test_the_command_that_is_packed_is_one(
    dying: Dying, tell: Callable[..., None], recipe: Recipe, runs_only: bool
) -> None:
    op_chain(dying.model, ("RELU", "EXP", "ABS"))
    tell(**({"run": ["EXP"]} if runs_only else {"convert": ["EXP"]}))
    words = shlex.split(dying.found(recipe=recipe, runs_only=runs_only).command)
    assert words[0] == "studio"
    ended = run_studio(*words[1:], cwd=dying.unpacked())
    assert ended.code == 0, ended.stderr  # the real libraries survive it


def test_a_death_in_the_check_of_what_was_made(dying: Dying, tell: Callable[..., None]) -> None:
    op_chain(dying.model, ("RELU", "EXP", "ABS"))
    tell(run=["EXP"])
    result = dying.found(recipe=Recipe())
    assert result.kinds == ("EXP",)
    assert result.command.startswith("studio convert part.tflite")


def test_of_another_source_the_float_file_is_cut(dying: Dying, tell: Callable[..., None]) -> None:
    made = op_chain(dying.folder / "float.tflite", ("RELU", "EXP", "ABS"))
    dying.model = Path(dying.bench.model("net.h5", "h5"))
    tell(convert=["EXP"], float=str(made))
    result = dying.found()
    assert (result.kinds, result.total_ops) == (("EXP",), 3)
    assert result.source == str(dying.model)
    assert kinds_of(dying.unpacked() / "part.tflite") == ["EXP"]


def test_what_dies_in_the_process_with_keras_2_is_cut_too(
    dying: Dying, tell: Callable[..., None]
) -> None:
    made = op_chain(dying.folder / "float.tflite", ("RELU", "EXP", "ABS"))
    dying.model = Path(dying.bench.model("net.h5", "h5"))
    tell(convert=["EXP"], float=str(made), source="legacy")
    result = dying.found()
    assert result.kinds == ("EXP",)
    assert result.death.child == "convert"  # where the part dies, which no Keras reads


def test_what_dies_only_from_its_source_cannot_be_cut_and_it_is_said(
    dying: Dying, tell: Callable[..., None]
) -> None:
    made = op_chain(dying.folder / "float.tflite", ("RELU", "EXP"))
    dying.model = Path(dying.bench.model("net.h5", "h5"))
    tell(source="alone", float=str(made))
    assert dying.refused() == "bisect-not-in-float"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"convert": ["LOG"]}, "bisect-no-crash"),
        ({"convert": ["EXP"], "signal": "SIGKILL"}, "child-killed"),
    ],
)
def test_what_does_not_crash_is_said(
    dying: Dying, tell: Callable[..., None], words: dict[str, object], code: str
) -> None:
    tell(**words)
    assert dying.refused() == code


@pytest.mark.parametrize("deaths", [1, 2, 3])
def test_a_crash_that_does_not_come_again_is_said_and_nothing_is_written(
    dying: Dying, tell: Callable[..., None], deaths: int
) -> None:
    counter = dying.folder / "deaths"
    counter.mkdir()
    for at in range(deaths):
        (counter / str(at)).touch()
    tell(convert=["EXP"], only=str(counter))
    expected = {1: "bisect-flaky", 2: "bisect-not-in-float", 3: "bisect-flaky"}
    assert dying.refused() == expected[deaths]


def test_at_the_last_trial_what_was_found_until_then_is_packed(
    dying: Dying, tell: Callable[..., None]
) -> None:
    tell(convert=["EXP"])
    result = dying.found(most_trials=6)
    assert not result.is_minimal
    assert 1 < result.ops < len(KINDS)
    assert "EXP" in kinds_of(dying.unpacked() / "part.tflite")
    assert "may not be the smallest" in (dying.folder / "unpacked" / "README.md").read_text()


def test_ops_that_cannot_be_taken_out_stay_and_it_is_said(
    dying: Dying, tell: Callable[..., None]
) -> None:
    endless_loop(dying.model)
    tell(convert=["WHILE"])
    result = dying.found(recipe=INT8)
    assert result.ops == result.total_ops
    assert not result.is_minimal


def test_it_says_how_far_it_is(dying: Dying, tell: Callable[..., None]) -> None:
    tell(convert=["EXP"])
    job_id = dying.bench.queue.submit(dying.request())
    assert isinstance(dying.bench.recorder.end(job_id), JobSucceeded)
    bodies = dying.bench.recorder.bodies(job_id)
    counted = [body.current for body in bodies if isinstance(body, Phase) and body.current]
    assert counted == list(range(1, len(counted) + 1))
    named = [body.name for body in bodies if isinstance(body, Phase)]
    first = named.index("checking")
    assert set(named[:first]) == {"bisecting"}
    assert set(named[first:]) == {"checking"}
    said = [
        body.text for body in bodies if isinstance(body, Note) and body.text.startswith("ops: ")
    ]
    assert said[-1].startswith(f"ops: {len(KINDS)} -> 1, trials: ")


def test_cancel_leaves_neither_half_a_zip_nor_a_process(
    dying: Dying, tell: Callable[..., None]
) -> None:
    stalled = dying.folder / "stalled"
    tell(convert=["EXP"], stall=str(stalled), below=len(KINDS))
    job_id = dying.bench.queue.submit(dying.request())
    deadline = time.monotonic() + 60
    while not stalled.exists():
        assert time.monotonic() < deadline, dying.bench.recorder.events
        time.sleep(0.02)
    dying.bench.queue.cancel(job_id)
    assert isinstance(dying.bench.recorder.end(job_id), JobCancelled)
    assert list(dying.archive.parent.iterdir()) == []
    children = [one for one in psutil.Process().children() if str(CHILD) in one.cmdline()]
    assert not any("convert" in one.cmdline() for one in children)
    assert not (dying.bench.config.work / job_id).exists()


def test_a_taken_name_is_refused_before_the_work(dying: Dying, tell: Callable[..., None]) -> None:
    tell(convert=["EXP"])
    dying.archive.write_text("mine")
    end = dying.run()
    assert isinstance(end, JobFailed)
    assert end.error.code == "output-exists"
    assert dying.archive.read_text() == "mine"
    assert dying.found(overwrite=True).ops == 1
