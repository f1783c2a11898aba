"""Small graphs made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from studio.core.model import Graph, GraphTensor, Node, Precision, Shape

Step = tuple[str, str, tuple[str, ...]]
"""Op, name of the tensor that it makes, names of those that it reads."""


def make_graph(
    steps: Sequence[Step],
    *,
    inputs: Sequence[str] = ("x",),
    outputs: Sequence[str] = (),
    shapes: dict[str, Shape] | None = None,
    attributes: dict[str, dict[str, str]] | None = None,
    precision: Precision = "float32",
    constants: Sequence[str] = (),
    values: dict[str, tuple[float, ...]] | None = None,
) -> Graph:
    """A node a step; all shapes (1, 4) unless ``shapes`` says otherwise. Ids are "0/OP/name".

    ``values``: of constants, which need not be among ``constants`` then.
    """
    stated = values or {}
    constants = (*constants, *(name for name in stated if name not in constants))
    names = [*inputs, *constants, *(name for _, name, _ in steps)]
    place = {name: at for at, name in enumerate(names)}
    tensors = tuple(
        GraphTensor(
            index=at,
            name=name,
            dtype="float32",
            shape=(shapes or {}).get(name, (1, 4)),
            is_constant=name in constants,
            values=stated.get(name, ()),
        )
        for at, name in enumerate(names)
    )
    nodes = tuple(
        Node(
            id=f"0/{op}/{name}",
            index=at,
            op=op,
            name=name,
            inputs=tuple(place[one] for one in read),
            outputs=(place[name],),
            attributes=(attributes or {}).get(name, {}),
            precision=precision,
        )
        for at, (op, name, read) in enumerate(steps)
    )
    last = tuple(outputs) or (steps[-1][1],)
    return Graph(
        nodes=nodes,
        tensors=tensors,
        inputs=(tuple(place[name] for name in inputs),),
        outputs=(tuple(place[name] for name in last),),
    )


def renamed(graph: Graph, names: dict[str, str]) -> Graph:
    """With other names of tensors; ids of nodes stay, so that they tell the truth."""
    tensors = tuple(replace(one, name=names.get(one.name, one.name)) for one in graph.tensors)
    nodes = tuple(replace(one, name=names.get(one.name, one.name)) for one in graph.nodes)
    return replace(graph, tensors=tensors, nodes=nodes)


def large_graph(nodes: int, named: bool = True) -> Graph:
    """A chain with a residual every fourth node."""
    steps: list[Step] = []
    before = ["x"]
    for at in range(nodes):
        name = f"t{at}" if named else f"n{at * 7919 % 100_003}"
        is_sum = at % 4 == 3
        op = "ADD" if is_sum else ("CONV_2D", "RELU", "DEPTHWISE_CONV_2D")[at % 4]
        steps.append((op, name, (before[-1], before[-4]) if is_sum else (before[-1],)))
        before.append(name)
    return make_graph(steps)
