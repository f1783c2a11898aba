"""Frozen GraphDefs: ends proposed and chosen, shapes asked for, converted and run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.child_protocol import BuildRequest
from studio.core.errors import ModelError, UsageError
from studio.core.graph_requests import LayoutRequest
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import InspectRequest
from studio.engine.tensorflow_import import load_tensorflow
from studio.graph.diff import diff
from studio.graph.layouts import Layouts
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
