"""Graphs made without a file, and their layouts as the light child answers them."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.graph_requests import LayoutRequest
from studio.core.model import Graph, GraphTensor, Node
from studio.graph.layouts import Layouts
from tests.measure.conftest import Told


def make_graph(
    sources: Sequence[Sequence[int]],
    *,
    names: Sequence[str] = (),
    subgraphs: Sequence[int] = (),
    calls: dict[int, dict[str, str]] | None = None,
) -> Graph:
    """Node i makes tensor i and takes those of the nodes in ``sources[i]`` (-1: the input of its
    subgraph), whatever the order. ``calls``: node -> attributes, of nodes that run subgraphs."""
    count = len(sources)
    owner = list(subgraphs) or [0] * count
    amount = max(owner, default=0) + 1
    label = list(names) or [f"node{index}" for index in range(count)]
    tensors = [
        GraphTensor(index=i, name=label[i], dtype="float32", shape=(1, 8), subgraph=owner[i])
        for i in range(count)
    ]
    inputs = []
    for which in range(amount):
        inputs.append((len(tensors),))
        tensors.append(
            GraphTensor(
                index=len(tensors), name=f"in{which}", dtype="float32", shape=(1, 8), subgraph=which
            )
        )
    used = {source for one in sources for source in one}
    outputs = [
        tuple(i for i in range(count) if owner[i] == which and i not in used)
        for which in range(amount)
    ]
    nodes = [
        Node(
            id=f"{owner[i]}/{i}",
            index=i,
            op="WHILE" if i in (calls or {}) else ("ADD" if len(one) > 1 else "RELU"),
            name=label[i],
            subgraph=owner[i],
            inputs=tuple(source if source >= 0 else inputs[owner[i]][0] for source in one),
            outputs=(i,),
            attributes=(calls or {}).get(i, {}),
        )
        for i, one in enumerate(sources)
    ]
    return Graph(
        nodes=tuple(nodes), tensors=tuple(tensors), inputs=tuple(inputs), outputs=tuple(outputs)
    )


def chain(count: int, names: Sequence[str] = ()) -> Graph:
    return make_graph([[index - 1] for index in range(count)], names=names)


def lay(
    graph: Graph | None,
    *,
    path: str = "",
    grouping: Grouping = "none",
    opened: tuple[str, ...] | None = None,
    limit: int = 6000,
    layouts: Layouts | None = None,
) -> GraphLayout:
    request = LayoutRequest(path=path, graph=graph, grouping=grouping, opened=opened, limit=limit)
    return (layouts or Layouts()).answer(request, Told().reporter)
