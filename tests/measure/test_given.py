"""Data as inputs of what is measured: the declared pre-processing is the one that is timed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from studio.core.errors import DataError
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.sample_file import read_blocks
from studio.core.scenarios import make_scenario
from studio.core.targets import make_target
from studio.data import load_dataset
from studio.measure.given import MOST_SAMPLES, GivenSamples
from studio.measure.preprocessing import Inputs
from studio.measure.sample import sample
from studio.measure.witness import read_witness
from studio.runtimes import get_runtime
from studio.stats.compare import WALL
from studio.stats.raw_samples import rows_by_arm
from tests.kit.layered_tflite import picture_model
from tests.kit.small_tflite import int8_identity
from tests.measure.conftest import Told, make_arms, sample_request

TARGET = make_target("litert-interpreter")
DECLARED = DatasetRef(
    preprocessing=Preprocessing(
        scale=1 / 255, mean=(0.5,), std=(0.5,), resize=(10, 10), crop=(8, 8)
    )
)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Three pictures of 64 x 48, each of one color."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for place, color in enumerate(((255, 0, 0), (0, 255, 0), (0, 0, 51))):
        Image.new("RGB", (64, 48), color).save(folder / f"{place}.png")
    return folder


def test_samples_are_those_that_evaluating_gets(tmp_path: Path, pictures: Path) -> None:
    model_file = picture_model(tmp_path / "m.tflite")
    with closing(get_runtime("litert-interpreter").load(model_file, TARGET)) as model:
        given = GivenSamples(model, str(pictures), DECLARED)
        expected = load_dataset(pictures, DECLARED).bind(model.signature)
        (name,) = expected
        assert given.count == 3
        for turn in range(5):
            found = given.inputs(turn)[name]
            assert np.array_equal(found, expected[name][turn % 3 : turn % 3 + 1])
            model.set_inputs({name: found})


def test_arrays_are_scaled_and_only_so_many_are_held(tmp_path: Path) -> None:
    path = int8_identity(tmp_path / "q.tflite")
    with closing(get_runtime("litert-interpreter").load(path, TARGET)) as model:
        (spec,) = model.signature.inputs
        stored = np.linspace(0, 255, 100, dtype=np.float32).repeat(np.prod(spec.shape[1:]))
        stored = stored.reshape(100, *spec.shape[1:])
        np.savez(tmp_path / "d.npz", x=stored)
        ref = DatasetRef(preprocessing=Preprocessing(scale=1 / 255))
        given = GivenSamples(model, str(tmp_path / "d.npz"), ref)
        expected = load_dataset(tmp_path / "d.npz", ref).bind(model.signature)[spec.name]
        assert given.count == MOST_SAMPLES < 100
        assert np.array_equal(given.inputs(7)[spec.name], expected[7:8])
        assert np.array_equal(given.inputs(MOST_SAMPLES)[spec.name], expected[:1])


def test_data_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "d.npy", np.zeros((3, 5), np.float32))
    path = picture_model(tmp_path / "m.tflite")
    model = get_runtime("litert-interpreter").load(path, TARGET)
    with closing(model), pytest.raises(DataError) as caught:
        GivenSamples(model, str(tmp_path / "d.npy"), None)
    assert caught.value.code == "data-shape-mismatch"


@pytest.mark.parametrize("way", ["none", "serial", "pipelined"])
def test_each_run_gets_a_sample_of_its_own_where_there_is_a_stage(
    tmp_path: Path, pictures: Path, told: Told, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    model_file = str(picture_model(tmp_path / "m.tflite"))
    (arm,) = make_arms((model_file,))
    request = replace(
        sample_request(tmp_path, (model_file,)),
        arms=(replace(arm, scenario=make_scenario(preprocessing=way)),),
        seconds=0.1,
        warmup_runs=1,
        data=str(pictures),
        data_ref=DECLARED,
        process=1,
    )
    turns: list[int] = []
    make = GivenSamples.inputs

    def watched(self: GivenSamples, turn: int) -> Inputs:
        turns.append(turn)
        return make(self, turn)

    monkeypatch.setattr(GivenSamples, "inputs", watched)
    sample(request, told.reporter)
    (notes,) = read_witness(request.output).arms
    assert notes.given_samples == 3
    if way == "none":
        assert turns == [1], "one for each time that it is loaded"
    else:
        assert turns[1:] == list(range(1, len(turns))) and len(turns) > 20


def test_decoding_and_resizing_are_part_of_what_is_timed(
    tmp_path: Path, pictures: Path, told: Told
) -> None:
    model_file = str(picture_model(tmp_path / "m.tflite"))
    plain, staged = make_arms((model_file, model_file))
    staged = replace(staged, scenario=make_scenario(preprocessing="serial"))
    request = replace(
        sample_request(tmp_path, (model_file, model_file), data=str(pictures), data_ref=DECLARED),
        arms=(plain, staged),
    )
    sample(request, told.reporter)
    rows = rows_by_arm(list(read_blocks(request.output)))
    without, with_stage = (float(np.median(rows[arm][:, WALL])) for arm in (0, 1))
    assert with_stage > 3 * without, "decoding a PNG costs many times what this model does"
