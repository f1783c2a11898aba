"""Overlays have a value where one is known, say why where none is, and add up to their source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from studio.core.graph_requests import ConstantFacts, ConstantsResult
from studio.core.messages import MESSAGES
from studio.core.messages.overlays import GAPS, KINDS
from studio.core.model import Graph, GraphTensor, Node, TensorQuantization
from studio.core.overlay_sums import largest_first, share_of, together
from studio.core.overlay_values import make_overlay, offered_kinds
from studio.core.overlays import OVERLAY_KINDS, NodeErrors, NoOverlay, Overlay, OverlaySources
from studio.core.targets import make_target
from tests.kit.profiles import make_profile, timed


def tensor(index: int, size_bytes: int = 400, **fields: object) -> GraphTensor:
    values = {"name": f"t{index}", "dtype": "float32", "shape": (1, 100), **fields}
    return GraphTensor(index=index, size_bytes=size_bytes, **values)  # type: ignore[arg-type]


QUANTIZED = TensorQuantization(
    channels=1, scale_least=0.1, scale_greatest=0.1, zero_point_least=0, zero_point_greatest=0
)
GRAPH = Graph(
    nodes=(
        Node(id="0/CONV_2D/stem", index=0, op="CONV_2D", name="stem", inputs=(0, 1, 2),
             outputs=(3,), macs=900, parameters=50, precision="int8"),
        Node(id="0/RELU/relu", index=1, op="RELU", name="relu", inputs=(3,), outputs=(4,),
             macs=0, precision="int8"),
        Node(id="0/FULLY_CONNECTED/logits", index=2, op="FULLY_CONNECTED", name="logits",
             inputs=(4, 6), outputs=(5,), macs=None, parameters=10, precision="float32"),
        Node(id="0/SOFTMAX/scores", index=3, op="SOFTMAX", name="scores", inputs=(5, 7),
             outputs=(8,), macs=100, precision="float32"),
        Node(id="1/ADD/next", index=4, op="ADD", name="next", subgraph=1, inputs=(9,),
             outputs=(9,), macs=0),
    ),
    tensors=(
        tensor(0), tensor(1, is_constant=True, dtype="int8", quantization=QUANTIZED),
        tensor(2, is_constant=True, dtype="int32", quantization=QUANTIZED), tensor(3, 100),
        tensor(4, 100), tensor(5, 40), tensor(6, is_constant=True),
        tensor(7, is_constant=True, dtype="int32"), tensor(8, 0, shape=(None, 4)),
        tensor(9, 8, subgraph=1),
    ),
)  # fmt: skip
CONSTANTS = ConstantsResult(
    path="m.tflite",
    constants=(
        ConstantFacts(tensor=1, elements=90, zeros=30),
        ConstantFacts(tensor=2, elements=10, zeros=0),
        ConstantFacts(tensor=6, elements=10, zeros=10),
        ConstantFacts(tensor=7, elements=2, zeros=1),
    ),
)
ERRORS = NodeErrors(
    against="float32", measure="RMSE / range", samples=3,
    local={"0/CONV_2D/stem": 0.25}, cumulative={"0/CONV_2D/stem": 0.5, "0/SOFTMAX/scores": 1.5},
)  # fmt: skip
SOURCES = OverlaySources(graph=GRAPH, profile=make_profile("x"), constants=CONSTANTS, errors=ERRORS)


def overlay(kind: object, sources: OverlaySources = SOURCES) -> Overlay:
    made = make_overlay(kind, sources)  # type: ignore[arg-type]
    assert isinstance(made, Overlay)
    return made


def test_times_add_up_to_what_the_profile_explains() -> None:
    time = overlay("time")
    assert time.numbers == {
        "0/CONV_2D/stem": 0.6, "0/FULLY_CONNECTED/logits": 0.25, "0/SOFTMAX/scores": 0.1,
    }  # fmt: skip
    assert sum(time.numbers.values()) == pytest.approx(SOURCES.profile.coverage)  # type: ignore[union-attr]
    assert time.total == 1.0
    assert time.gaps == {"0/RELU/relu": "untimed", "1/ADD/next": "not-run"}


def test_an_op_that_could_be_several_has_no_time() -> None:
    ops = (timed(0, "CONV_2D", "stem", 600), timed(None, "Softmax", "", 9, placing="open"))
    time = overlay("time", replace(SOURCES, profile=make_profile("x", ops)))
    assert time.gaps["0/SOFTMAX/scores"] == "open"
    assert time.gaps["0/RELU/relu"] == "untimed"


def test_an_op_too_short_to_be_timed_is_not_said_to_take_nothing() -> None:
    ops = (timed(0, "CONV_2D", "stem", 600), timed(3, "SOFTMAX", "scores", 0, kernel=""))
    sources = replace(SOURCES, profile=make_profile("x", ops))
    time = overlay("time", sources)
    assert "0/SOFTMAX/scores" not in time.numbers
    assert time.gaps["0/SOFTMAX/scores"] == "too-short"
    assert overlay("placement", sources).classes["0/SOFTMAX/scores"] == "runtime"


def test_placement_is_what_the_profile_saw() -> None:
    placement = overlay("placement")
    assert placement.classes == {
        "0/CONV_2D/stem": "delegate", "0/FULLY_CONNECTED/logits": "delegate",
        "0/SOFTMAX/scores": "runtime",
    }  # fmt: skip
    assert placement.gaps == {"0/RELU/relu": "untimed", "1/ADD/next": "not-run"}


def test_what_is_counted_in_the_file() -> None:
    macs, parameters = overlay("macs"), overlay("parameters")
    assert macs.total == 1000 and macs.gaps == {"0/FULLY_CONNECTED/logits": "macs-unknown"}
    assert macs.numbers["0/RELU/relu"] == 0
    assert parameters.total == 60 and parameters.gaps == {}
    sizes = overlay("activation")
    assert sizes.numbers["0/CONV_2D/stem"] == 100 and sizes.total == 248
    assert sizes.gaps == {"0/SOFTMAX/scores": "open-shape"}
    precision = overlay("precision")
    assert precision.classes["0/SOFTMAX/scores"] == "float32"
    assert precision.gaps == {"1/ADD/next": "no-values"}


def test_zeros_are_those_of_weights_not_of_shapes() -> None:
    sparsity = overlay("sparsity")
    assert sparsity.numbers == {"0/CONV_2D/stem": 0.3, "0/FULLY_CONNECTED/logits": 1.0}
    assert sparsity.gaps["0/SOFTMAX/scores"] == "no-constants"
    found = together(sparsity, [node.id for node in GRAPH.nodes])
    assert found.number == pytest.approx((30 + 10) / (100 + 10))
    assert found.unknown == 3


def test_sparsity_is_of_the_op_that_computes_with_the_weights() -> None:
    """As a sparse float16 file has it: DENSIFY, DEQUANTIZE, and only then the convolution."""
    names = ("x", "stored", "dense", "wide", "y")
    steps = (("DENSIFY", (1,), 2), ("DEQUANTIZE", (2,), 3), ("CONV_2D", (0, 3), 4))
    graph = Graph(
        nodes=tuple(
            Node(id=op, index=at, op=op, name=names[made], inputs=taken, outputs=(made,))
            for at, (op, taken, made) in enumerate(steps)
        ),
        tensors=tuple(tensor(at, is_constant=at == 1) for at in range(5)),
    )
    facts = (ConstantFacts(tensor=1, elements=10, zeros=8),)
    constants = ConstantsResult(path="m.tflite", constants=facts)
    found = overlay("sparsity", OverlaySources(graph=graph, constants=constants))
    assert found.numbers == {"CONV_2D": 0.8} and found.weights == {"CONV_2D": 10.0}
    assert set(found.gaps) == {"DENSIFY", "DEQUANTIZE"}


def test_errors_of_several_nodes_are_the_greatest() -> None:
    local, cumulative = overlay("local-error"), overlay("cumulative-error")
    assert local.numbers == {"0/CONV_2D/stem": 0.25}
    assert together(cumulative, [node.id for node in GRAPH.nodes]).number == 1.5
    assert share_of(cumulative, 0.75) == 0.5
    assert local.gaps["0/RELU/relu"] == "not-compared"


def test_classes_of_several_nodes_are_counted() -> None:
    found = together(overlay("precision"), [node.id for node in GRAPH.nodes])
    assert found.mixture == (("float32", 2), ("int8", 2)) and found.unknown == 1
    assert together(overlay("macs"), ["0/FULLY_CONNECTED/logits"]).number is None


@given(st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_groups_add_up_to_the_whole(groups: list[int]) -> None:
    for kind in ("time", "macs", "parameters", "activation"):
        whole = overlay(kind)
        parts = [
            together(whole, [n.id for n, of in zip(GRAPH.nodes, groups, strict=True) if of == at])
            for at in range(3)
        ]
        assert sum(part.number or 0 for part in parts) == pytest.approx(sum(whole.numbers.values()))
        assert sum(part.unknown for part in parts) == len(whole.gaps)


def test_the_largest_come_first() -> None:
    macs = overlay("macs")
    assert [node_id for node_id, _ in largest_first(macs)] == [
        "0/CONV_2D/stem", "0/SOFTMAX/scores", "0/RELU/relu", "1/ADD/next",
    ]  # fmt: skip
    assert share_of(macs, 900) == 0.9


def test_every_node_has_a_value_or_a_reason() -> None:
    for kind in OVERLAY_KINDS:
        made = overlay(kind)
        valued = set(made.numbers) | set(made.classes)
        assert valued | set(made.gaps) == {node.id for node in GRAPH.nodes}
        assert not valued & set(made.gaps)
        assert set(made.gaps.values()) <= set(GAPS)


def test_why_there_is_none() -> None:
    bare = OverlaySources(graph=GRAPH)
    source = replace(bare, is_artifact=False, graph=Graph(nodes=(GRAPH.nodes[4],)))
    gpu = replace(bare, target=make_target("litert-gpu"))
    expected = [
        ("time", bare, "overlay-no-profile", "profile"),
        ("placement", bare, "overlay-no-profile", "profile"),
        ("time", gpu, "profile-gpu", "profile"),
        ("placement", gpu, "profile-gpu", "profile"),
        ("sparsity", bare, "overlay-constants-unread", "constants"),
        ("local-error", bare, "overlay-no-errors", ""),
        ("time", source, "overlay-source-not-profiled", ""),
        ("precision", source, "overlay-source-precision", ""),
        ("sparsity", source, "overlay-source-constants", ""),
    ]
    for kind, sources, code, needs in expected:
        made = make_overlay(kind, sources)  # type: ignore[arg-type]
        assert isinstance(made, NoOverlay)
        assert (made.code, made.needs) == (code, needs)
        assert made.code in MESSAGES


def test_errors_are_offered_where_there_are_some() -> None:
    assert set(KINDS) == set(OVERLAY_KINDS)
    assert set(OVERLAY_KINDS) - set(offered_kinds(None)) == {"local-error", "cumulative-error"}
    assert offered_kinds(ERRORS) == OVERLAY_KINDS
    assert "local-error" not in offered_kinds(replace(ERRORS, local={}))
