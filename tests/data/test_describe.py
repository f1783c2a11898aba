"""What is said of a data set before anything is done with it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import DataError
from studio.core.model import Quantization, Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.results import DataResult, StoredArray
from studio.data import load_dataset
from studio.data.describe import MOST_ELEMENTS, describe
from studio.verify.score import find_task

PICTURE = 28 * 28


def signature(*inputs: TensorSpec, classes: int | None = 10) -> Signature:
    image = TensorSpec(name="image", dtype="float32", shape=(None, 28, 28, 1))
    out = TensorSpec(name="out", dtype="float32", shape=(None, classes))
    return Signature(name="s", inputs=inputs or (image,), outputs=(out,))


def look(
    path: Path, to: Signature | None = None, preprocessing: Preprocessing | None = None, /, **x: Any
) -> DataResult:
    if x:
        np.savez(path, allow_pickle=False, **x)
    ref = DatasetRef(preprocessing=preprocessing or Preprocessing())
    return describe(path, ref, to or signature())


def code(error: Any) -> str:
    return error.code if error is not None else ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "d.npz"


def pictures(count: int = 4, dtype: Any = np.uint8) -> np.ndarray:
    values = np.arange(count * PICTURE) % 256
    return values.reshape(count, 28, 28).astype(dtype)


def test_what_goes_in_is_told_after_preprocessing(file: Path) -> None:
    scaled = Preprocessing(scale=1 / 255, mean=(0.5,))
    result = look(file, None, scaled, x=pictures(), y=np.array([1, 2, 3, 9]))
    assert result.error is None and result.labels_error is None
    assert (result.samples, result.samples_read, result.labels) == (4, 4, 4)
    assert StoredArray(key="x", dtype="uint8", shape=(4, 28, 28)) in result.arrays
    (entry,) = result.inputs
    assert (entry.name, entry.key, entry.dtype) == ("image", "x", "float32")
    assert entry.shape == (28, 28, 1)
    assert entry.minimum == pytest.approx(-0.5)
    assert entry.maximum == pytest.approx(0.5)
    bound = load_dataset(file, DatasetRef(preprocessing=scaled)).bind(signature())["image"]
    assert entry.mean == pytest.approx(float(bound.mean()), rel=1e-5)
    assert result.notes == ()
    assert result.modified_ns == file.stat().st_mtime_ns


def test_whole_numbers_in_a_float_input_are_noted(file: Path) -> None:
    assert look(file, x=pictures()).notes == ("data-unscaled",)
    assert look(file, x=pictures(dtype=np.float32)).notes == ()
    assert look(file, x=np.ones((2, 28, 28), np.float32)).notes == ("data-constant",)


@pytest.mark.parametrize(
    ("arrays", "preprocessing", "expected"),
    [
        ({"x": np.ones((4, 32, 32))}, None, "data-shape-mismatch"),
        ({"a": pictures(), "b": pictures()}, None, "data-inputs-missing"),
        ({"x": np.full((2, 28, 28), np.nan)}, None, "data-not-finite"),
        ({"x": pictures(0)}, None, "data-empty"),
        ({"x": pictures()}, Preprocessing(mean=(1.0, 2.0)), "preprocessing-does-not-fit"),
    ],
)
def test_what_a_job_would_fail_at_is_known_before(
    file: Path, arrays: dict[str, np.ndarray], preprocessing: Preprocessing | None, expected: str
) -> None:
    result = look(file, None, preprocessing, **arrays)
    assert code(result.error) == expected
    assert {array.key for array in result.arrays} == set(arrays)
    ref = DatasetRef(preprocessing=preprocessing or Preprocessing())
    with pytest.raises(DataError) as raised:
        load_dataset(file, ref).bind(signature())
    assert raised.value.info() == result.error


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (None, "labels-missing"),
        (np.array([0.5, 1, 2, 3]), "labels-invalid"),
        (np.array([1, 2, 3]), "labels-count-differs"),
        (np.array([1, 2, 3, 10]), "labels-out-of-range"),
        (np.array(3), "labels-invalid"),
        (np.eye(10)[:4], ""),
    ],
)
def test_labels_that_cannot_serve_do_not_make_the_inputs_wrong(
    file: Path, labels: np.ndarray | None, expected: str
) -> None:
    result = look(file, x=pictures(), **({} if labels is None else {"y": labels}))
    assert code(result.labels_error) == expected
    assert result.error is None
    assert result.labels == (0 if expected else 4)


RANDOM = np.random.RandomState(0)


@pytest.mark.parametrize(
    ("labels", "outputs", "expected"),
    [
        (np.array([1, 2, 3, 0]), {"out": (10,)}, "classification"),
        (np.array([1, 2, 3, 0]), {"out": (1,)}, "regression"),
        (np.array([1, 2, 3, 0]), {"out": (1,), "other": (5,)}, "classification"),
        (np.array([0, 1, 1, 0]), {"out": (1,)}, "classification"),
        (RANDOM.normal(size=4), {"out": (1,)}, "regression"),
        (RANDOM.normal(size=(4, 6)), {"out": (3, 2)}, "regression"),
        (RANDOM.randint(0, 3, (4, 8, 9)), {"out": (8, 9, 3)}, "masks"),
        (RANDOM.randint(0, 2, (4, 8, 9, 1)), {"out": (8, 9, 1)}, "masks"),
        (np.eye(10)[:4], {"out": (10,)}, "classification"),
    ],
)
def test_what_labels_are_is_told_as_the_evaluation_decides_it(
    file: Path, labels: np.ndarray, outputs: dict[str, tuple[int, ...]], expected: str
) -> None:
    specs = [
        TensorSpec(name=name, dtype="float32", shape=(None, *shape))
        for name, shape in outputs.items()
    ]
    wanted = Signature(name="s", inputs=signature().inputs, outputs=tuple(specs))
    result = look(file, wanted, x=pictures(), y=labels)
    assert (result.labels_error, result.labels, result.labels_task) == (None, 4, expected)
    computed = {name: np.zeros((4, *shape)) for name, shape in outputs.items()}
    assert find_task(load_dataset(file), computed, None).kind == expected


def test_classes_that_are_not_known_exclude_no_label(file: Path) -> None:
    result = look(file, signature(classes=None), x=pictures(), y=np.array([1, 2, 3, 10]))
    assert result.labels_error is None


def test_a_quantized_input_shows_real_values(file: Path) -> None:
    spec = TensorSpec(
        name="q",
        dtype="int8",
        shape=(1, 4),
        quantization=Quantization(scales=(0.5,), zero_points=(-3,)),
    )
    (entry,) = look(file, signature(spec), x=np.array([[-3, -1, 0, 1]], np.int8)).inputs
    assert (entry.minimum, entry.maximum, entry.mean) == (0.0, 2.0, 1.125)


def test_several_inputs_are_told_apart(file: Path) -> None:
    first = TensorSpec(name="a", dtype="float32", shape=(1, 4))
    second = TensorSpec(name="b", dtype="int32", shape=(1, 2))
    arrays = {"a": np.eye(4, dtype=np.float32)[:3], "b": np.arange(6).reshape(3, 2)}
    result = look(file, signature(first, second), **arrays)
    assert [(entry.name, entry.maximum) for entry in result.inputs] == [("a", 1.0), ("b", 5.0)]
    short = look(file, signature(first, second), a=arrays["a"], b=arrays["b"][:2])
    assert code(short.error) == "data-counts-differ"


def test_the_order_in_the_file_does_not_matter(file: Path) -> None:
    in_order = look(file, x=pictures())
    other = look(file, x=np.asfortranarray(pictures()).astype(">u2", order="K"))
    assert other.inputs == in_order.inputs


def sparse(path: Path, samples: int) -> Path:
    """A .npy whose numbers are a hole in the file: large, and quickly made."""
    with path.open("wb") as stream:
        np.lib.format.write_array_header_1_0(
            stream, {"descr": "|u1", "fortran_order": False, "shape": (samples, 28, 28)}
        )
        stream.truncate(stream.tell() + samples * PICTURE)
    return path


def test_a_huge_file_is_read_in_part(tmp_path: Path) -> None:
    samples = 2_500_000  # just below the bound of 2 GiB
    path = sparse(tmp_path / "huge.npy", samples)
    tracemalloc.start()
    result = look(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.error is None
    assert (result.samples, result.samples_read) == (samples, MOST_ELEMENTS // PICTURE)
    assert peak < 200e6


def test_what_no_job_would_read_is_refused_by_its_header(tmp_path: Path) -> None:
    result = look(sparse(tmp_path / "huge.npy", 3_000_000))
    assert code(result.error) == "data-too-large"
    assert result.inputs == ()


def test_no_more_of_an_archive_is_unpacked_than_looked_at(file: Path) -> None:
    rows = MOST_ELEMENTS // PICTURE + 1000
    np.savez(file, x=np.ones((rows, 28, 28), np.uint8))
    content = bytearray(file.read_bytes())
    content[PICTURE * (rows - 10)] ^= 1  # the check sum of the whole cannot be right any more
    file.write_bytes(content)
    assert look(file).samples_read == MOST_ELEMENTS // PICTURE
    with pytest.raises(DataError, match="data-damaged"):
        load_dataset(file)


def test_one_sample_too_large_to_look_at_leaves_its_values_unknown(file: Path) -> None:
    shape = (MOST_ELEMENTS + 1,)
    spec = TensorSpec(name="x", dtype="float32", shape=(1, *shape))
    result = look(file, signature(spec), x=np.ones((2, *shape), np.uint8))
    assert (result.samples, result.samples_read) == (2, 0)
    assert result.inputs[0].minimum is None
