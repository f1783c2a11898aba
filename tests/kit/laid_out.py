"""Layouts made by hand, for tests of what shows them: nodes one below the other, or in columns."""

from __future__ import annotations

from studio.core.graph_layout import Box, Frame, GraphLayout, Group, Wire
from studio.core.model import Graph, GraphTensor, Node, TensorQuantization

WIDTH, HEIGHT, STEP_X, STEP_Y = 150.0, 44.0, 190.0, 84.0
OPS = ("CONV_2D", "ADD", "RELU")


def make_diamonds(count: int) -> Graph:
    """``count`` times: n (conv) feeds a (add) and r (relu), which both feed the next n."""
    tensors = [GraphTensor(index=0, name="image", dtype="float32", shape=(1, 8, 8, 3))]
    nodes: list[Node] = []
    before = (0,)
    for number in range(count):
        made = []
        for op, name in zip(OPS, ("conv", "add", "relu"), strict=True):
            index = len(tensors)
            quantization = TensorQuantization(
                channels=1, scale_least=0.5, scale_greatest=0.5,
                zero_point_least=3, zero_point_greatest=3,
            )  # fmt: skip
            tensors.append(
                GraphTensor(
                    index=index, name=f"block{number}/{name}", dtype="int8",
                    shape=(1, 8, 8, number + 1), quantization=quantization,
                )
            )  # fmt: skip
            nodes.append(
                Node(
                    id=f"{number}/{name}",
                    index=len(nodes),
                    op=op,
                    name=f"block{number}/{name}",
                    inputs=before if name == "conv" else (made[0],),
                    outputs=(index,),
                    macs=100,
                )
            )
            made.append(index)
        before = (made[1], made[2])
    return Graph(nodes=tuple(nodes), tensors=tuple(tensors), inputs=((0,),), outputs=(before,))


def lay_out(graph: Graph, closed: tuple[int, ...] = (), *, grouped: bool = True) -> GraphLayout:
    """Of :func:`make_diamonds`; a block a group, those of ``closed`` are closed."""
    count = len(graph.nodes) // 3
    boxes = [_box("input:0", "input", "image", 0, 0, (), "")]
    groups, frames, opened = [], [], []
    at: dict[int, int] = {}
    wires: list[Wire] = []
    row = 1
    for block in range(count):
        places = (3 * block, 3 * block + 1, 3 * block + 2)
        group = f"g{block}" if grouped else ""
        if grouped:
            groups.append(
                Group(id=group, title=f"block{block}", kind="scope", nodes=places, alike="b")
            )
        if block in closed:
            at |= dict.fromkeys(places, len(boxes))
            boxes.append(_box(group, "group", f"block{block}", row, 0, places, ""))
            row += 1
            continue
        if grouped:
            opened.append(group)
            top = row * STEP_Y - 30
            frames.append(Frame(group=group, x=0, y=top, width=2 * STEP_X, height=2 * STEP_Y))
        for place, (down, across) in zip(places, ((0, 0), (1, 0), (1, 1)), strict=True):
            at[place] = len(boxes)
            node = graph.nodes[place]
            boxes.append(_box(node.id, "op", node.op, row + down, across, (place,), group))
        row += 2
    for across, tensor in enumerate(graph.outputs[0]):
        boxes.append(_box(f"output:{tensor}", "output", "score", row, across, (), ""))
    made = {node.outputs[0]: place for place, node in enumerate(graph.nodes)}
    pairs: dict[tuple[int, int], list[int]] = {}
    for place, node in enumerate(graph.nodes):
        for tensor in node.inputs:
            source = at[made[tensor]] if tensor in made else 0
            if source != at[place]:
                pairs.setdefault((source, at[place]), []).append(tensor)
    for box_place, box in enumerate(boxes):
        if box.kind == "output":
            tensor = int(box.id.partition(":")[2])
            pairs[at[made[tensor]], box_place] = [tensor]
    for (source, target), tensors in pairs.items():
        one, two = boxes[source], boxes[target]
        points = (
            (one.x + WIDTH / 2, one.y + HEIGHT),
            (two.x + WIDTH / 2, two.y),
        )
        wires.append(Wire(source=source, target=target, tensors=tuple(tensors), points=points))
    return GraphLayout(
        path="net.tflite",
        boxes=tuple(boxes),
        wires=tuple(wires),
        width=2 * STEP_X,
        height=(row + 1) * STEP_Y,
        grouping="scope" if grouped else "none",
        groups=tuple(groups),
        frames=tuple(frames),
        opened=tuple(opened),
        folded=3 * len(closed),
    )


def _box(
    box_id: str,
    kind: str,
    title: str,
    row: float,
    across: float,
    nodes: tuple[int, ...],
    group: str,
) -> Box:
    return Box(
        id=box_id,
        kind=kind,  # type: ignore[arg-type]
        title=title,
        x=20 + across * STEP_X,
        y=20 + row * STEP_Y,
        width=WIDTH,
        height=HEIGHT,
        detail="1×8×8×1 int8",
        nodes=nodes,
        group=group,
    )
