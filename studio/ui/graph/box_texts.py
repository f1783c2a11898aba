"""What is said of a box: in its tooltip, and to those who hear the screen read."""

from __future__ import annotations

from html import escape

from studio.core.graph_layout import Box, Group
from studio.core.model import Graph, GraphTensor, Node, TensorQuantization
from studio.ui.graph.laid_out import LaidOut
from studio.ui.humanize import shape_text
from studio.ui.texts import tr

_TENSORS_SHOWN = 4


def tensor_text(tensor: GraphTensor) -> str:
    """ "int8 1×112×112×32"."""
    return f"{tensor.dtype} {shape_text(tensor.shape)}"


def quantization_text(quantization: TensorQuantization) -> str:
    """ "scale 0.0235, zero point -128", or the range of those of its channels."""
    least, greatest = quantization.scale_least, quantization.scale_greatest
    scale = f"{least:.4g}" if least == greatest else f"{least:.4g} – {greatest:.4g}"
    low, high = quantization.zero_point_least, quantization.zero_point_greatest
    zero = str(low) if low == high else f"{low} – {high}"
    text = tr("scale {scale}, zero point {zero}").format(scale=scale, zero=zero)
    if quantization.channels > 1:
        text += " " + tr("({count} channels)").format(count=f"{quantization.channels:,}")
    return text


def ops_text(count: int) -> str:
    """ "1 op", "12 ops"."""
    return tr("1 op") if count == 1 else tr("{count} ops").format(count=f"{count:,}")


def box_tooltip(laid_out: LaidOut, place: int) -> str:
    """Rich text: what it is, and shape, dtype and quantization of what comes out of it."""
    box, graph = laid_out.boxes[place], laid_out.graph
    lines = [f"<b>{escape(box.title)}</b>"]
    if box.kind == "op" and box.nodes:
        node = graph.nodes[box.nodes[0]]
        lines.append(escape(node.name))
        found = [graph.tensors[i] for i in node.outputs if 0 <= i < len(graph.tensors)]
        for tensor in found[:_TENSORS_SHOWN]:
            lines += _tensor_lines(tensor)
        if len(found) > _TENSORS_SHOWN:
            lines.append(tr("and {count} more").format(count=len(found) - _TENSORS_SHOWN))
    elif box.kind == "group":
        lines.append(tr("{ops} inside").format(ops=ops_text(len(box.nodes))))
    else:
        end = end_tensor(graph, box)
        if end is not None and end.name != box.title:
            lines.append(tr("tensor: {name}").format(name=escape(end.name)))
        lines += [escape(box.detail)] if end is None else _tensor_lines(end)
    return "<br>".join(lines)


def group_tooltip(group: Group) -> str:
    """Rich text, of an open group's title: its whole name, and what a click does."""
    lines = [
        f"<b>{escape(group.title)}</b>",
        tr("{ops} inside").format(ops=ops_text(len(group.nodes))),
    ]
    lines.append(tr("A click closes the group."))
    return "<br>".join(lines)


def _tensor_lines(tensor: GraphTensor) -> list[str]:
    lines = [escape(tensor_text(tensor))]
    if tensor.quantization is not None:
        lines.append(escape(quantization_text(tensor.quantization)))
    return lines


def box_sentence(laid_out: LaidOut, place: int) -> str:
    """One line: what it is, its shape, its place among the nodes."""
    box, graph = laid_out.boxes[place], laid_out.graph
    parts = [box.title]
    if box.detail:
        parts.append(box.detail)
    if box.kind == "op" and box.nodes:
        node = graph.nodes[box.nodes[0]]
        parts.append(node_place_text(graph, node))
    elif box.kind == "group":
        parts.append(tr("closed group, {ops} inside").format(ops=ops_text(len(box.nodes))))
    elif box.kind == "input":
        parts.append(tr("input of the model"))
    else:
        parts.append(tr("output of the model"))
    return ", ".join(parts)


def node_place_text(graph: Graph, node: Node) -> str:
    """By its index, as everywhere: "op 50 of 0…66"."""
    last = f"{len(graph.nodes) - 1:,}"
    return tr("op {place} of 0…{last}").format(place=f"{node.index:,}", last=last)


def end_tensor(graph: Graph, box: Box) -> GraphTensor | None:
    """The tensor that an input or output box stands for."""
    word, _, tail = box.id.partition(":")
    if word not in ("input", "output") or not tail.isdigit():
        return None
    index = int(tail)
    return graph.tensors[index] if index < len(graph.tensors) else None
