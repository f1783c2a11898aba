"""Reading data files: never a pickle, never more than allowed, never a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import DataError
from studio.core.messages import MESSAGES
from studio.data.reader import read_arrays


def code_of(path: Path, **options: int) -> str:
    with pytest.raises(DataError) as caught:
        read_arrays(path, **options)
    assert caught.value.code in MESSAGES
    return caught.value.code


def npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def test_npz_and_npy_come_back_as_saved(tmp_path: Path) -> None:
    x = np.asfortranarray(np.arange(24, dtype=np.float32).reshape(2, 3, 4))
    y = np.arange(2, dtype=">i4")
    np.savez_compressed(tmp_path / "d.npz", x=x, y=y)
    arrays = read_arrays(tmp_path / "d.npz")
    assert np.array_equal(arrays["x"], x)
    assert np.array_equal(arrays["y"], y)
    assert arrays["y"].dtype == np.dtype("int32")
    np.save(tmp_path / "d.npy", x)
    assert np.array_equal(read_arrays(tmp_path / "d.npy")["x"], x)


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(npy(np.ones(3)))
    assert read_arrays(tmp_path / "data.bin")["x"].tolist() == [1, 1, 1]


def test_pickles_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=np.array([{"a": 1}], dtype=object))
    assert code_of(tmp_path / "d.npz") == "data-pickled"


def test_text_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=np.array(["a", "b"]))
    assert code_of(tmp_path / "d.npz") == "data-kind-unsupported"


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, x=np.zeros(5_000_000, np.uint8))
    assert path.stat().st_size < 50_000
    assert code_of(path, limit_bytes=1_000_000) == "data-too-large"


def test_a_header_that_promises_too_much_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (10_000_000,)}
    np.lib.format.write_array_header_1_0(stream, header)
    path = tmp_path / "d.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", stream.getvalue() + bytes(8))
    assert code_of(path) == "data-damaged"
    assert code_of(path, limit_bytes=1000) == "data-too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "data-unknown-format"),
        (b"x,y\n1,2\n", "data-unknown-format"),
        (b"PK\x03\x04 no zip", "data-damaged"),
        (b"\x93NUMPY\x09\x00", "data-damaged"),
    ],
)
def test_other_content(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "d.npz").write_bytes(content)
    assert code_of(tmp_path / "d.npz") == code


def test_a_missing_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.npz") == "data-missing"


def test_an_archive_without_arrays(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.npz", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert code_of(tmp_path / "d.npz") == "data-empty"


@settings(max_examples=200, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255), cut=st.floats(0.2, 1))
def test_damaged_files_never_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, share: float, value: int, cut: float
) -> None:
    stream = io.BytesIO()
    np.savez_compressed(stream, x=np.arange(300, dtype=np.float32), y=np.arange(300))
    data = bytearray(stream.getvalue())
    data[int(share * len(data))] = value
    path = tmp_path_factory.mktemp("damaged") / "d.npz"
    path.write_bytes(data[: int(cut * len(data))])
    try:
        arrays = read_arrays(path)
    except DataError as error:
        assert error.code in MESSAGES
    else:
        assert all(array.dtype.kind in "biuf" for array in arrays.values())
