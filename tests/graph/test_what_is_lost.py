"""What one file of two does not do is said to be missing there, not to be needless or inside."""

from __future__ import annotations

import pytest

from studio.core.graph_diff import GraphDiff
from studio.core.model import Graph, Shape
from studio.graph.canonical import Family
from studio.graph.diff import diff
from tests.kit.graphs import Step, make_graph, renamed

S: Shape = (1, 8, 8, 16)
SHAPES: dict[str, Shape] = {
    **dict.fromkeys("abcdy", S),
    "x": (1, 8, 8, 3),
    "w1": (16, 3, 3, 3),
    "w2": (16, 3, 3, 16),
}
Values = dict[str, tuple[float, ...]]
Attributes = dict[str, dict[str, str]]


def net(
    *steps: Step,
    attributes: Attributes | None = None,
    shapes: dict[str, Shape] | None = None,
    values: Values | None = None,
) -> Graph:
    return make_graph(
        steps,
        shapes={**SHAPES, "k": (16,), "one": (), "two": (), **(shapes or {})},
        attributes=attributes,
        constants=("w1", "w2", "k"),
        values=values,
        outputs=("y",),
    )


LITE = net(("CONV_2D", "a", ("x", "w1")), ("CONV_2D", "y", ("a", "w2")))


def between(op: str, *more: str, first: str = "a", read: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """A convolution, ``op``, a convolution, as ONNX has them."""
    return (
        ("Conv", "a", ("x", "w1")),
        (op, "b", read or (first, *more)),
        ("Conv", "y", ("b", "w2")),
    )


def removed(found: GraphDiff) -> set[str]:
    assert not found.folded, found.folded
    return {name.rsplit("/", 1)[1] for name in found.removed}


@pytest.mark.parametrize(
    ("families", "op"), [(("onnx", "tflite"), "Transpose"), (("tflite", "tflite"), "TRANSPOSE")]
)
@pytest.mark.parametrize("order", [(0, 2, 1, 3), (0, 2, 3, 1), (0, 3, 1, 2), ()])
def test_a_lost_transposition(
    families: tuple[Family, Family], op: str, order: tuple[int, ...]
) -> None:
    """As of squares, whose sizes tell nothing: between convolutions not even one that only moves
    the channels is needless."""
    shapes: dict[str, Shape] = {
        **dict.fromkeys("xabyz", (1, 8, 8, 8)), "w1": (8, 8, 1, 1), "w2": (8, 8, 1, 1),
    }  # fmt: skip
    conv = "Conv" if families[0] == "onnx" else "CONV_2D"
    is_onnx = families[0] == "onnx"
    first = net(
        (conv, "a", ("x", "w1")), (op, "b", ("a",) if is_onnx else ("a", "order")),
        (conv, "y", ("b", "w2")),
        shapes=shapes, values=None if is_onnx else {"order": tuple(map(float, order))},
        attributes={"b": {"perm": ", ".join(map(str, order))}} if is_onnx and order else None,
    )  # fmt: skip
    second = make_graph(
        (("CONV_2D", "a2", ("x", "w1")), ("CONV_2D", "y2", ("a2", "w2"))),
        shapes={**shapes, "a2": (1, 8, 8, 8), "y2": (1, 8, 8, 8)},
        constants=("w1", "w2"),
    )
    found = diff(first, second, *families)
    assert removed(found) == {"b"}
    assert len(found.matched) == 2
    turned = diff(second, first, families[1], families[0])
    assert (len(turned.added), turned.unfolded) == (1, ())


def test_channels_that_are_moved_are_needless_where_the_other_graph_has_them_there() -> None:
    shapes: dict[str, Shape] = {
        "x": (1, 8, 6, 3), "a": (1, 3, 8, 6), "b": (1, 16, 8, 6), "c": (1, 16, 8, 6),
        "y": (1, 8, 6, 16), "w1": (16, 3, 3, 3), "y2": (1, 8, 6, 16),
    }  # fmt: skip
    first = net(
        ("Transpose", "a", ("x",)), ("Conv", "b", ("a", "w1")), ("Sigmoid", "c", ("b",)),
        ("Transpose", "y", ("c",)),
        shapes=shapes, attributes={"a": {"perm": "0, 3, 1, 2"}, "y": {"perm": "0, 2, 3, 1"}},
    )  # fmt: skip
    second = net(
        ("CONV_2D", "a", ("x", "w1")),
        ("LOGISTIC", "y", ("a",)),
        shapes={**shapes, "a": (1, 8, 6, 16)},
    )
    found = diff(first, second, "onnx", "tflite")
    assert {name.rsplit("/", 1)[1] for name in found.folded} == {"a", "y"}
    assert (found.removed, found.added) == ((), ())


@pytest.mark.parametrize(
    ("op", "made", "order"),
    [("TRANSPOSE", (1, 16, 4, 8), (0, 3, 2, 1)), ("RESHAPE", (1, 32, 1, 16), ())],
)
def test_a_layout_op_is_not_inside_of_another_one(
    op: str, made: Shape, order: tuple[float, ...]
) -> None:
    shapes: dict[str, Shape] = {"x": (1, 8, 4, 3), "a": (1, 8, 4, 16), "b": (1, 4, 8, 16)}
    steps = (("TRANSPOSE", "b", ("a", "order")), (op, "b", ("a", "order")))
    graphs = [
        net(
            ("CONV_2D", "a", ("x", "w1")), step, ("CONV_2D", "y", ("b", "w2")),
            shapes={**shapes, "b": size, "y": (1, 4, 8, 16)}, values={"order": stored},
        )
        for step, size, stored in zip(
            steps, ((1, 4, 8, 16), made), ((0.0, 2.0, 1.0, 3.0), order), strict=True
        )
    ]  # fmt: skip
    found = diff(graphs[0], renamed(graphs[1], {"b": "c"}), "ops", "tflite")
    assert not found.unfolded
    assert [name.rsplit("/", 1)[1] for name in (*found.removed, *found.added)] == ["b", "b"]


def test_two_reshapes_are_what_one_does() -> None:
    shapes: dict[str, Shape] = {"b": (1, 64, 16), "c": (1, 4, 16, 16), "y": (1, 4, 16, 16)}
    first = net(
        ("CONV_2D", "a", ("x", "w1")), ("RESHAPE", "b", ("a",)), ("RESHAPE", "c", ("b",)),
        ("SOFTMAX", "y", ("c",)), shapes=shapes,
    )  # fmt: skip
    second = net(
        ("CONV_2D", "a", ("x", "w1")), ("RESHAPE", "c", ("a",)), ("SOFTMAX", "y", ("c",)),
        shapes=shapes,
    )  # fmt: skip
    found = diff(first, second, "ops", "tflite")
    assert (found.removed, found.added, found.unfolded) == ((), (), ())
    assert len(found.folded) + len(found.fused[0].firsts if found.fused else ()) >= 1


def test_a_scale_is_not_inside_of_weights_that_are_the_same() -> None:
    first = net(*between("Mul", "k"))
    second = make_graph(
        (("CONV_2D", "p", ("x", "w1")), ("CONV_2D", "q", ("p", "w2"))),
        shapes={**SHAPES, "p": S, "q": S}, constants=("w1", "w2"),
    )  # fmt: skip
    assert removed(diff(first, second, "onnx", "tflite")) == set(), "nothing is known of weights"
    places = [{one.name: one.index for one in graph.tensors} for graph in (first, second)]
    for names, lost in ((("w1", "w2"), {"b"}), (("w1",), set()), (("w2",), set())):
        content = {places[0][name]: places[1][name] for name in names}
        found = diff(first, second, "onnx", "tflite", lambda known=content: known)
        assert removed(found) == lost
        assert [len(one.firsts) for one in found.fused] == ([] if lost else [2])


def test_a_division_by_values_is_no_scale() -> None:
    assert removed(diff(net(*between("Div", read=("k", "a"))), LITE, "onnx", "tflite")) == {"b"}
    assert removed(diff(net(*between("Sub", read=("k", "a"))), LITE, "onnx", "tflite")) == {"b"}
    assert removed(diff(net(*between("Div", "k")), LITE, "onnx", "tflite")) == set()


def test_a_constant_for_each_element_is_in_no_convolution() -> None:
    whole = net(*between("Add", "k"), shapes={"k": S})
    assert removed(diff(whole, LITE, "onnx", "tflite")) == {"b"}


@pytest.mark.parametrize(("exponent", "is_square"), [((2.0,), True), ((3.0,), False), ((), False)])
def test_a_power_is_a_square_only_by_its_exponent(
    exponent: tuple[float, ...], is_square: bool
) -> None:
    second = net(
        ("CONV_2D", "a", ("x", "w1")), ("SQUARE", "c", ("a",)), ("CONV_2D", "y", ("c", "w2"))
    )
    for family, op, conv in (("onnx", "Pow", "Conv"), ("ops", "Pow", "Conv2D")):
        first = net(
            (conv, "a", ("x", "w1")), (op, "b", ("a", "one")), (conv, "y", ("b", "w2")),
            values={"one": exponent},
        )  # fmt: skip
        found = diff(first, second, family, "tflite")  # type: ignore[arg-type]
        assert removed(found) == (set() if is_square else {"b"})
        assert len(found.added) == (0 if is_square else 1)


@pytest.mark.parametrize(
    ("least", "most", "stated"),
    [
        ((0.0,), (6.0,), "RELU6"), ((-1.0,), (1.0,), "RELU_N1_TO_1"), ((0.0,), (3.5e38,), "RELU"),
        ((0.0,), (5.0,), ""), ((), (), ""),
    ],
)  # fmt: skip
def test_a_clip_is_an_activation_only_by_its_bounds(
    least: tuple[float, ...], most: tuple[float, ...], stated: str
) -> None:
    first = net(*between("Clip", "one", "two"), values={"one": least, "two": most})
    for activation in ("RELU6", "RELU", "RELU_N1_TO_1"):
        second = net(
            ("CONV_2D", "a", ("x", "w1")), ("CONV_2D", "y", ("a", "w2")),
            attributes={"a": {"activation": activation}},
        )  # fmt: skip
        found = diff(first, second, "onnx", "tflite")
        assert removed(found) == (set() if activation == stated else {"b"})


def test_what_follows_an_activation_is_not_in_the_op_before() -> None:
    steps: tuple[Step, ...] = (
        ("Conv", "a", ("x", "w1")), ("Relu", "c", ("a",)),
        ("BatchNormalization", "b", ("c", "k")), ("Conv", "y", ("b", "w2")),
    )  # fmt: skip
    for padding, lost in (("SAME", {"b"}), ("VALID", set())):
        second = net(
            ("CONV_2D", "a", ("x", "w1")), ("CONV_2D", "y", ("a", "w2")),
            attributes={"a": {"activation": "RELU"}, "y": {"padding": padding}},
        )  # fmt: skip
        found = diff(net(*steps), second, "onnx", "tflite")
        inside = {one.second.rsplit("/", 1)[1]: len(one.firsts) for one in found.fused}
        assert removed(found) == lost
        # an offset cannot be in weights whose products are padded with zeros
        assert inside == ({"a": 2} if lost else {"a": 2, "y": 2})
    stated = {"a": {"activation": "RELU"}}
    first = net(
        ("CONV_2D", "a", ("x", "w1")), ("ADD", "b", ("a", "k")), ("CONV_2D", "y", ("b", "w2")),
        attributes=stated,
    )  # fmt: skip
    lite = net(("CONV_2D", "a", ("x", "w1")), ("CONV_2D", "y", ("a", "w2")), attributes=stated)
    assert removed(diff(first, lite, "ops", "tflite")) == {"b"}


def test_rounding_is_needless_in_neither_file() -> None:
    rounded = net(
        ("QuantizeLinear", "c", ("x", "one")), ("DequantizeLinear", "d", ("c", "one")),
        ("Conv", "a", ("d", "w1")), ("Conv", "y", ("a", "w2")),
        shapes={"c": (1, 8, 8, 3), "d": (1, 8, 8, 3)}, values={"one": (0.5,)},
    )  # fmt: skip
    found = diff(rounded, LITE, "onnx", "tflite")
    assert (removed(found), len(found.matched)) == ({"c", "d"}, 2)
    fake = net(
        ("FakeQuantWithMinMaxArgs", "c", ("x",)), ("Conv2D", "a", ("c", "w1")),
        ("Conv2D", "y", ("a", "w2")), shapes={"c": (1, 8, 8, 3)},
    )  # fmt: skip
    found = diff(fake, LITE, "ops", "tflite")
    assert (removed(found), len(found.matched)) == ({"c"}, 2)


def test_what_is_drawn_or_fed_is_not_known_before_a_run() -> None:
    for family, op in (("onnx", "Bernoulli"), ("ops", "TruncatedNormal")):
        conv, product = ("Conv", "Mul") if family == "onnx" else ("Conv2D", "Mul")
        first = net(
            (op, "c", ("k",)), (conv, "a", ("x", "w1")), (product, "b", ("a", "c")),
            (conv, "y", ("b", "w2")),
        )  # fmt: skip
        assert removed(diff(first, LITE, family, "tflite")) == {"b", "c"}  # type: ignore[arg-type]
    fed = make_graph(
        (
            ("PlaceholderWithDefault", "x", ("k",)), ("Conv2D", "a", ("x", "w1")),
            ("Conv2D", "y", ("a", "w2")),
        ),
        inputs=(), shapes=SHAPES, constants=("k", "w1", "w2"),
    )  # fmt: skip
    assert len(diff(fed, LITE, "ops", "tflite").matched) == 2
