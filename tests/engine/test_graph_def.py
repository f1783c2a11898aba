"""Frozen GraphDefs: ends proposed and chosen, shapes asked for, converted and run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.core.build_protocol import BuildRequest
from studio.core.child import Reporter
from studio.core.errors import ModelError, UsageError
from studio.core.graph_requests import LayoutRequest
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import InspectRequest
from studio.engine.tensorflow_import import load_tensorflow
from studio.graph.diff import diff
from studio.graph.layouts import Layouts
from studio.graph.tflite import read_model
from tests.engine.conftest import Build, run_artifact
from tests.engine.warm_child import WarmChild
from tests.kit import small_graph_def

pytestmark = pytest.mark.tf


def test_a_small_file(engine: WarmChild, tmp_path: Path) -> None:
    path = small_graph_def.chain(tmp_path / "net.pb")
    found = engine(InspectRequest(path=str(path)))
    assert [(node.id, node.op) for node in found.graph.nodes] == [("0/n0", "Relu"), ("0/n1", "Abs")]
    (signature,) = found.info.signatures
    assert [(spec.name, spec.shape) for spec in signature.inputs] == [("x", (None, 4))]
    assert [spec.name for spec in signature.outputs] == ["n1"]
    assert [warning.code for warning in found.info.warnings] == ["graphdef-ends"]
    fixed = engine(InspectRequest(path=str(path), shapes={"x": (3, 4)}))
    assert fixed.info.shapes_used == {"x": (3, 4)}
    for shapes, code in (
        ({"x": (3, 5)}, "shape-invalid"),
        ({"z": (3, 4)}, "shape-input-unknown"),
    ):
        with pytest.raises(UsageError) as caught:
            engine(InspectRequest(path=str(path), shapes=shapes))
        assert caught.value.code == code


def test_a_loop_is_a_cycle_and_its_costs_are_unknown(engine: WarmChild, models: Path) -> None:
    found = engine(InspectRequest(path=str(models / "loop.pb")))
    assert found.info.macs is None
    assert "NextIteration" in found.info.macs_unknown_ops
    assert [spec.name for spec in found.info.signatures[0].inputs] == ["rows"]
    same = diff(found.graph, found.graph, "ops", "ops")
    assert len(same.matched) == len(found.graph.nodes)
    layout = Layouts().answer(
        LayoutRequest(path=str(models / "loop.pb"), graph=found.graph), Reporter(lambda _: None)
    )
    assert {box.id for box in layout.boxes} >= {node.id for node in found.graph.nodes}


def test_an_op_that_nobody_knows_is_an_error(engine: WarmChild, tmp_path: Path) -> None:
    path = small_graph_def.chain(tmp_path / "net.pb", ("Relu", "OpOfSomebodyElse"))
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(path)))
    assert caught.value.code == "model-cannot-be-built"


def test_shapes_are_asked_for_and_not_guessed(build: Build, models: Path) -> None:
    with pytest.raises(UsageError) as caught:
        build(models / "open_ends.pb")
    assert caught.value.code == "shape-needed"
    assert caught.value.params["inputs"] == "image (1, ?, ?, 3)"


def test_a_graph_is_converted_between_the_ends_that_were_chosen(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    shapes = {"shapes": {"image": (1, 5, 4, 3)}}
    made = build(models / "open_ends.pb", recipe=shapes)
    assert made.stages[0].route == "frozen-graph"
    image = np.random.default_rng(1).random((1, 5, 4, 3), np.float32)
    whole = run_artifact(made.artifact, {"image": image})
    assert sorted(whole) == ["mean", "peak"]
    opening = Opening(inputs=("conv:0",), outputs=("mean",))
    request = BuildRequest(
        source=str(models / "open_ends.pb"),
        artifact=str(tmp_path / "part.tflite"),
        recipe=make_recipe((), shapes={"conv": (1, 5, 4, 2)}),
        opening=opening,
    )
    part = run_artifact(engine(request).artifact, {"conv": image[..., :2] - 0.5})
    expected = np.maximum(image[..., :2] - 0.5, 0).mean((1, 2))
    np.testing.assert_allclose(part["mean"], expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        (Opening(outputs=("nowhere",)), "graphdef-tensor-unknown"),
        (Opening(inputs=("kernel",)), "graphdef-input-missing"),
        (Opening(outputs=("kernel",)), "graphdef-ends-missing"),
    ],
)
def test_ends_that_cannot_be_are_refused(
    engine: WarmChild, models: Path, tmp_path: Path, opening: Opening, code: str
) -> None:
    request = BuildRequest(
        source=str(models / "open_ends.pb"),
        artifact=str(tmp_path / "m.tflite"),
        recipe=make_recipe(),
        opening=opening,
    )
    with pytest.raises(ModelError) as caught:
        engine(request)
    assert caught.value.code == code


def test_a_graph_without_its_weights_is_refused(build: Build, models: Path) -> None:
    with pytest.raises(ModelError) as caught:
        build(models / "not_frozen.pb")
    assert caught.value.code == "graphdef-not-frozen"
    assert caught.value.params["count"] == "1"


DEFAULTED = """
import sys
import numpy as np, tensorflow as tf
graph = tf.Graph()
with graph.as_default():
    random = np.random.default_rng(0)
    given = tf.compat.v1.placeholder_with_default(
        np.zeros((1, 8, 8, 3), np.float32), shape=(1, 8, 8, 3), name="image"
    )
    weights = tf.constant(random.normal(size=(3, 3, 3, 16)).astype(np.float32))
    first = tf.nn.relu(tf.nn.conv2d(given, weights, 1, "SAME", name="conv"), name="act")
    turned = tf.transpose(first, [0, 2, 1, 3], name="turned")
    tf.nn.softmax(tf.reduce_sum(tf.pow(turned, 3.0, name="cube"), [1, 2], name="sum"), name="out")
open(sys.argv[1], "wb").write(graph.as_graph_def().SerializeToString())
"""


def test_an_input_with_a_default_is_an_input(
    engine: WarmChild, build: Build, tmp_path: Path
) -> None:
    """It is no constant, so what follows from it is not known before a run; and small constants
    are told, by which ops are compared."""
    path = tmp_path / "net.pb"
    subprocess.run([sys.executable, "-c", DEFAULTED, path], check=True, capture_output=True)
    graph = engine(InspectRequest(path=str(path))).graph
    assert "PlaceholderWithDefault" not in {node.op for node in graph.nodes}
    assert [graph.tensors[at].name for at in graph.inputs[0]] == ["image:0"]
    stored = {node.name: graph.tensors[node.inputs[1]].values for node in graph.nodes[2:5]}
    assert stored == {"turned": (0.0, 2.0, 1.0, 3.0), "cube": (3.0,), "sum": (1.0, 2.0)}
    lite = read_model(build(path).artifact)[1]
    order = next(node for node in lite.nodes if node.op == "TRANSPOSE").inputs[1]
    assert lite.tensors[order].values == (0.0, 2.0, 1.0, 3.0)
    found = diff(graph, lite, "ops", "tflite")
    assert (found.folded, found.removed) == ((), ())
    assert {one.first for one in found.matched} >= {"0/turned", "0/sum", "0/out"}
    assert found.fused[0].firsts == ("0/conv", "0/act")


def test_python_in_a_function_of_the_graph_is_refused(engine: WarmChild, tmp_path: Path) -> None:
    tf = load_tensorflow()
    with tf.Graph().as_default() as graph:
        x = tf.compat.v1.placeholder(tf.float32, (1, 2), name="x")
        calls = tf.function(lambda value: tf.numpy_function(np.sin, [value], tf.float32))
        tf.identity(tf.ensure_shape(calls(x), (1, 2)), name="y")
    (tmp_path / "net.pb").write_bytes(graph.as_graph_def().SerializeToString())
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(tmp_path / "net.pb")))
    assert caught.value.code == "model-calls-python"
