"""Graphs of different formats: what stands on both is matched, the rest is inside or needs no op.

The real pairs are in tests/engine/test_diffing.py, where the values that ops make are the truth.
"""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from studio.core.graph_diff import GraphDiff
from studio.core.model import Graph, Shape
from studio.graph.diff import diff
from studio.graph.digests import digest_of, of_one_content
from tests.kit.graphs import large_graph, make_graph, renamed

NHWC: dict[str, Shape] = {
    "x": (1, 8, 8, 3),
    "a": (1, 8, 8, 16),
    "b": (1, 4, 4, 32),
    "c": (1, 4, 4, 32),
}
LITE = make_graph(
    (
        ("CONV_2D", "a", ("x", "w1")),
        ("CONV_2D", "b", ("a", "w2")),
        ("LOGISTIC", "c", ("b",)),
        ("RESHAPE", "y", ("c",)),
    ),
    shapes={**NHWC, "y": (1, 512), "w1": (16, 3, 3, 3), "w2": (32, 3, 3, 16)},
    attributes={"a": {"activation": "RELU"}, "b": {"activation": "NONE"}},
    constants=("w1", "w2"),
)
ONNX = make_graph(
    (
        ("Transpose", "t", ("x",)),
        ("Conv", "conv1", ("t", "k1")),
        ("BatchNormalization", "bn1", ("conv1", "mean")),
        ("Relu", "act1", ("bn1",)),
        ("Pad", "pad", ("act1", "sizes")),
        ("Conv", "conv2", ("pad", "k2")),
        ("Dropout", "drop", ("conv2",)),
        ("Sigmoid", "sig", ("drop",)),
        ("Transpose", "back", ("sig",)),
        ("Shape", "shape", ("back",)),
        ("Reshape", "flat", ("back", "shape")),
        ("Sqrt", "root", ("mean",)),
        ("Relu", "unused", ("conv1",)),
    ),
    outputs=("flat",),
    shapes={
        "x": (1, 8, 8, 3), "t": (1, 3, 8, 8), "conv1": (1, 16, 8, 8), "bn1": (1, 16, 8, 8),
        "act1": (1, 16, 8, 8), "pad": (1, 16, 10, 10), "conv2": (1, 32, 4, 4),
        "drop": (1, 32, 4, 4), "sig": (1, 32, 4, 4), "back": (1, 4, 4, 32), "shape": (4,),
        "flat": (1, 512), "k1": (16, 3, 3, 3), "k2": (32, 16, 3, 3), "mean": (16,), "sizes": (8,),
        "unused": (1, 16, 8, 8), "root": (16,),
    },
    attributes={"t": {"perm": "0, 3, 1, 2"}, "back": {"perm": "0, 2, 3, 1"}},
    constants=("k1", "k2", "mean", "sizes"),
)  # fmt: skip


def short(names: tuple[str, ...]) -> set[str]:
    return {name.rsplit("/", 1)[1] for name in names}


def inside(found: GraphDiff) -> dict[str, set[str]]:
    return {one.second.rsplit("/", 1)[1]: short(one.firsts) for one in found.fused}


def matched(found: GraphDiff) -> set[tuple[str, str]]:
    return {(one.first.rsplit("/", 1)[1], one.second.rsplit("/", 1)[1]) for one in found.matched}


def test_onnx_is_found_without_a_name_in_common() -> None:
    found = diff(ONNX, LITE, "onnx", "tflite")
    assert matched(found) == {("sig", "c"), ("flat", "y")}
    assert inside(found) == {"a": {"conv1", "bn1", "act1"}, "b": {"pad", "conv2"}}
    assert short(found.folded) == {"t", "drop", "back", "shape", "root", "unused"}
    assert (found.removed, found.added, found.unfolded, found.unlike) == ((), (), (), "")


def test_the_other_way_round_it_is_the_same() -> None:
    found = diff(LITE, ONNX, "tflite", "onnx")
    assert matched(found) == {("c", "sig"), ("y", "flat")}
    assert short(found.unfolded) == {"t", "drop", "back", "shape", "root", "unused"}
    assert (found.removed, found.added, found.folded) == ((), (), ())


def test_what_is_alike_is_told_apart_by_weights_alone() -> None:
    """Two branches of one kind: nobody can tell which is which, until weights are looked at."""
    shapes: dict[str, Shape] = {"x": (1, 16), "p": (1, 4), "q": (1, 4), "s": (1, 4)}
    lite = make_graph(
        (
            ("FULLY_CONNECTED", "p", ("x", "w1")),
            ("FULLY_CONNECTED", "q", ("x", "w2")),
            ("ADD", "s", ("p", "q")),
        ),
        shapes={**shapes, "w1": (4, 16), "w2": (4, 16)},
        constants=("w1", "w2"),
    )
    onnx = make_graph(
        (
            ("Gemm", "g2", ("x", "k2")),
            ("Gemm", "g1", ("x", "k1")),
            ("Add", "sum", ("g2", "g1")),
        ),
        shapes={**shapes, "k1": (16, 4), "k2": (16, 4), "g1": (1, 4), "g2": (1, 4), "sum": (1, 4)},
        constants=("k1", "k2"),
    )
    assert matched(diff(onnx, lite, "onnx", "tflite")) == {("sum", "s")}
    places = {one.name: one.index for graph in (onnx, lite) for one in graph.tensors}
    content = {places["k1"]: places["w1"], places["k2"]: places["w2"]}
    found = diff(onnx, lite, "onnx", "tflite", lambda: content)
    assert matched(found) == {("g1", "p"), ("g2", "q"), ("sum", "s")}
    assert {one.by for one in found.matched} == {"weights", "topology"}


def test_a_name_does_not_outweigh_kind_and_size() -> None:
    misled = renamed(LITE, {"b": "conv1", "a": "conv2", "c": "flat"})
    assert matched(diff(ONNX, misled, "onnx", "tflite")) == {("sig", "c"), ("flat", "y")}


def test_other_networks_have_nothing_in_common() -> None:
    other = make_graph(
        (("FULLY_CONNECTED", "f", ("x", "w")), ("SOFTMAX", "y", ("f",))),
        shapes={"x": (1, 8), "f": (1, 3), "y": (1, 3), "w": (3, 8)},
        constants=("w",),
    )
    found = diff(ONNX, other, "onnx", "tflite")
    assert (found.matched, found.fused, found.unlike) == ((), (), "nothing-alike")
    assert len(found.added) == 2
    layers = make_graph((("Dense", "dense", ("x",)),))
    assert diff(layers, ONNX, "layers", "onnx").unlike == "formats"


ATEN = make_graph(
    (
        ("conv2d", "conv", ("x", "k1")),
        ("_native_batch_norm_legit_no_training", "norm", ("conv", "mean")),
        ("hardtanh_", "six", ("norm",)),
        ("conv2d", "deep", ("six", "k2")),
        ("silu", "silu", ("deep",)),
        ("permute", "back", ("silu",)),
        ("view", "flat", ("back",)),
        ("mul", "half", ("flat",)),
        ("addmm", "head", ("bias", "half", "k3")),
        ("zeros", "zeros", ()),
    ),
    outputs=("head",),
    shapes={
        "x": (1, 3, 8, 8), **dict.fromkeys(("conv", "norm", "six", "deep", "silu"), (1, 16, 8, 8)),
        "back": (1, 8, 8, 16), "flat": (1, 1024), "half": (1, 1024), "head": (1, 5),
        "k1": (16, 3, 3, 3), "k2": (16, 1, 3, 3), "k3": (1024, 5), "mean": (16,), "bias": (5,),
    },
    attributes={"six": {"min_val": "0.0", "max_val": "6.0"}, "deep": {"groups": "16"},
                "back": {"dims": "0, 2, 3, 1"}, "half": {"other": "0.5"}},
    constants=("k1", "k2", "k3", "mean", "bias"),
)  # fmt: skip
OF_ATEN = make_graph(
    (
        ("TRANSPOSE", "t", ("x", "order")),
        ("CONV_2D", "a", ("t", "w1")),
        ("DEPTHWISE_CONV_2D", "b", ("a", "w2")),
        ("LOGISTIC", "c", ("b",)),
        ("MUL", "d", ("b", "c")),
        ("RESHAPE", "e", ("d",)),
        ("MUL", "f", ("e", "halves")),
        ("FULLY_CONNECTED", "y", ("f", "w3")),
    ),
    shapes={
        "x": (1, 3, 8, 8), "t": (1, 8, 8, 3), **dict.fromkeys(("a", "b", "c", "d"), (1, 8, 8, 16)),
        "e": (1, 1024), "f": (1, 1024), "y": (1, 5), "w1": (16, 3, 3, 3), "w2": (1, 3, 3, 16),
        "w3": (5, 1024), "order": (4,), "halves": (1,),
    },
    attributes={"a": {"activation": "RELU6"}, "b": {"activation": "NONE"}},
    constants=("w1", "w2", "w3", "halves"),
    values={"order": (0.0, 2.0, 3.0, 1.0)},
)  # fmt: skip


def test_pytorch_is_found_by_what_its_ops_do() -> None:
    """Folded, of another layout, in place, and one op that is written as two."""
    found = diff(ATEN, OF_ATEN, "torch", "tflite")
    assert matched(found) == {("deep", "b"), ("flat", "e"), ("half", "f"), ("head", "y")}
    assert inside(found) == {"a": {"conv", "norm", "six"}, "c": {"silu"}, "d": {"silu"}}
    assert short(found.folded) == {"zeros"}
    assert short(found.removed) == {"back"}, "behind what is written as two no order is proved"
    assert (short(found.unfolded), found.added) == ({"t"}, ())
    turned = diff(OF_ATEN, ATEN, "tflite", "torch")
    assert matched(turned) == {(theirs, ours) for ours, theirs in matched(found)}
    assert diff(ATEN, ONNX, "torch", "onnx").unlike == "formats"


def test_layers_of_pytorch_are_read_out_of_the_names_that_litert_torch_gives() -> None:
    """Branches alike: a name of two layers is not read, and a neighbor's in it does not count."""
    shapes: dict[str, Shape] = {"x": (1, 16), "w": (16, 16), "v": (16, 16)}
    program = make_graph(
        (
            ("linear", "linear", ("x", "w")),
            ("linear", "linear_1", ("x", "v")),
            ("maximum", "y", ("linear", "linear_1")),
        ),
        shapes={**shapes, **dict.fromkeys(("linear", "linear_1", "y"), (1, 16))},
        constants=("w", "v"),
    )
    paths = {"linear": "parts/0/left_one/linear", "linear_1": "parts/1/right/linear_1"}
    named = replace(
        program,
        nodes=tuple(replace(one, name=paths.get(one.name, one.name)) for one in program.nodes),
    )

    def lite(right: str, left: str) -> Graph:
        return make_graph(
            (
                ("FULLY_CONNECTED", right, ("x", "v")),
                ("FULLY_CONNECTED", left, ("x", "w")),
                ("MAXIMUM", "y", (right, left)),
            ),
            shapes={**shapes, **dict.fromkeys((right, left, "y"), (1, 16))},
            constants=("w", "v"),
        )

    right = "__main__.Net/a.Part_1/torch.nn.Linear_right;3"
    left = f"__main__.Net/a.Part_0/torch.nn.Linear_left_one;;{right.removesuffix('3')}"
    found = diff(named, lite(right, left), "torch", "tflite")
    assert matched(found) == {
        ("linear", "torch.nn.Linear_right;"), ("linear_1", "torch.nn.Linear_right;3"), ("y", "y")
    }  # fmt: skip
    assert {one.by for one in found.matched} == {"name", "topology"}
    unread = lite("__main__.Net/torch.nn.Linear_one", "__main__.Net;4")
    assert matched(diff(named, unread, "torch", "tflite")) == {("y", "y")}


def test_what_is_written_out_is_told_only_where_nothing_else_could_be_meant() -> None:
    """Two ops of one kind between the same neighbors, and parts that hang together with neither."""
    steps = [
        ("linear", "a", ("x", "w")), ("silu", "s1", ("a",)), ("silu", "s2", ("a",)),
        ("add", "y", ("s1", "s2")),
    ]  # fmt: skip
    lite = [
        ("FULLY_CONNECTED", "a", ("x", "w")), ("LOGISTIC", "p", ("a",)), ("MUL", "q", ("a", "p")),
        ("LOGISTIC", "r", ("a",)), ("MUL", "s", ("a", "r")), ("ADD", "y", ("q", "s")),
    ]  # fmt: skip
    first = make_graph(steps, shapes={"w": (4, 4)}, constants=("w",))
    second = make_graph(lite, shapes={"w": (4, 4)}, constants=("w",))
    found = diff(first, second, "torch", "tflite")
    assert short(found.removed) == {"s1", "s2"}
    assert not found.fused


def test_open_sizes_are_no_sizes() -> None:
    """As of a frozen graph whose placeholder leaves its size open: names and order still tell."""
    ops = make_graph(
        (
            ("Conv2D", "net/a", ("x", "w1")),
            ("Relu", "net/a_relu", ("net/a",)),
            ("Conv2D", "net/b", ("net/a_relu", "w2")),
            ("Sigmoid", "net/c", ("net/b",)),
            ("Reshape", "net/y", ("net/c", "to")),
        ),
        shapes={
            **dict.fromkeys(("net/a", "net/a_relu"), (None, None, None, 16)),
            **dict.fromkeys(("net/b", "net/c"), (None, None, None, 32)),
            "x": (None, None, None, 3), "net/y": (None, None), "w1": (3, 3, 3, 16),
            "w2": (3, 3, 16, 32), "to": (2,),
        },
        constants=("w1", "w2", "to"),
    )  # fmt: skip
    lite = renamed(LITE, {"a": "net/a_relu;net/a", "b": "net/b1;net/b", "c": "net/c", "y": "net/y"})
    found = diff(ops, lite, "ops", "tflite")
    assert {(a, b) for a, b in matched(found)} == {("b", "b"), ("c", "c"), ("y", "y")}
    assert inside(found) == {"a": {"a", "a_relu"}}


def test_calls_around_a_function_are_no_part_of_a_name() -> None:
    ops = make_graph(
        (("Conv2D", "net/a", ("x", "w1")), ("Tanh", "net/y", ("net/a",))),
        shapes={
            "x": (1, 8, 8, 3),
            "net/a": (1, 8, 8, 16),
            "net/y": (1, 8, 8, 16),
            "w1": (3, 3, 3, 16),
        },
        constants=("w1",),
    )
    call = "StatefulPartitionedCall/StatefulPartitionedCall/"
    ops = replace(ops, nodes=tuple(replace(node, id=f"0/{call}{node.name}") for node in ops.nodes))
    for before in ("", call, "PartitionedCall_1/"):
        lite = make_graph(
            (
                ("CONV_2D", f"{before}net/a", ("x", "w1")),
                ("TANH", f"{before}net/y", (f"{before}net/a",)),
            ),
            shapes={
                "x": (1, 8, 8, 3), f"{before}net/a": (1, 8, 8, 16), f"{before}net/y": (1, 8, 8, 16),
                "w1": (16, 3, 3, 3),
            },
            constants=("w1",),
        )  # fmt: skip
        assert {one.by for one in diff(ops, lite, "ops", "tflite").matched} == {"name"}


def test_large_graphs_and_long_chains_come_to_an_end() -> None:
    large = large_graph(2_000)
    found = diff(large, large, "onnx", "tflite")
    assert {(one.first, one.second) for one in found.matched} == {
        (node.id, node.id) for node in large.nodes
    }
    chain = make_graph([("RELU", f"r{at}", (f"r{at - 1}" if at else "x",)) for at in range(2_000)])
    held = [
        make_graph([
            (conv, "a", ("x",)),
            *((relu, f"r{at}", (f"r{at - 1}" if at else "a",)) for at in range(3_000)),
            (conv, "y", ("r2999",)),
        ])
        for conv, relu in (("Conv", "Relu"), ("CONV_2D", "RELU"))
    ]  # fmt: skip
    for first, second in ((chain, chain), (held[0], held[1])):
        found = diff(first, second, "onnx", "tflite")
        assert {(one.first.split("/")[2], one.second.split("/")[2]) for one in found.matched} == {
            (node.name, node.name) for node in first.nodes
        }
    # a node more: which one, nobody can tell
    longer = make_graph([("RELU", f"s{at}", (f"s{at - 1}" if at else "x",)) for at in range(2_001)])
    found = diff(chain, longer, "onnx", "tflite")
    assert (len(found.matched), len(found.removed), len(found.added)) == (0, 2_000, 2_001)


def test_only_what_each_file_has_once_is_of_one_content() -> None:
    first = {1: (16, 5), 2: (16, 7), 3: (16, 7), 4: (20, 9)}
    second = {11: (16, 5), 12: (16, 7), 13: (24, 9)}
    assert of_one_content(first, second) == {1: 11}


def test_a_digest_does_not_depend_on_order_or_type() -> None:
    values = np.random.default_rng(0).normal(size=(6, 5, 4)).astype(np.float32)
    same = (values.transpose(2, 0, 1), values.astype(np.float16), values.astype(np.float64))
    told = digest_of([values])
    assert told is not None and told[0] == 120
    assert all(digest_of([one]) == told for one in same)
    assert digest_of(list(values)) == told, "a piece at a time"
    other = values.copy()
    other[0, 0, 0] += 0.1
    assert digest_of([other]) != told
    assert digest_of([np.ones(100)]) is None, "so many ones are in any file"
    assert digest_of([values[0, 0]]) is None, "too few"
