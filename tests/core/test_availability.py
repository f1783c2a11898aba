"""Why an optimization cannot apply to a model, from what inspecting it has told."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from studio.core.messages import MESSAGES
from studio.core.model import Graph, GraphTensor, ModelInfo, Node
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import why_not, why_not_value

TFLITE = ModelInfo(
    format="tflite", size_bytes=1, sha256="", signatures=(), ops={"CONV_2D": 1}, parameters=9,
    macs=9, weight_kind="float32",
)  # fmt: skip
CONV = Graph(nodes=(Node(id="0/c", index=0, op="CONV_2D", name="c", parameters=9),))
KERAS = replace(TFLITE, format="keras", weight_kind="", ops={"LSTM": 1})


def lstm(**attributes: str) -> Graph:
    node = Node(id="0/l", index=0, op="LSTM", name="l", parameters=9, attributes=attributes)
    return Graph(nodes=(node,))


@pytest.mark.parametrize(
    ("optimization", "info", "graph", "code"),
    [
        ("int8", TFLITE, CONV, ""),
        ("int8", replace(TFLITE, weight_kind="quantized"), CONV, "optimization-of-quantized"),
        ("int8", replace(TFLITE, ops={"WHILE": 1}), CONV, "int8-needs-unrolled-loop"),
        ("int16x8", KERAS, lstm(unroll="False"), "int8-needs-unrolled-loop"),
        ("int16x8", KERAS, lstm(unroll="True"), ""),
        ("int16x8", KERAS, lstm(), ""),
        ("dynamic-range", KERAS, lstm(unroll="False"), ""),
        ("dynamic-range", TFLITE, Graph(), ""),
        ("weight-only-int4", replace(KERAS, parameters=0), None, "optimization-no-weights"),
        ("weight-only-int4", replace(KERAS, parameters=None), None, ""),
        ("gptq-int4", TFLITE, CONV, "method-fits-nothing"),
        ("gptq-int4", replace(TFLITE, ops={"FULLY_CONNECTED": 1}), None, ""),
        ("select-tf-ops", TFLITE, CONV, "select-tf-needs-source"),
        ("select-tf-ops", KERAS, None, ""),
    ],
)
def test_reasons(optimization: str, info: ModelInfo, graph: Any, code: str) -> None:
    reason = why_not(CATALOG[optimization], info, graph)
    assert (reason[0] if reason else "") == code
    assert not code or code in MESSAGES


def test_a_file_whose_ops_have_no_weights_cannot_be_made_smaller() -> None:
    graph = Graph(nodes=(Node(id="0/a", index=0, op="ADD", name="a", parameters=9),))
    reason = why_not(CATALOG["float16"], TFLITE, graph)
    assert reason is not None and reason[0] == "optimization-no-weights"


def connected(op: str, shape: tuple[int, int]) -> Graph:
    """One op with a constant weight."""
    tensors = (
        GraphTensor(index=0, name="x", dtype="float32", shape=(1, 96)),
        GraphTensor(index=1, name="w", dtype="float32", shape=shape, is_constant=True),
    )
    node = Node(id="0/d", index=0, op=op, name="d", inputs=(0, 1), parameters=9)
    return Graph(nodes=(node,), tensors=tensors)


DENSE = replace(KERAS, ops={"Conv2D": 2, "Dense": 1})


@pytest.mark.parametrize(
    ("info", "graph", "value", "code"),
    [
        (TFLITE, connected("FULLY_CONNECTED", (10, 96)), "block-32", ""),
        (TFLITE, connected("FULLY_CONNECTED", (10, 96)), "block-64", "block-fits-nothing"),
        (TFLITE, CONV, "block-32", "block-fits-nothing"),
        (TFLITE, CONV, "tensor", ""),
        (TFLITE, None, "block-32", ""),
        (DENSE, connected("Dense", (96, 10)), "block-32", ""),
        (DENSE, connected("Dense", (96, 10)), "block-64", "block-fits-nothing"),
        (replace(DENSE, ops={"MyLayer": 1}), connected("Dense", (96, 10)), "block-64", ""),
        (TFLITE, CONV, "hadamard", "method-fits-nothing"),
        (TFLITE, connected("FULLY_CONNECTED", (10, 96)), "hadamard", ""),
        (replace(DENSE, ops={"Conv2D": 2}), lstm(), "hadamard", "method-fits-nothing"),
        (KERAS, lstm(), "hadamard", ""),
    ],
)
def test_single_values_that_cannot_apply(
    info: ModelInfo, graph: Any, value: str, code: str
) -> None:
    name = "method" if value == "hadamard" else "granularity"
    param = CATALOG["dynamic-int4"].param(name)
    assert param is not None
    reason = why_not_value(param, value, info, graph)
    assert (reason[0] if reason else "") == code
    assert not code or code in MESSAGES
