"""Writing a SignatureDef leaves everything else in the file as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from studio.core.errors import ModelError
from studio.graph.signature import read_io_indices, read_signature_defs, with_signature
from tests.kit.layered_tflite import two_in_two_out
from tests.kit.small_tflite import Signed, relu_chain


def run(data: bytes, **inputs: np.ndarray) -> dict[str, np.ndarray]:
    runner = Interpreter(model_content=data).get_signature_runner()
    return dict(runner(**inputs))


def test_names_and_order_are_written(tmp_path: Path) -> None:
    data = two_in_two_out(tmp_path / "m.tflite").read_bytes()
    assert read_signature_defs(data) == ()
    (a, b), (p, q) = read_io_indices(data)
    signed = with_signature(data, "serving_default", {"second": b, "first": a}, {"r": q, "s": p})
    (entry,) = read_signature_defs(signed)
    assert list(entry.inputs.items()) == [("second", b), ("first", a)]
    assert list(entry.outputs.items()) == [("r", q), ("s", p)]
    outputs = run(
        signed,
        first=np.array([[1, -2, 3, -4]], np.float32),
        second=np.array([[-1, 5, 0]], np.float32),
    )
    assert outputs["s"].tolist() == [[1, 0, 3, 0]]
    assert outputs["r"].tolist() == [[0, 5, 0]]


def test_old_bytes_stay_whole_and_aligned(tmp_path: Path) -> None:
    data = two_in_two_out(tmp_path / "m.tflite").read_bytes()
    inputs, outputs = read_io_indices(data)
    signed = with_signature(
        data, "s", {"a": inputs[0], "b": inputs[1]}, {"p": outputs[0], "q": outputs[1]}
    )
    assert signed.endswith(data)
    assert (len(signed) - len(data)) % 64 == 0
    assert signed[4:8] == b"TFL3"
    old, new = (schema.ModelT.InitFromPackedBuf(content) for content in (data, signed))
    assert len(new.subgraphs[0].tensors) == len(old.subgraphs[0].tensors)
    assert new.version == old.version


def test_same_name_is_replaced_and_others_are_kept(tmp_path: Path) -> None:
    path = relu_chain(tmp_path / "m.tflite", signed=Signed("other", "image", "score"))
    data = path.read_bytes()
    (x,), (y,) = read_io_indices(data)
    once = with_signature(data, "serving_default", {"a": x}, {"b": y})
    twice = with_signature(once, "serving_default", {"c": x}, {"d": y})
    assert [(entry.name, list(entry.inputs)) for entry in read_signature_defs(twice)] == [
        ("other", ["image"]),
        ("serving_default", ["c"]),
    ]


def test_written_twice_is_the_same_bytes(tmp_path: Path) -> None:
    data = relu_chain(tmp_path / "m.tflite").read_bytes()
    (x,), (y,) = read_io_indices(data)
    assert with_signature(data, "s", {"a": x}, {"b": y}) == with_signature(
        data, "s", {"a": x}, {"b": y}
    )


def test_a_tensor_that_is_no_input_is_refused(tmp_path: Path) -> None:
    data = relu_chain(tmp_path / "m.tflite").read_bytes()
    (x,), (y,) = read_io_indices(data)
    with pytest.raises(ModelError) as caught:
        with_signature(data, "s", {"a": y}, {"b": x})
    assert caught.value.code == "signature-invalid"


def test_data_behind_the_flatbuffer_moves_along(tmp_path: Path) -> None:
    """Files beyond 2 GB keep weights behind the flatbuffer, at absolute offsets."""
    import flatbuffers

    plain = relu_chain(tmp_path / "m.tflite").read_bytes()
    model = schema.ModelT.InitFromPackedBuf(plain)
    buffer = schema.BufferT()
    buffer.offset, buffer.size = 4096, 5
    model.buffers.append(buffer)
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    data = bytes(builder.Output()).ljust(4096, b"\0") + b"hello"
    (x,), (y,) = read_io_indices(data)
    signed = with_signature(data, "s", {"a": x}, {"b": y})
    moved = schema.ModelT.InitFromPackedBuf(signed).buffers[-1]
    assert signed[moved.offset : moved.offset + moved.size] == b"hello"
