"""Weights count once each, at the op that computes with them."""

from __future__ import annotations

from studio.core.counted_weights import sharing_text, weights_of, with_parameters
from studio.core.model import Graph, GraphTensor, Node
from studio.core.overlay_values import make_overlay
from studio.core.overlays import Overlay, OverlaySources


def constant(index: int, elements: int, dtype: str = "float32") -> GraphTensor:
    return GraphTensor(
        index=index, name=f"w{index}", dtype=dtype, shape=(elements,), is_constant=True
    )


def computed(index: int) -> GraphTensor:
    return GraphTensor(index=index, name=f"t{index}", dtype="float32", shape=(2,))


def node(place: int, op: str, inputs: tuple[int, ...], outputs: tuple[int, ...] = ()) -> Node:
    return Node(
        id=f"0/{place}", index=place, op=op, name=str(place), inputs=inputs, outputs=outputs
    )


def test_shared_weights_count_at_the_first_reader() -> None:
    tensors = (constant(0, 5), constant(1, 7), constant(2, 3, "int32"))
    nodes = (
        node(0, "MUL", (0, 2)),
        node(1, "MUL", (0, 0)),
        node(2, "ADD", (0, 1)),
    )
    graph = with_parameters(Graph(nodes=nodes, tensors=tensors), weights_of(tensors, ("float32",)))
    assert [one.parameters for one in graph.nodes] == [5, 0, 7]
    assert graph.nodes[0].shared_with == (1, 2)
    assert [one.counted_at for one in graph.nodes] == [(), (0,), (0,)]
    made = make_overlay("parameters", OverlaySources(graph=graph))
    assert isinstance(made, Overlay)
    assert made.total == 12
    assert sharing_text(graph.nodes, graph.nodes[0]) == "shared with MUL 1, ADD 2"
    assert sharing_text(graph.nodes, graph.nodes[2]) == "counted at MUL 0"


def test_tensors_of_one_buffer_are_one_weight() -> None:
    tensors = (constant(0, 5), constant(1, 5))
    graph = Graph(nodes=(node(0, "MUL", (0,)), node(1, "MUL", (1,))), tensors=tensors)
    stored = ("buffer", 3)
    found = with_parameters(graph, {0: (stored, 5), 1: (stored, 5)})
    assert [one.parameters for one in found.nodes] == [5, 0]


def test_what_is_only_unpacked_belongs_to_the_op_behind() -> None:
    tensors = (constant(0, 4, "float16"), computed(1), constant(2, 6, "float16"), computed(3))
    nodes = (
        node(0, "DEQUANTIZE", (0,), (1,)),
        node(1, "DEQUANTIZE", (2,), (3,)),  # handed out of the model: nothing computes with it
        node(2, "CONV_2D", (1,)),
        node(3, "CONV_2D", (1,)),
    )
    graph = with_parameters(Graph(nodes=nodes, tensors=tensors), weights_of(tensors, ("float16",)))
    assert [one.parameters for one in graph.nodes] == [0, 6, 4, 0]
    assert graph.nodes[2].shared_with == (3,)
    assert graph.nodes[0].counted_at == ()
