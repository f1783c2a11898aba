"""The model's ops behind what a delegate ran, and what must stay open."""

from __future__ import annotations

from studio.core.model import Node
from studio.graph.partitions import foretell_parts
from studio.graph.profile_alignment import AlignedSubgraph, Found, align_subgraph
from studio.graph.profile_events import Slot

ADDED, OPEN = Found("inserted"), Found("open")
CONV, DWCONV, FC = (
    "Convolution (NHWC, F32) IGEMM",
    "Convolution (NHWC, F32) DWConv",
    "Fully Connected (NC, F32) GEMM",
)


def chain(*ops: str, **attributes: str) -> list[Node]:
    """Ops one behind the other: node i reads tensor i and writes tensor i + 1."""
    return [
        Node(
            id=f"n{at}", index=at, op=op, name=f"t{at}", inputs=(at,), outputs=(at + 1,),
            attributes=attributes,
        )
        for at, op in enumerate(ops)
    ]  # fmt: skip


def delegated(*tags: str) -> list[Slot]:
    return [Slot(tag, True, at, 0) for at, tag in enumerate(tags)]


def of_runtime(tag: str, node: int) -> Slot:
    return Slot(tag, False, node, 0)


def aligned(nodes: list[Node], slots: list[Slot], *constants: int) -> AlignedSubgraph:
    return align_subgraph(nodes, slots, frozenset(constants))


def mapped(*places: int) -> tuple[Found, ...]:
    return tuple(Found("mapped", place) for place in places)


def test_an_inserted_reshape_and_renamed_kinds() -> None:
    nodes = chain("CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D", "MEAN", "FULLY_CONNECTED")
    slots = delegated(CONV, DWCONV, FC, "Mean (ND) Reduce2", "Static Reshape (NC)", FC)
    found = aligned(nodes, slots)
    assert found.found == (*mapped(0, 1, 2, 3), ADDED, *mapped(4))
    assert found.untimed == ()


def test_joined_ops_have_no_time_of_their_own() -> None:
    nodes = chain("PAD", "CONV_2D", "RELU", "MAX_POOL_2D")
    found = aligned(nodes, delegated(CONV, "Max Pooling (NHWC, F32)"))
    assert found.found == mapped(1, 3)
    assert found.untimed == (0, 2)


def test_an_activation_that_is_run_by_itself_belongs_to_its_op() -> None:
    slots = delegated("Add (ND)", "Clamp (NC)", "Sigmoid (NC)")
    assert aligned(chain("ADD", "LOGISTIC", activation="RELU"), slots).found == mapped(0, 0, 1)
    assert aligned(chain("ADD", "LOGISTIC"), slots).found == (*mapped(0), ADDED, *mapped(1))


def test_where_counts_disagree_nothing_is_named() -> None:
    found = aligned(chain("TANH", "ADD", "ADD", "LOGISTIC"), delegated(
        "TanH (NC)", "Add (ND)", "Sigmoid (NC)"
    ))  # fmt: skip
    assert found.found == (*mapped(0), OPEN, *mapped(3))
    assert found.untimed == ()


def test_a_kind_that_is_not_known_here_stays_open() -> None:
    found = aligned(chain("TANH", "L2_NORMALIZATION"), delegated("TanH (NC)", "Brand New (NC)"))
    assert found.found == (*mapped(0), OPEN)


def test_dynamic_quantization_is_no_op_of_the_file() -> None:
    nodes = chain("QUANTIZE", "FULLY_CONNECTED")
    slots = delegated("Convert (NC, F32, QD8)", "Fully Connected (NC, QD8, F32, QC8W) GEMM")
    found = aligned(nodes, slots)
    assert found.found == (ADDED, *mapped(1))
    assert found.untimed == (0,)


def test_what_works_on_constants_alone_is_done_beforehand() -> None:
    weights, nodes = 9, chain("DEQUANTIZE", "DEQUANTIZE", "TANH")
    nodes[0] = Node(id="w", index=0, op="DEQUANTIZE", name="w", inputs=(weights,), outputs=(1,))
    nodes[1] = Node(id="x", index=1, op="DEQUANTIZE", name="x", inputs=(0,), outputs=(2,))
    found = aligned(nodes, delegated("Convert (NC)", "TanH (NC)"), weights)
    assert found.found == mapped(1, 2)
    assert found.untimed == (0,)


def test_ops_of_the_runtime_go_by_their_index_and_must_be_what_they_say() -> None:
    nodes = chain("SOFTMAX", "CUMSUM")
    slots = [of_runtime("SOFTMAX", 0), of_runtime("CUMSUM", 0), of_runtime("CUMSUM", 7)]
    assert aligned(nodes, slots).found == (*mapped(0), OPEN, OPEN)


def test_parts_out_of_file_order_are_foretold() -> None:
    branches = [
        Node(id="a", index=0, op="TANH", name="a", inputs=(0,), outputs=(1,)),
        Node(id="b", index=1, op="CUMSUM", name="b", inputs=(1,), outputs=(2,)),
        Node(id="c", index=2, op="TANH", name="c", inputs=(2,), outputs=(3,)),
        Node(id="d", index=3, op="TANH", name="d", inputs=(1,), outputs=(4,)),
    ]
    parts = foretell_parts(branches, {1})
    assert [(part.is_delegated, part.nodes) for part in parts] == [
        (True, (0, 3)), (False, (1,)), (True, (2,)),
    ]  # fmt: skip
    first, last = delegated("TanH (NC)", "TanH (NC)"), delegated("TanH (NC)")
    slots = [*first, of_runtime("CUMSUM", 1), *last]
    assert aligned(branches, slots).found == mapped(0, 3, 1, 2)


def test_an_order_other_than_foretold_names_nothing() -> None:
    nodes = chain("TANH", "CUMSUM", "TANH", "SOFTMAX")
    one, other = delegated("TanH (NC)"), delegated("TanH (NC)")
    slots = [of_runtime("SOFTMAX", 3), *one, of_runtime("CUMSUM", 1), *other]
    assert aligned(nodes, slots).found == (*mapped(3), OPEN, *mapped(1), OPEN)


def test_a_graph_whose_inputs_never_get_ready_ends() -> None:
    circle = [Node(id="a", index=0, op="TANH", name="a", inputs=(1,), outputs=(1,))]
    assert foretell_parts(circle, set()) == ()
