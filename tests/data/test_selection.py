"""Which inputs a check gets, and that seeds always give the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import DataError
from studio.core.input_selection import InputSelection
from studio.core.model import Quantization, Signature, TensorSpec
from studio.data import Selected, random_inputs, seeded_order, select

SIGNATURE = Signature(
    name="s",
    inputs=(TensorSpec(name="x", dtype="float32", shape=(1, 2)),),
    outputs=(TensorSpec(name="y", dtype="float32", shape=(1, 2)),),
)


def samples(chosen: Selected) -> list[int]:
    return chosen.inputs["x"][:, 0].astype(int).tolist()


def one_input(**fields: Any) -> Signature:
    spec = TensorSpec(**{"name": "x", "dtype": "float32", "shape": (1, 4)} | fields)
    return Signature(name="s", inputs=(spec,), outputs=())


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    values = np.repeat(np.arange(20, dtype=np.float32), 2).reshape(20, 2)
    np.savez(tmp_path / "evaluation.npz", x=values + 100, y=np.arange(20))
    np.savez(tmp_path / "calibration.npz", x=values)
    return str(tmp_path / "evaluation.npz"), str(tmp_path / "calibration.npz")


def test_held_out_data_come_first(files: tuple[str, str]) -> None:
    evaluation, calibration = files
    chosen = select(
        InputSelection(evaluation=evaluation, calibration=calibration, limit=5), SIGNATURE
    )
    assert chosen.inputs_from == "evaluation"
    assert chosen.inputs["x"].shape == (5, 2)
    assert chosen.labels is not None
    assert (chosen.inputs["x"][:, 0] - 100).tolist() == chosen.labels.tolist()


def test_data_given_for_a_check_are_called_so(files: tuple[str, str]) -> None:
    selection = InputSelection(given=files[1], evaluation=files[0], limit=5, seed=1)
    chosen = select(selection, SIGNATURE)
    assert chosen.inputs_from == "given"
    assert samples(chosen) == seeded_order(20, 1)[:5].tolist()


def test_unused_calibration_samples_share_none_with_the_used(files: tuple[str, str]) -> None:
    chosen = select(InputSelection(calibration=files[1], calibration_used=15, seed=3), SIGNATURE)
    assert chosen.inputs_from == "calibration-unused"
    used = set(seeded_order(20, 3)[:15].tolist())
    assert used.isdisjoint(samples(chosen))
    assert len(samples(chosen)) == 5


def test_variants_of_one_source_share_their_samples(files: tuple[str, str]) -> None:
    """Calibrated with 12 of 20 or not at all: the same 8, so that the source runs only once."""
    chosen = [
        select(InputSelection(calibration=files[1], calibration_used=used, limit=8), SIGNATURE)
        for used in (0, 12, 20)
    ]
    assert samples(chosen[0]) == samples(chosen[1]) == samples(chosen[2])
    assert [one.inputs_from for one in chosen] == ["calibration-unused"] * 2 + ["calibration"]


@pytest.mark.parametrize("used", [20, 200])
def test_calibration_samples_again_where_none_is_unused(files: tuple[str, str], used: int) -> None:
    chosen = select(InputSelection(calibration=files[1], calibration_used=used), SIGNATURE)
    assert chosen.inputs_from == "calibration"
    assert len(samples(chosen)) == 20


def test_random_is_the_last_resort() -> None:
    chosen = select(InputSelection(limit=7), SIGNATURE)
    assert chosen.inputs_from == "random"
    assert chosen.inputs["x"].shape == (7, 2)


@pytest.mark.parametrize(
    ("macs", "count"), [(None, 100), (75 * 10**6, 100), (300_774_272, 24), (10**12, 16)]
)
def test_a_source_that_computes_much_is_checked_on_fewer(macs: int | None, count: int) -> None:
    assert len(select(InputSelection(), SIGNATURE, macs).inputs["x"]) == count
    assert len(select(InputSelection(limit=5), SIGNATURE, macs).inputs["x"]) == 5


def test_orders_never_change() -> None:
    """Recipes made today must find the same samples tomorrow: the values are pinned."""
    assert seeded_order(8, 0).tolist() == [6, 2, 1, 7, 3, 0, 5, 4]
    assert sorted(seeded_order(50, 9).tolist()) == list(range(50))


def test_random_values_are_seeded_and_inside_the_signature() -> None:
    first, again = (random_inputs(one_input(), 3, seed=5)["x"] for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, random_inputs(one_input(), 3, seed=6)["x"])
    assert first.min() >= 0
    assert first.max() < 1
    assert set(np.unique(random_inputs(one_input(dtype="int32"), 50)["x"])) == {0, 1}
    assert random_inputs(one_input(dtype="bool"), 2)["x"].dtype == np.bool_
    scaled = one_input(dtype="int8", quantization=Quantization(scales=(1.0,), zero_points=(0,)))
    values = random_inputs(scaled, 500)["x"]
    assert (values.min(), values.max()) == (-128, 127)


def test_dynamic_dimensions_must_be_given() -> None:
    free = one_input(shape=(None, None, 3))
    with pytest.raises(DataError) as caught:
        random_inputs(free, 2)
    assert caught.value.code == "input-shape-unknown"
    assert random_inputs(free, 2, shapes={"x": (1, 6, 3)})["x"].shape == (2, 6, 3)


def test_text_cannot_be_made_up() -> None:
    with pytest.raises(DataError) as caught:
        random_inputs(one_input(dtype="string"), 1)
    assert caught.value.code == "input-dtype-unsupported"


@pytest.mark.parametrize("kind", ["given", "evaluation", "calibration"])
def test_a_sample_that_is_not_looked_at_is_refused_too(tmp_path: Path, kind: str) -> None:
    """A check of 100 samples refused what a diagnosis of 20 took without a word."""
    values = np.zeros((50, 2), np.float32)
    values[seeded_order(50, 0)[30], 1] = np.nan
    path = str(tmp_path / "nan.npz")
    np.savez(path, x=values)
    for limit in (5, 50):
        with pytest.raises(DataError) as caught:
            select(InputSelection(**{kind: path}, limit=limit), SIGNATURE)
        assert caught.value.code == "data-not-finite"
