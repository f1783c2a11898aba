"""Data sets: hash, labels, and how arrays bind to a signature."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pytest

from studio.core.errors import DataError
from studio.core.messages import MESSAGES
from studio.core.model import Quantization, Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.data import LoadedDataset, load_dataset
from studio.data.layout import fixed_batch, sample_shape, with_shapes


def spec(
    shape: tuple[int | None, ...], dtype: str = "float32", name: str = "image", **more: Any
) -> TensorSpec:
    return TensorSpec(name=name, dtype=dtype, shape=shape, **more)


def signature(*inputs: TensorSpec, output: tuple[int | None, ...] = (1, 10)) -> Signature:
    out = TensorSpec(name="out", dtype="float32", shape=output)
    return Signature(name="s", inputs=inputs, outputs=(out,))


def dataset(
    tmp_path: Path, ref: DatasetRef | None = None, /, **arrays: np.ndarray
) -> LoadedDataset:
    np.savez(tmp_path / "d.npz", allow_pickle=False, **arrays)
    return load_dataset(tmp_path / "d.npz", ref)


def bind_code(data: LoadedDataset, to: Signature) -> str:
    with pytest.raises(DataError) as caught:
        data.bind(to)
    message = MESSAGES[caught.value.code]
    parsed = Formatter().parse(message.title + message.hint)
    named = {field for _, field, _, _ in parsed if field} - {"by"}
    assert named <= set(caught.value.params)
    return caught.value.code


@pytest.mark.parametrize(
    ("stored", "wanted", "bound"),
    [
        ((5, 8, 8, 1), (1, 8, 8, 1), (5, 8, 8, 1)),
        ((5, 8, 8, 1), (None, 8, 8, 1), (5, 8, 8, 1)),
        ((5, 8, 8), (1, 8, 8, 1), (5, 8, 8, 1)),
        ((8, 8), (1, 8, 8, 1), (1, 8, 8, 1)),
        ((8, 8, 1), (1, 8, 8, 1), (1, 8, 8, 1)),
        ((5, 1, 8, 8, 3), (1, 8, 8, 3), (5, 8, 8, 3)),
        ((5, 8, 8, 1), (1, 8, 8), (5, 8, 8)),
        ((5, 7), (1, None), (5, 7)),
        ((5, 43, 1), (1, 43, 1), (5, 43, 1)),
        ((5,), (1,), (5,)),
    ],
)
def test_layouts_that_fit(
    tmp_path: Path,
    stored: tuple[int, ...],
    wanted: tuple[int | None, ...],
    bound: tuple[int, ...],
) -> None:
    data = dataset(tmp_path, x=np.ones(stored, np.float32))
    assert data.bind(signature(spec(wanted)))["image"].shape == bound


def test_layouts_that_do_not(tmp_path: Path) -> None:
    images = dataset(tmp_path, x=np.ones((5, 9, 9, 1), np.float32))
    assert bind_code(images, signature(spec((1, 8, 8, 1)))) == "data-shape-mismatch"
    # 8 samples of width 8 without channel, or one sample with a channel of 1?
    square = dataset(tmp_path, x=np.ones((8, 1), np.float32))
    assert bind_code(square, signature(spec((1, None, 1)))) == "data-shape-ambiguous"


def test_names_bind_several_inputs(tmp_path: Path) -> None:
    two = signature(spec((1, 4), name="serving_default_a:0"), spec((1,), name="b"))
    data = dataset(tmp_path, a=np.ones((3, 4)), b=np.zeros(3), y=np.arange(3))
    bound = data.bind(two)
    assert bound["serving_default_a:0"].shape == (3, 4)
    assert bound["b"].shape == (3,)
    short = dataset(tmp_path, a=np.ones((3, 4)), b=np.zeros(2))
    assert bind_code(short, two) == "data-counts-differ"
    unnamed = dataset(tmp_path, first=np.ones((3, 4)), second=np.zeros(3))
    assert bind_code(unnamed, two) == "data-inputs-missing"


def test_rows_choose_and_order(tmp_path: Path) -> None:
    data = dataset(tmp_path, x=np.arange(5, dtype=np.float32)[:, None])
    bound = data.bind(signature(spec((1, 1))), np.array([3, 0]))
    assert bound["image"].tolist() == [[3.0], [0.0]]


def test_preprocessing_is_applied_as_declared(tmp_path: Path) -> None:
    pre = Preprocessing(scale=1 / 255, mean=(0.5, 0.25, 0.0), std=(0.5, 0.5, 1.0))
    data = dataset(tmp_path, DatasetRef(preprocessing=pre), x=np.full((2, 4, 4, 3), 255, np.uint8))
    bound = data.bind(signature(spec((1, 4, 4, 3))))["image"]
    assert bound.dtype == np.float32
    assert bound[0, 0, 0].tolist() == pytest.approx([1.0, 1.5, 1.0])
    assert bind_code(data, signature(spec((1, 48)))) == "data-shape-mismatch"
    wide = dataset(tmp_path, DatasetRef(preprocessing=pre), x=np.ones((2, 4)))
    assert bind_code(wide, signature(spec((1, 4)))) == "preprocessing-does-not-fit"


def test_zero_std_is_refused(tmp_path: Path) -> None:
    ref = DatasetRef(preprocessing=Preprocessing(std=(0.0,)))
    data = dataset(tmp_path, ref, x=np.ones((2, 4)))
    assert bind_code(data, signature(spec((1, 4)))) == "preprocessing-does-not-fit"


def test_quantized_inputs_take_real_values(tmp_path: Path) -> None:
    quantized = spec((1, 4), "int8", quantization=Quantization(scales=(0.5,), zero_points=(-3,)))
    data = dataset(tmp_path, x=np.array([[0.0, 1.0, -1.0, 900.0]]))
    assert data.bind(signature(quantized))["image"].tolist() == [[-3, -1, -5, 127]]
    stored = dataset(tmp_path, x=np.array([[1, 2, 3, 4]], np.int8))
    assert stored.bind(signature(quantized))["image"].tolist() == [[1, 2, 3, 4]]


def test_plain_integers_must_be_whole_and_in_range(tmp_path: Path) -> None:
    ids = signature(spec((1, 2), "int32"))
    assert dataset(tmp_path, x=np.array([[1.0, 2.0]])).bind(ids)["image"].dtype == np.int32
    assert bind_code(dataset(tmp_path, x=np.array([[1.5, 2.0]])), ids) == "data-dtype-mismatch"
    small = signature(spec((1, 2), "uint8"))
    assert bind_code(dataset(tmp_path, x=np.array([[-1, 2]])), small) == "data-dtype-mismatch"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused(tmp_path: Path, value: float) -> None:
    data = dataset(tmp_path, x=np.array([[1.0, value]]))
    assert bind_code(data, signature(spec((1, 2)))) == "data-not-finite"


def test_what_overflows_the_input_is_refused(tmp_path: Path) -> None:
    data = dataset(tmp_path, x=np.array([[1e300, 1.0]]))
    assert bind_code(data, signature(spec((1, 2)))) == "data-not-finite"


def test_no_samples_and_text(tmp_path: Path) -> None:
    empty = dataset(tmp_path, x=np.ones((0, 4), np.float32))
    assert bind_code(empty, signature(spec((1, 4)))) == "data-empty"
    data = dataset(tmp_path, x=np.ones((2, 4), np.float32))
    assert bind_code(data, signature(spec((1, 4), "string"))) == "input-dtype-unsupported"


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    x, y = np.arange(6.0).reshape(2, 3), np.arange(2)
    first = dataset(tmp_path, x=x, y=y)
    np.savez_compressed(tmp_path / "e.npz", y=y.astype(">i8"), x=np.asfortranarray(x))
    assert load_dataset(tmp_path / "e.npz").sha256 == first.sha256
    assert dataset(tmp_path, x=x + 1, y=y).sha256 != first.sha256
    assert dataset(tmp_path, x=x.reshape(3, 2), y=y).sha256 != first.sha256
    with pytest.raises(DataError) as caught:
        load_dataset(tmp_path / "e.npz", DatasetRef(sha256="0" * 64))
    assert caught.value.code == "data-changed"
    assert load_dataset(tmp_path / "e.npz", DatasetRef(sha256=first.sha256)).sha256


@pytest.mark.parametrize(
    ("y", "labels"),
    [
        (np.array([2, 0, 1]), [2, 0, 1]),
        (np.array([2.0, 0.0, 1.0]), [2, 0, 1]),
        (np.array([[2], [0], [1]]), [2, 0, 1]),
        (np.eye(3, dtype=np.float32)[[2, 0, 1]], [2, 0, 1]),
        (np.array([True, False, True]), [1, 0, 1]),
    ],
)
def test_labels(tmp_path: Path, y: np.ndarray, labels: list[int]) -> None:
    data = dataset(tmp_path, x=np.ones((3, 2)), y=y)
    assert data.require_labels().tolist() == labels


@pytest.mark.parametrize(
    "y", [np.array([0.5, 1.0, 2.0]), np.array([-1, 0, 1]), np.ones((3, 4)), np.array([np.nan] * 3)]
)
def test_what_is_no_label(tmp_path: Path, y: np.ndarray) -> None:
    data = dataset(tmp_path, x=np.ones((3, 2)), y=y)
    assert data.labels is None
    with pytest.raises(DataError) as caught:
        data.require_labels()
    assert caught.value.code == "labels-invalid"


def test_no_labels(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        dataset(tmp_path, x=np.ones((3, 2))).require_labels()
    assert caught.value.code == "labels-missing"


def test_what_a_sample_is() -> None:
    plain = signature(spec((1, 8, 8, 3)))
    assert sample_shape(plain.inputs[0], plain) == (8, 8, 3)
    eight = signature(spec((8, 5)), output=(8, 2))
    assert (fixed_batch(eight), sample_shape(eight.inputs[0], eight)) == (8, (5,))
    whole = signature(spec((40, 3)), output=(1, 2))
    assert (fixed_batch(whole), sample_shape(whole.inputs[0], whole)) == (1, (40, 3))
    vector = signature(spec((5,)), output=(5,))
    assert sample_shape(vector.inputs[0], vector) == (5,)


def test_shapes_fix_only_what_is_dynamic() -> None:
    free = signature(spec((None, None, 3)))
    assert with_shapes(free, {"image": (1, 20, 3)}).inputs[0].shape == (1, 20, 3)
    assert with_shapes(free, {"other": (1,)}) == free
    with pytest.raises(DataError) as caught:
        with_shapes(free, {"image": (1, 20, 4)})
    assert caught.value.code == "shape-does-not-fit"
