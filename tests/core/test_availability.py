"""Why an optimization cannot apply to a model, from what inspecting it has told."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from studio.core.keep import parse_keep
from studio.core.messages import MESSAGES
from studio.core.model import Graph, GraphTensor, ModelInfo, Node, Signature, TensorSpec
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import (
    REFUSALS,
    why_not,
    why_not_keep,
    why_not_step,
    why_not_value,
)
from studio.core.recipe import parse_step
from studio.core.weight_facts import WeightFacts

TFLITE = ModelInfo(
    format="tflite", size_bytes=1, sha256="", signatures=(), ops={"CONV_2D": 1}, parameters=9,
    macs=9, weight_kind="float32",
)  # fmt: skip
CONV = Graph(nodes=(Node(id="0/c", index=0, op="CONV_2D", name="c", parameters=9),))
KERAS = replace(TFLITE, format="keras", weight_kind="", ops={"LSTM": 1})


SAVED = replace(KERAS, format="savedmodel", ops={"Mul": 1}, parameters=0)
_WORDS = TensorSpec(name="s", dtype="string", shape=(4,))
TEXT = replace(SAVED, signatures=(Signature(name="a", inputs=(_WORDS,), outputs=()),))


def whole(dtype: str) -> Graph:
    """One op that computes in ``dtype``; its shape is of whole numbers, as shapes are."""
    tensors = (
        GraphTensor(index=0, name="shape", dtype="int32", shape=(2,)),
        GraphTensor(index=1, name="x", dtype=dtype, shape=(4,)),
    )
    return Graph(
        nodes=(Node(id="0/m", index=0, op="Mul", name="m", inputs=(1, 0)),), tensors=tensors
    )


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
        ("select-tf-ops", replace(KERAS, format="pt2"), None, "select-tf-of-others"),
        ("select-tf-ops", TEXT, None, "model-string-input"),
        ("int8", TEXT, None, "model-string-input"),
        ("int8", SAVED, whole("int32"), "optimization-no-floats"),
        ("int16x8", SAVED, whole("int32"), "optimization-no-floats"),
        ("int8", SAVED, whole("float16"), ""),
        ("int8", SAVED, whole(""), ""),
    ],
)
def test_reasons(optimization: str, info: ModelInfo, graph: Any, code: str) -> None:
    reason = why_not(CATALOG[optimization], info, graph)
    assert (reason[0] if reason else "") == code
    assert not code or (code in MESSAGES and code in REFUSALS)


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
        (TFLITE, connected("FULLY_CONNECTED", (10, 96)), "block-64", "block-too-wide"),
        (TFLITE, CONV, "block-32", "block-fits-nothing"),
        (TFLITE, CONV, "tensor", ""),
        (TFLITE, None, "block-32", ""),
        (DENSE, connected("Dense", (96, 10)), "block-32", ""),
        (DENSE, connected("Dense", (96, 10)), "block-64", "block-too-wide"),
        (DENSE, connected("Dense", (10, 96)), "block-64", "block-fits-nothing"),
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


FEW = WeightFacts(tensors=2, elements=1000, zeros=30, most=0.2999, most_name="k", encoded=0)
MANY = WeightFacts(tensors=2, elements=1000, zeros=500, most=0.8, encoded=1, saved_bytes=900)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (None, ""),
        (FEW, "sparsity-too-few-zeros"),
        (replace(FEW, is_complete=False), ""),
        (replace(FEW, zeros=0), "sparsity-no-zeros"),
        (replace(FEW, is_complete=False, zeros=0), ""),
        (MANY, ""),
        (replace(MANY, saved_bytes=0), "sparsity-saves-nothing"),
        (replace(MANY, saved_bytes=0, is_complete=False), ""),
    ],
)
def test_zeros_in_weights(facts: WeightFacts | None, code: str) -> None:
    reason = why_not(CATALOG["sparsity"], replace(TFLITE, weight_facts=facts), CONV)
    assert (reason[0] if reason else "") == code
    assert not code or (code in MESSAGES and code in REFUSALS)


def test_the_figures_are_cut_off_and_not_rounded() -> None:
    """29.99 % are no 30 %, of which it is said that they are needed."""
    reason = why_not(CATALOG["sparsity"], replace(TFLITE, weight_facts=FEW), CONV)
    assert reason is not None
    assert reason[1] == {"share": "3 %", "least": "30 %", "most": "29.9 %", "name": "k"}


@pytest.mark.parametrize("id", [name for name in CATALOG if "finite" in CATALOG[name].needs])
def test_weights_that_are_no_numbers(id: str) -> None:
    facts = WeightFacts(not_finite=7, not_finite_names=("a", "b"))
    connected_too = replace(TFLITE, weight_facts=facts, ops={"CONV_2D": 1, "FULLY_CONNECTED": 1})
    reason = why_not(CATALOG[id], connected_too, None)
    assert reason == ("weights-not-finite", {"count": "7", "names": "a, b"})


def test_blocks_and_mse_exclude_each_other_whatever_the_model() -> None:
    graph = connected("FULLY_CONNECTED", (10, 96))
    for text, code in (
        ("dynamic-int4:granularity=block-32,method=mse", "blocks-without-mse"),
        ("dynamic-int4:granularity=block-32,method=octav", ""),
        ("dynamic-int4:granularity=tensor,method=mse", ""),
        ("dynamic-int4:granularity=block-64,method=octav", "block-too-wide"),
    ):
        step = parse_step(text)
        info = replace(TFLITE, ops={"FULLY_CONNECTED": 1})
        reason = why_not_step(CATALOG[step.optimization], step.params, info, graph)
        assert (reason[0] if reason else "") == code, text
        assert not code or (code in MESSAGES and code in REFUSALS)


@pytest.mark.parametrize(
    ("shape", "turned", "value", "code"),
    [
        ((96, 10), "False", "block-32", ""),
        ((96, 10), "False", "block-64", "block-too-wide"),
        ((10, 96), "True", "block-32", ""),
    ],
)
def test_matrix_products_of_a_graph_of_tensorflow(
    shape: tuple[int, int], turned: str, value: str, code: str
) -> None:
    graph = connected("MatMul", shape)
    graph = replace(graph, nodes=(replace(graph.nodes[0], attributes={"transpose_b": turned}),))
    info = replace(KERAS, format="savedmodel", ops={"MatMul": 1, "Relu": 2})
    param = CATALOG["dynamic-int4"].param("granularity")
    assert param is not None
    reason = why_not_value(param, value, info, graph)
    assert (reason[0] if reason else "") == code
    assert why_not_value(param, value, replace(info, ops={"MatMul": 1, "While": 1}), graph) is None


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("conv1=float", True),
        ("^net/conv$=float", False),
        ("op:conv_2d=float", True),
        ("op:CONV2D=float", False),
        ("node:net/conv1/Relu=float", True),
        ("node:block/conv1_3=float", True),
        ("node:dense=float", False),
    ],
)
def test_entries_of_the_per_op_precision_that_are_no_op_of_the_file(
    text: str, is_found: bool
) -> None:
    tensors = (GraphTensor(index=0, name="net/conv1/Relu", dtype="float32", shape=(1, 4)),)
    node = Node(id="0/c", index=0, op="CONV_2D", name="c", outputs=(0,), precision="float32")
    graph = Graph(nodes=(node,), tensors=tensors)
    reason = why_not_keep(parse_keep(text), TFLITE, graph)
    assert reason == (None if is_found else ("keep-matches-nothing", {"entry": text}))
    assert why_not_keep(parse_keep(text), KERAS, graph) is None, "converting names ops anew"
