"""Layers and ops of a source are found in the .tflite, inside of what they were fused into."""

from __future__ import annotations

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
