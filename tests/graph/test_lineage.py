"""Layers and ops of a source are found in the .tflite, inside of what they were fused into."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.graph_diff import GraphDiff
from studio.core.model import Graph
from studio.graph.diff import diff
from tests.kit.graphs import make_graph

KERAS = make_graph(
    (
        ("Conv2D", "conv2d_1", ("x",)),
        ("BatchNormalization", "bn", ("conv2d_1",)),
        ("ReLU", "re_lu", ("bn",)),
        ("Conv2D", "conv2d", ("re_lu",)),
        ("Dropout", "dropout", ("conv2d",)),
        ("Dense", "scores", ("dropout",)),
    )
)


def fused(found: GraphDiff) -> dict[str, set[str]]:
    return {one.second: {name.split("/")[-1] for name in one.firsts} for one in found.fused}


def layers(lite: Graph, source: Graph = KERAS) -> GraphDiff:
    return diff(source, lite, "layers", "tflite")


def test_joined_names_tell_what_was_fused() -> None:
    """As converted here: scopes end in running numbers, which look like names of other layers."""
    lite = make_graph(
        (
            ("CONV_2D", "m_1/re_lu_1/Relu;m_1/bn_1/add;m_1/conv2d_1_2/convolution", ("x",)),
            (
                "CONV_2D",
                "m_1/conv2d_1/BiasAdd;m_1/conv2d_1/convolution",
                ("m_1/re_lu_1/Relu;m_1/bn_1/add;m_1/conv2d_1_2/convolution",),
            ),
            (
                "FULLY_CONNECTED",
                "m_1/scores_1/MatMul1",
                ("m_1/conv2d_1/BiasAdd;m_1/conv2d_1/convolution",),
            ),
            ("SOFTMAX", "Identity_1", ("m_1/scores_1/MatMul1",)),
        )
    )
    found = layers(lite)
    first, second, third, last = (node.id for node in lite.nodes)
    assert [(one.first, one.second) for one in found.matched] == [("0/Conv2D/conv2d", second)]
    assert fused(found) == {
        first: {"conv2d_1", "bn", "re_lu"},
        third: {"scores"},
        last: {"scores"},
    }
    assert (found.removed, found.folded) == ((), ("0/Dropout/dropout",))
    turned = diff(lite, KERAS, "tflite", "layers")
    assert {one.second for one in turned.fused} == {
        f"0/{op}/{name}"
        for op, name in (
            ("Conv2D", "conv2d_1"), ("BatchNormalization", "bn"), ("ReLU", "re_lu"),
            ("Dense", "scores"),
        )
    }  # fmt: skip


def test_the_name_of_a_neighbors_constant_is_no_proof() -> None:
    """Where equal constants were merged, one of them bears the name for both."""
    lite = make_graph(
        (
            ("CONV_2D", "m_1/conv2d_1_1/convolution;m_1/scores_1/MatMul", ("x",)),
            ("RELU", "m_1/re_lu_1/Relu", ("m_1/conv2d_1_1/convolution;m_1/scores_1/MatMul",)),
        )
    )
    found = layers(lite)
    assert all("scores" not in names for names in fused(found).values())


def test_what_lies_between_is_in_the_op_before() -> None:
    lite = make_graph(
        (
            ("CONV_2D", "m_1/conv2d_1_1/convolution", ("x",)),
            ("CONV_2D", "m_1/conv2d_2/convolution", ("m_1/conv2d_1_1/convolution",)),
        ),
        attributes={"m_1/conv2d_1_1/convolution": {"activation": "RELU"}},
    )
    source = make_graph(
        (
            ("Conv2D", "conv2d_1", ("x",)),
            ("BatchNormalization", "bn", ("conv2d_1",)),
            ("ReLU", "re_lu", ("bn",)),
            ("Conv2D", "conv2d", ("re_lu",)),
        )
    )
    found = layers(lite, source)
    assert fused(found)[lite.nodes[0].id] == {"conv2d_1", "bn", "re_lu"}
    plain = make_graph(
        (
            ("CONV_2D", "m_1/conv2d_1_1/convolution", ("x",)),
            ("CONV_2D", "m_1/conv2d_2/convolution", ("m_1/conv2d_1_1/convolution",)),
        )
    )
    # no activation is stated, so nobody knows where it went
    assert set(layers(plain, source).removed) == {"0/BatchNormalization/bn", "0/ReLU/re_lu"}


def test_ops_go_by_their_own_names() -> None:
    source = make_graph(
        (
            ("Conv2D", "net/conv", ("x",)),
            ("BiasAdd", "net/bias", ("net/conv",)),
            ("Relu", "net/act", ("net/bias",)),
            ("AddV2", "net/add_1", ("net/act",)),
            ("Mul", "net/add_12", ("net/add_1",)),
        )
    )
    lite = make_graph(
        (
            ("CONV_2D", "net/act;net/bias;net/conv2", ("x",)),
            ("ADD", "net/add_1", ("net/act;net/bias;net/conv2",)),
            ("MUL", "net/add_12", ("net/add_1",)),
        ),
        constants=("net/conv",),
    )
    found = diff(source, lite, "ops", "tflite")
    conv, add, _ = (node.id for node in lite.nodes)
    assert fused(found) == {conv: {"conv", "bias", "act"}}
    # "net/add_12" may be the op of that name, or the second of "net/add_1": it is matched by where
    # it stands, not by its name
    by = {one.second: one.by for one in found.matched}
    assert by[add] == "name"
    assert by["0/MUL/net/add_12"] == "topology"


def test_a_scale_whose_name_was_left_out_and_padding_are_inside_too() -> None:
    """As MobileNetV2: of a normalization that was folded into a convolution no name is left, what
    is padded is of another size, and a normalization may be read by two."""
    source = make_graph(
        (
            ("Conv2D", "expand", ("x",)),
            ("BatchNormalization", "expand_bn", ("expand",)),
            ("ReLU", "expand_relu", ("expand_bn",)),
            ("ZeroPadding2D", "pad", ("expand_relu",)),
            ("DepthwiseConv2D", "deep", ("pad",)),
            ("BatchNormalization", "deep_bn", ("deep",)),
            ("ReLU", "deep_relu", ("deep_bn",)),
            ("Conv2D", "project", ("deep_relu",)),
            ("BatchNormalization", "project_bn", ("project",)),
            ("Conv2D", "next", ("project_bn",)),
            ("Add", "sum", ("project_bn", "next")),
        ),
        outputs=("sum",),
        shapes={
            **dict.fromkeys(("expand", "expand_bn", "expand_relu"), (None, 8, 8, 4)),
            "pad": (None, 9, 9, 4),
            **dict.fromkeys(("deep", "deep_bn", "deep_relu"), (None, 4, 4, 4)),
            **dict.fromkeys(("project", "project_bn", "next", "sum"), (None, 4, 4, 2)),
        },
    )
    first = "m_1/expand_relu_1/Relu6;m_1/expand_1/convolution"
    second = "m_1/deep_relu_1/Relu6;m_1/deep_bn_1/mul_1;m_1/deep_1/depthwise;m_1/pad_1/Pad1"
    third, fourth = "m_1/project_1/convolution2", "m_1/next_1/convolution"
    lite = make_graph(
        (
            ("CONV_2D", first, ("x",)),
            ("DEPTHWISE_CONV_2D", second, (first,)),
            ("CONV_2D", third, (second,)),
            ("CONV_2D", fourth, (third,)),
            ("ADD", "m_1/sum_1/Add", (third, fourth)),
        ),
        outputs=("m_1/sum_1/Add",),
        shapes={
            first: (1, 8, 8, 4),
            second: (1, 4, 4, 4),
            **dict.fromkeys((third, fourth, "m_1/sum_1/Add"), (1, 4, 4, 2)),
        },
        attributes={first: {"activation": "RELU6"}, second: {"activation": "RELU6"}},
    )
    found = layers(lite, source)
    assert fused(found) == {
        f"0/CONV_2D/{first}": {"expand", "expand_bn", "expand_relu"},
        f"0/DEPTHWISE_CONV_2D/{second}": {"pad", "deep", "deep_bn", "deep_relu"},
        f"0/CONV_2D/{third}": {"project", "project_bn"},
    }
    assert (found.removed, found.added, found.folded) == ((), (), ())


def test_layers_do_not_say_what_they_compute_in() -> None:
    lite = make_graph((("CONV_2D", "m/conv2d/convolution", ("x",)),))
    assert layers(lite).is_typed
    untyped = replace(KERAS, nodes=tuple(replace(node, precision="") for node in KERAS.nodes))
    assert not layers(lite, untyped).is_typed
