"""Whatever the bytes are: a StudioError or a result that can be sent, nothing else."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import ModelError, StudioError
from studio.core.model import InspectResult
from studio.graph.audit import audit
from studio.graph.signature import read_io_indices, with_signature
from studio.graph.tflite import keeps_state, read_model
from tests.kit.layered_tflite import classifier, int8_dense
from tests.kit.small_tflite import Signed, accumulator

EXTREMES = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\x00\x00\x00\x00")


@cache
def healthy() -> tuple[bytes, ...]:
    weights = np.eye(6, 4)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        return (
            accumulator(base / "a").read_bytes(),
            int8_dense(base / "b", weights).read_bytes(),
            classifier(base / "c", weights, dynamic=True, signed=Signed()).read_bytes(),
        )


def read_all_ways(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    info, graph = read_model(path)
    sent = msgspec.json.encode(InspectResult(path=str(path), info=info, graph=graph))
    msgspec.json.decode(sent, type=InspectResult)
    msgspec.json.encode(audit(path))
    keeps_state(path)
    inputs, outputs = read_io_indices(data)
    with_signature(
        data,
        "s",
        {f"i{index}": index for index in inputs},
        {f"o{index}": index for index in outputs},
    )


def survive(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.tflite"
        try:
            read_all_ways(data, path)
        except StudioError as error:
            assert error.code.startswith(("model-", "signature-"))


@settings(max_examples=150, deadline=None)
@given(which=st.integers(0, 2), share=st.floats(0, 1, exclude_max=True))
def test_truncated(which: int, share: float) -> None:
    data = healthy()[which]
    survive(data[: int(share * len(data))])


@settings(max_examples=300, deadline=None)
@given(
    which=st.integers(0, 2),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20),
)
def test_flipped_bytes(which: int, flips: list[tuple[float, int]]) -> None:
    data = bytearray(healthy()[which])
    for share, value in flips:
        data[int(share * len(data))] = value
    survive(bytes(data))


@settings(max_examples=300, deadline=None)
@given(
    which=st.integers(0, 2),
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(EXTREMES)), max_size=4
    ),
)
def test_extreme_offsets_and_lengths(which: int, places: list[tuple[float, bytes]]) -> None:
    data = bytearray(healthy()[which])
    for share, extreme in places:
        at = int(share * (len(data) - 4)) // 4 * 4
        data[at : at + 4] = extreme
    survive(bytes(data))


@settings(max_examples=100, deadline=None)
@given(garbage=st.binary(max_size=400))
def test_garbage_behind_the_identifier(garbage: bytes) -> None:
    survive(garbage[:4].ljust(4, b"\0") + b"TFL3" + garbage[4:])


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "model-empty"), (b"\x08\0\0\0TFL3", "model-damaged"), (b"PK\x03\x04", "model-damaged")],
)
def test_what_is_no_model_says_so(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "m.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        read_model(path)
    assert caught.value.code == code


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        read_model(tmp_path / "none.tflite")
    assert caught.value.code == "model-missing"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        read_model(tmp_path)
    assert caught.value.code == "model-unreadable"
