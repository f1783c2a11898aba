"""Ops that do the same have one name, and ops that do not have two."""

from __future__ import annotations

import pytest

from studio.core.model import Node
from studio.graph.canonical import Family, canonical, role_of
from studio.graph.parsing import OP_NAMES


def called(op: str, family: Family, **attributes: str) -> str:
    node = Node(
        id="0/x", index=0, op=op, name="x", inputs=(0, 1), outputs=(2,), attributes=attributes
    )
    return canonical(node, family, 1)


def test_a_name_of_tflite_stays_what_it_is() -> None:
    for op in OP_NAMES.values():
        once = called(op, "tflite")
        assert called(once, "tflite") == once, op
        assert once in OP_NAMES.values(), op


@pytest.mark.parametrize(
    ("family", "pairs"),
    [
        (
            "ops",
            "TopKV2=TOPK_V2 Prod=REDUCE_PROD Any=REDUCE_ANY All=REDUCE_ALL Where=WHERE "
            "SelectV2=SELECT_V2 GatherNd=GATHER_ND SpaceToBatchND=SPACE_TO_BATCH_ND "
            "Cumsum=CUMSUM LogSoftmax=LOG_SOFTMAX ResizeBilinear=RESIZE_BILINEAR Relu6=RELU6 "
            "ResizeNearestNeighbor=RESIZE_NEAREST_NEIGHBOR ArgMax=ARG_MAX FloorMod=FLOOR_MOD "
            "AvgPool=AVERAGE_POOL_2D Conv3DBackpropInputV2=CONV_3D_TRANSPOSE RFFT2D=RFFT2D "
            "BroadcastTo=BROADCAST_TO SquaredDifference=SQUARED_DIFFERENCE OneHot=ONE_HOT",
        ),
        (
            "onnx",
            "TopK=TOPK_V2 CumSum=CUMSUM And=LOGICAL_AND Or=LOGICAL_OR Not=LOGICAL_NOT "
            "GreaterOrEqual=GREATER_EQUAL LessOrEqual=LESS_EQUAL Expand=BROADCAST_TO "
            "Mod=FLOOR_MOD Where=SELECT_V2 GatherND=GATHER_ND HardSwish=HARD_SWISH "
            "DepthToSpace=DEPTH_TO_SPACE ArgMin=ARG_MIN LeakyRelu=LEAKY_RELU PRelu=PRELU",
        ),
    ],
)
def test_what_does_the_same_is_called_the_same(family: Family, pairs: str) -> None:
    for pair in pairs.split():
        theirs, ours = pair.split("=")
        assert called(theirs, family) == called(ours, "tflite"), pair
        assert ours in OP_NAMES.values(), pair


def test_what_does_something_else_is_called_otherwise() -> None:
    assert called("Resize", "onnx", mode="linear") == "RESIZE_BILINEAR"
    assert called("Resize", "onnx", mode="cubic") == "RESIZE_BICUBIC"
    assert called("ResizeBicubic", "ops") == "RESIZE_BICUBIC"
    assert called("Mod", "onnx", fmod="1") not in OP_NAMES.values()
    assert called("Pad", "onnx", mode="reflect") == "MIRROR_PAD"
    assert called("Pad", "onnx", mode="edge") == "PAD_EDGE"
    assert called("Pow", "onnx") == "POW"
    assert called("Clip", "onnx", min="0", max="6") == "RELU6", "as older files state it"
    assert called("Clip", "onnx", min="0", max="5") == "CLIP"


def test_padding_with_something_else_than_zeros_is_not_in_a_convolution() -> None:
    node = Node(id="0/x", index=0, op="Pad", name="x", inputs=(0, 1, 2), outputs=(3,))
    kinds = [canonical(node, "onnx", 1, (None, (), one)) for one in ((0.0,), (1.0,), ())]
    assert kinds == ["PAD", "PADV2", "PADV2"]
    assert [role_of(node, kind, 1) for kind in kinds] == ["pad", "compute", "compute"]
