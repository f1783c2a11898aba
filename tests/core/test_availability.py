"""Why an optimization cannot apply to a model, from what inspecting it has told."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from studio.core.messages import MESSAGES
from studio.core.model import Graph, ModelInfo, Node
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import why_not

TFLITE = ModelInfo(
    format="tflite", size_bytes=1, sha256="", signatures=(), ops={"CONV_2D": 1}, parameters=9,
    macs=9, weight_kind="float32",
)  # fmt: skip
CONV = Graph(nodes=(Node(id="0/c", index=0, op="CONV_2D", name="c", parameters=9),))
DENSE = Graph(nodes=(Node(id="0/d", index=0, op="FULLY_CONNECTED", name="d", parameters=9),))
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
        ("gptq-int4", replace(TFLITE, ops={"FULLY_CONNECTED": 1}), DENSE, ""),
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
