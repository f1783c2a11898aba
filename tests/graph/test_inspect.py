"""The overview: signatures, parameters, sizes, warnings, stable ids."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.messages import MESSAGES
from studio.core.requests import InspectRequest
from studio.graph.child import inspect
from studio.graph.tflite import keeps_state, read_graph, read_model
from tests.kit.layered_tflite import classifier, hybrid_dense, int8_dense, unfrozen
from tests.kit.small_tflite import (
    Signed,
    accumulator,
    custom_op,
    relu_chain,
    string_input,
)

WEIGHTS = np.linspace(-1, 1, 12).reshape(3, 4)


def codes(path: Path) -> list[str]:
    return [warning.code for warning in read_model(path)[0].warnings]


def test_names_come_from_the_signature(tmp_path: Path) -> None:
    path = relu_chain(tmp_path / "m.tflite", signed=Signed("serving_default", "image", "score"))
    (signature,) = read_model(path)[0].signatures
    assert signature.name == "serving_default"
    assert [(spec.name, spec.dtype, spec.shape) for spec in signature.inputs] == [
        ("image", "float32", (1, 4))
    ]
    assert [spec.name for spec in signature.outputs] == ["score"]


def test_without_a_signature_tensor_names_serve(tmp_path: Path) -> None:
    (signature,) = read_model(relu_chain(tmp_path / "m.tflite", dynamic=True))[0].signatures
    assert signature.name == ""
    assert (signature.inputs[0].name, signature.inputs[0].shape) == ("x", (None, 4))


def test_quantization_is_told(tmp_path: Path) -> None:
    (signature,) = read_model(int8_dense(tmp_path / "m.tflite", WEIGHTS))[0].signatures
    quantization = signature.inputs[0].quantization
    assert quantization is not None
    assert (quantization.scales, quantization.zero_points) == ((1 / 32,), (0,))


def test_parameters_and_sizes(tmp_path: Path) -> None:
    path = int8_dense(tmp_path / "m.tflite", WEIGHTS)
    info, graph = read_model(path)
    assert info.parameters == 12 + 3
    assert info.size_bytes == path.stat().st_size
    assert info.size_split["weights int8"] == 12
    assert info.size_split["weights int32"] == 12
    assert sum(info.size_split.values()) == info.size_bytes
    assert [node.parameters for node in graph.nodes] == [15]


def test_the_graph_connects(tmp_path: Path) -> None:
    _, graph = read_model(classifier(tmp_path / "m.tflite", WEIGHTS))
    first, second = graph.nodes
    assert (first.op, second.op) == ("FULLY_CONNECTED", "SOFTMAX")
    assert second.inputs == first.outputs
    assert first.inputs[2] == -1
    assert first.attributes["activation"] == "NONE"
    assert second.attributes == {"beta": "1"}
    assert graph.tensors[first.inputs[1]].is_constant
    assert graph.tensors[first.inputs[1]].size_bytes == 48


def test_ids_are_stable_and_unique(tmp_path: Path) -> None:
    _, one = read_model(relu_chain(tmp_path / "a.tflite", depth=4))
    _, two = read_model(relu_chain(tmp_path / "b.tflite", depth=4))
    ids = [node.id for node in one.nodes]
    assert ids == [node.id for node in two.nodes]
    assert len(set(ids)) == 4
    assert ids[0] == "0/RELU/h0"


def test_warnings(tmp_path: Path) -> None:
    assert codes(relu_chain(tmp_path / "m")) == []
    assert codes(relu_chain(tmp_path / "m", dynamic=True)) == ["dynamic-shapes"]
    assert codes(custom_op(tmp_path / "m", "Strange")) == ["custom-ops"]
    assert codes(custom_op(tmp_path / "m", "FlexStringNGrams")) == ["flex-ops"]
    assert codes(accumulator(tmp_path / "m")) == ["stateful"]
    assert codes(unfrozen(tmp_path / "m")) == ["stateful", "unfrozen-variables"]
    assert codes(string_input(tmp_path / "m")) == ["string-inputs"]


@pytest.mark.parametrize(
    "code",
    [
        "dynamic-shapes", "custom-ops", "flex-ops", "stateful", "unfrozen-variables",
        "string-inputs", "external-buffers",
    ],
)  # fmt: skip
def test_every_warning_has_a_text(code: str) -> None:
    assert MESSAGES[code].title


def test_what_quantizations_can_start_from(tmp_path: Path) -> None:
    made = (classifier, hybrid_dense, int8_dense)
    kinds = [read_model(make(tmp_path / "m", WEIGHTS))[0].weight_kind for make in made]
    assert kinds == ["float32", "quantized", "quantized"]


def test_state(tmp_path: Path) -> None:
    assert keeps_state(accumulator(tmp_path / "a"))
    assert not keeps_state(relu_chain(tmp_path / "r"))


def test_the_handler_answers_with_all_of_it(tmp_path: Path) -> None:
    path = relu_chain(tmp_path / "m.tflite")
    messages: list[object] = []
    result = inspect(InspectRequest(path=str(path)), Reporter(messages.append))
    assert result.info.format == "tflite"
    assert len(result.info.sha256) == 64
    assert len(result.graph.nodes) == 1
    assert messages


def test_what_state_starts_as_is_no_parameter(tmp_path: Path) -> None:
    path = accumulator(tmp_path / "m.tflite")
    info, _ = read_model(path)
    _, graph, _ = read_graph(path)
    assert info.parameters == 0
    assert [node.parameters for node in graph.nodes if node.parameters] == []
    assert not [kind for kind in info.size_split if kind.startswith("weights")]
