"""What is said of the weights in a file."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import flatbuffers
import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema

from studio.core.child import Reporter
from studio.core.errors import ModelError
from studio.core.graph_requests import ConstantFacts, ConstantsRequest
from studio.graph.constants import read_constants

Type = schema.TensorType
REPORTER = Reporter(lambda message: None)


def write(
    path: Path,
    data: bytes | None,
    dtype: int,
    shape: tuple[int, ...],
    *,
    scales: tuple[float, ...] = (),
    zero_points: tuple[int, ...] = (),
    axis: int = 0,
    sparse: bool = False,
    external: int = 0,
) -> Path:
    """One subgraph of one constant."""
    model, graph = schema.ModelT(), schema.SubGraphT()
    empty, buffer, tensor = schema.BufferT(), schema.BufferT(), schema.TensorT()
    buffer.data = None if data is None else np.frombuffer(data, np.uint8)
    tensor.name, tensor.shape, tensor.type, tensor.buffer = "w", list(shape), dtype, 1
    tensor.externalBuffer = external
    if scales:
        quantization = schema.QuantizationParametersT()
        quantization.scale, quantization.zeroPoint = list(scales), list(zero_points)
        quantization.quantizedDimension = axis
        tensor.quantization = quantization
    if sparse:
        tensor.sparsity = schema.SparsityParametersT()
    graph.tensors, graph.inputs, graph.outputs, graph.operators = [tensor], [], [], []
    model.version, model.buffers, model.subgraphs = 3, [empty, buffer], [graph]
    builder = flatbuffers.Builder(256)
    builder.Finish(model.Pack(builder), b"TFL3")
    path.write_bytes(bytes(builder.Output()))
    return path


def facts(path: Path, *tensors: int) -> ConstantFacts:
    request = ConstantsRequest(path=str(path), tensors=tensors or (0,))
    (found,) = read_constants(request, REPORTER).constants
    return found


def test_float_weights(tmp_path: Path) -> None:
    values = np.random.default_rng(1).normal(size=(50, 70)).astype(np.float32)
    values[3, :10] = 0
    values[4, 4] = np.nan
    found = facts(write(tmp_path / "m.tflite", values.tobytes(), Type.FLOAT32, values.shape))
    finite = values[np.isfinite(values)].astype(np.float64)
    assert (found.elements, found.zeros, found.not_finite) == (3500, 10, 1)
    assert found.least == finite.min() and found.greatest == finite.max()
    assert found.mean == pytest.approx(finite.mean())
    assert found.std == pytest.approx(finite.std())
    assert found.histogram == tuple(np.histogram(finite, 64)[0])
    assert (found.channels, found.scales) == (0, ())


def test_more_weights_than_are_read_at_once(tmp_path: Path) -> None:
    values = np.random.default_rng(2).normal(3, 2, size=2_500_000).astype(np.float16)
    found = facts(write(tmp_path / "m.tflite", values.tobytes(), Type.FLOAT16, values.shape))
    wide = values.astype(np.float64)
    assert found.mean == pytest.approx(wide.mean())
    assert found.std == pytest.approx(wide.std())
    assert sum(found.histogram) == values.size


def test_each_channel_has_its_scale(tmp_path: Path) -> None:
    stored = np.arange(-12, 12, dtype=np.int8).reshape(2, 3, 4)
    scales, zero_points = (0.5, 1.0, 2.0), (0, -1, 2)
    path = write(
        tmp_path / "m.tflite", stored.tobytes(), Type.INT8, stored.shape,
        scales=scales, zero_points=zero_points, axis=1,
    )  # fmt: skip
    real = (stored - np.array(zero_points)[:, None]) * np.array(scales)[:, None]
    found = facts(path)
    assert (found.least, found.greatest) == (real.min(), real.max())
    assert found.mean == pytest.approx(real.mean())
    assert found.zeros == np.count_nonzero(real == 0)
    assert (found.channels, found.axis) == (3, 1)
    assert (found.scales, found.zero_points) == (scales, zero_points)


def test_levels_of_one_scale_have_a_bin_each(tmp_path: Path) -> None:
    stored = np.array([-127, -127, 0, 5, 127], np.int8)
    path = write(
        tmp_path / "m.tflite", stored.tobytes(), Type.INT8, (5,), scales=(0.1,), zero_points=(0,)
    )
    found = facts(path)
    assert len(found.histogram) == 255
    assert [i for i, count in enumerate(found.histogram) if count] == [0, 127, 132, 254]
    assert found.histogram[0] == 2


def test_four_bit_weights_are_unpacked(tmp_path: Path) -> None:
    # low half first: 1, -1, 7, -8, 0
    path = write(
        tmp_path / "m.tflite", bytes([0xF1, 0x87, 0x00]), Type.INT4, (5,),
        scales=(0.5,), zero_points=(0,),
    )  # fmt: skip
    found = facts(path)
    assert (found.least, found.greatest, found.zeros) == (-4.0, 3.5, 1)
    assert found.mean == pytest.approx(-0.1)


def test_what_a_sparse_tensor_leaves_out_is_zero(tmp_path: Path) -> None:
    stored = np.array([1, 2, 3], np.float32)
    path = write(tmp_path / "m.tflite", stored.tobytes(), Type.FLOAT32, (3, 4), sparse=True)
    found = facts(path)
    assert found.is_sparse
    assert (found.elements, found.zeros, found.least, found.greatest) == (12, 9, 0.0, 3.0)
    assert found.mean == pytest.approx(0.5)
    assert sum(found.histogram) == 12


def test_of_sparse_channels_the_values_are_not_known(tmp_path: Path) -> None:
    path = write(
        tmp_path / "m.tflite", bytes(4), Type.INT8, (3, 4), sparse=True,
        scales=(0.5, 0.25, 1.0), zero_points=(0, 0, 0),
    )  # fmt: skip
    found = facts(path)
    assert (found.is_sparse, found.channels, found.elements) == (True, 3, 12)
    assert (found.zeros, found.least, found.histogram) == (None, None, ())


def test_what_is_stored_elsewhere_or_is_no_number_is_not_known(tmp_path: Path) -> None:
    outside = facts(write(tmp_path / "a.tflite", None, Type.FLOAT32, (2, 3), external=1))
    words = facts(write(tmp_path / "b.tflite", b"\1\0\0\0abc", Type.STRING, (1,)))
    for found in (outside, words):
        assert (found.zeros, found.least, found.mean, found.histogram) == (None, None, None, ())
    assert (outside.elements, words.elements) == (6, 1)


def test_all_constants_come_without_histograms(tmp_path: Path) -> None:
    path = write(tmp_path / "m.tflite", b"\1\2\3", Type.UINT8, (3,))
    (found,) = read_constants(ConstantsRequest(path=str(path)), REPORTER).constants
    assert (found.tensor, found.mean, found.histogram) == (0, 2.0, ())


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (b"\1\2", {}),
        (b"\1\2\3\4", {"scales": (1.0, 2.0), "zero_points": (0, 0), "axis": 0}),
        (b"\1\2\3\4", {"scales": (1.0, 2.0), "zero_points": (0, 0), "axis": -7}),
    ],
)
def test_a_file_that_contradicts_itself_is_damaged(
    tmp_path: Path, data: bytes, options: dict[str, object]
) -> None:
    path = write(tmp_path / "m.tflite", data, Type.INT8, (4,), **options)  # type: ignore[arg-type]
    with pytest.raises(ModelError) as caught:
        facts(path)
    assert caught.value.code == "model-damaged"


def test_a_tensor_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path / "m.tflite", b"\1", Type.INT8, (1,))
    with pytest.raises(ModelError):
        facts(path, 5)


def test_memory_stays_bounded(tmp_path: Path) -> None:
    """64 MB of weights are not held at once, let alone as wider numbers."""
    values = np.ones(16_000_000, np.float32)
    path = write(tmp_path / "m.tflite", values.tobytes(), Type.FLOAT32, values.shape)
    assert path.stat().st_size > 60_000_000
    del values
    tracemalloc.start()
    try:
        found = facts(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.histogram == (16_000_000,)
    assert peak < 40_000_000
