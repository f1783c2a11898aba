"""Float against quantized, and source against both: files that this program makes.

The truth is in the weights: those of matched ops are the same numbers, quantized or not, and those
of other ops are farther away.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from studio.core.graph_diff import GraphDiff
from studio.core.model import Graph
from studio.core.optimizations import CATALOG
from studio.core.requests import InspectRequest
from studio.graph.diff import diff
from studio.graph.tflite import read_model
from tests.conftest import Sample
from tests.engine.conftest import Build
from tests.engine.warm_child import WarmChild
from tests.realmodels import RealModels

pytestmark = pytest.mark.tf

TRANSLATING = {"QUANTIZE", "DEQUANTIZE"}


def weights(path: str, graph: Graph) -> dict[str, np.ndarray]:
    """Node -> its largest constant as real numbers, of nodes that have one worth comparing."""
    read = Interpreter(path)
    details = {one["index"]: one for one in read.get_tensor_details()}
    made_by = {node.outputs[0]: node for node in graph.nodes if node.op == "DEQUANTIZE"}
    found = {}
    for node in graph.nodes:
        tensors = [made_by[at].inputs[0] if at in made_by else at for at in node.inputs if at >= 0]
        stored = [at for at in tensors if graph.tensors[at].is_constant]
        stored = [at for at in stored if np.prod(graph.tensors[at].shape) >= 8]
        if node.op in TRANSLATING or node.subgraph or not stored:
            continue
        best = max(stored, key=lambda at: np.prod(graph.tensors[at].shape))
        scales = details[best]["quantization_parameters"]
        values = read.get_tensor(best).astype(np.float64)
        if len(scales["scales"]):
            shape = [1] * values.ndim
            shape[scales["quantized_dimension"] if len(scales["scales"]) > 1 else 0] = -1
            values = (values - scales["zero_points"].reshape(shape)) * scales["scales"].reshape(
                shape
            )
        found[node.id] = values
    return found


def distance(first: np.ndarray, second: np.ndarray) -> float:
    """0 = the same numbers; what has nothing to do with each other is about 1.4."""
    if first.shape != second.shape:
        return float("inf")
    return float(np.linalg.norm(first - second) / np.linalg.norm(first))


def is_same(first: np.ndarray, second: np.ndarray) -> bool:
    """Up to what a few bits lose, whichever way they are chosen."""
    return distance(first, second) < 0.4


def require_right(first_path: str, second_path: str) -> GraphDiff:
    """At least 95 % of the nodes of the first are matched, and what can be proven is right."""
    first, second = read_model(first_path)[1], read_model(second_path)[1]
    found = diff(first, second, "tflite", "tflite")
    ops = {node.id: node for node in first.nodes}
    others = {node.id: node for node in second.nodes}
    assert len(found.matched) >= 0.95 * len(first.nodes)
    assert all(ops[one.first].op == others[one.second].op for one in found.matched)
    ours, theirs = weights(first_path, first), weights(second_path, second)
    proven = 0
    for match in found.matched:
        if match.first in ours:
            same = {name for name, values in theirs.items() if is_same(ours[match.first], values)}
            assert match.second in same, match
            proven += len(same) == 1
    assert proven >= 3
    assert {others[name].op for name in found.added} <= TRANSLATING
    assert not found.removed
    return found


@pytest.mark.parametrize("kind", CATALOG)
def test_the_sample_in_every_kind(build: Build, sample: Sample, kind: str) -> None:
    optimized = build(
        sample.model, kind, calibration=sample.calibration if kind == "int8" else None
    )
    found = require_right(build(sample.model).artifact, optimized.artifact)
    assert len(found.matched) == 10
    # float16 and weight-only weights are widened before they are used: ops compute as before
    changed = {"int8": 10, "int16x8": 10, "dynamic-range": 8}
    if kind in ("float16", "weight-only-int8", *changed):
        assert len(found.requantized) == changed.get(kind, 0)
    turned = diff(
        read_model(optimized.artifact)[1], read_model(build(sample.model).artifact)[1],
        "tflite", "tflite",
    )  # fmt: skip
    assert {(one.second, one.first) for one in turned.matched} == {
        (one.first, one.second) for one in found.matched
    }


@pytest.mark.parametrize("name", ["transformer", "lstm", "nested"])
def test_other_architectures(build: Build, models: Path, name: str) -> None:
    source = models / f"{name}.keras"
    first = read_model(build(source).artifact)[1]
    for kind in ("dynamic-range", "weight-only-int8"):
        second = read_model(build(source, kind).artifact)[1]
        found = diff(first, second, "tflite", "tflite")
        assert {(one.first, one.second) for one in found.matched} == {
            (node.id, node.id) for node in first.nodes
        }


def test_a_source_is_found_in_its_variants(engine: WarmChild, build: Build, sample: Sample) -> None:
    source = engine(InspectRequest(path=str(sample.model))).graph
    for made in (build(sample.model), build(sample.model, "int8", calibration=sample.calibration)):
        second = read_model(made.artifact)[1]
        found = diff(source, second, "layers", "tflite")
        ops = {node.id: node.op for node in second.nodes}
        inside = {ops[one.second]: len(one.firsts) for one in found.fused}
        assert inside == {
            "CONV_2D": 3, "DEPTHWISE_CONV_2D": 3, "FULLY_CONNECTED": 1, "SOFTMAX": 1,
        }  # fmt: skip
        assert (found.removed, found.folded) == ((), ("0/dropout_1",))
        assert {ops[name] for name in found.added} <= TRANSLATING
        for one in found.fused:
            if ops[one.second] == "CONV_2D":
                kinds = [name.rsplit("_", 1)[0] for name in one.firsts]
                assert kinds == ["0/conv2d", "0/batch_normalization", "0/re_lu"]


@pytest.mark.realmodel
def test_real_models_float_against_int8(
    engine: WarmChild, build: Build, realmodels: RealModels, tmp_path: Path
) -> None:
    for source in (realmodels.fer_h5, realmodels.digits_keras, realmodels.basic_pitch_saved_model):
        first, second = build(source).artifact, build(source, "int8").artifact
        found = require_right(first, second)
        assert found.requantized
        kept = diff(read_model(first)[1], read_model(realmodels.fer_tflite)[1], "tflite", "tflite")
        if source == realmodels.fer_h5:
            # made by others, by another converter: what is matched all the same is right
            theirs = weights(str(realmodels.fer_tflite), read_model(realmodels.fer_tflite)[1])
            ours = weights(first, read_model(first)[1])
            for match in kept.matched:
                if match.first in ours and match.second in theirs:
                    assert is_same(ours[match.first], theirs[match.second]), match


@pytest.mark.realmodel
def test_the_ops_of_a_saved_model_are_found(
    engine: WarmChild, build: Build, realmodels: RealModels
) -> None:
    source = engine(InspectRequest(path=str(realmodels.basic_pitch_saved_model))).graph
    lite = read_model(build(realmodels.basic_pitch_saved_model).artifact)[1]
    found = diff(source, lite, "ops", "tflite")
    ops = {node.id: node.op for node in source.nodes}
    others = {node.id: node.op for node in lite.nodes}
    kinds = {"Conv2D": "CONV_2D", "Pad": "PAD", "Sigmoid": "LOGISTIC", "ConcatV2": "CONCATENATION"}
    pairs = [(ops[one.first], others[one.second]) for one in found.matched]
    assert len(pairs) > 100
    assert all(other == kinds[op] for op, other in pairs if op in kinds)
