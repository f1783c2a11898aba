"""The ops of a graph as rows of a table, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.counted_weights import sharing_text
from studio.core.model import Graph, GraphTensor, Node
from studio.core.quantities import format_percent
from studio.core.short_names import ShortNames
from studio.ui.humanize import shape_text, size_text
from studio.ui.pages.cells import NONE, count_cell
from studio.ui.texts import tr, tr_core
from studio.ui.widgets.rows_model import Column


@dataclass(frozen=True)
class OpRow:
    """One node; ``share``: of the MACs that could be counted, None where its own could not.
    ``sharing``: which other ops use its weights, in words."""

    node: Node
    inputs: str
    outputs: str
    share: float | None
    sharing: str = ""


def op_rows(graph: Graph) -> list[OpRow]:
    """Rows in execution order."""
    total = sum(node.macs or 0 for node in graph.nodes)
    return [
        OpRow(
            node=node,
            inputs=_tensors_text(graph, node.inputs, with_constants=False),
            outputs=_tensors_text(graph, node.outputs, with_constants=True),
            share=node.macs / total if node.macs is not None and total else None,
            sharing=sharing_text(graph.nodes, node, tr_core),
        )
        for node in graph.nodes
    ]


def op_columns(short: ShortNames, *, has_subgraphs: bool) -> list[Column]:
    """Columns over :class:`OpRow`. ``short``: knows the names of all rows."""
    columns = [
        Column(
            tr("index"),
            text=lambda row: str(row.node.index),
            value=lambda row: row.node.index,
            is_number=True,
            header_tooltip=tr("Place in the order of execution."),
        ),
        Column(tr("op"), text=lambda row: row.node.op),
        Column(
            tr("name"),
            text=lambda row: short(row.node.name),
            tooltip=lambda row: row.node.name,
            copy_text=lambda row: row.node.name,
        ),
        Column(
            tr("inputs"),
            text=lambda row: row.inputs,
            tooltip=lambda row: row.inputs,
            header_tooltip=tr("Shapes and types of what flows in; constants are left out."),
        ),
        Column(tr("outputs"), text=lambda row: row.outputs, tooltip=lambda row: row.outputs),
        Column(
            tr("parameters"),
            text=lambda row: count_cell(row.node.parameters),
            note=lambda row: tr("shared") if row.sharing else "",
            value=lambda row: row.node.parameters,
            tooltip=lambda row: row.sharing,
            is_number=True,
            header_tooltip=tr(
                "Elements of the op's weights, also through DEQUANTIZE. Shared: several ops use "
                "them; they count at the first."
            ),
        ),
        Column(
            tr("MACs"),
            text=lambda row: tr("unknown") if row.node.macs is None else count_cell(row.node.macs),
            value=lambda row: row.node.macs,
            is_number=True,
            header_tooltip=tr("Multiply-accumulates of one inference; 0 = it multiplies nothing."),
        ),
        Column(
            tr("share of MACs"),
            text=lambda row: NONE if row.share is None else format_percent(row.share),
            value=lambda row: row.share,
            is_number=True,
        ),
    ]
    if has_subgraphs:
        subgraph = Column(
            tr("subgraph"),
            text=lambda row: str(row.node.subgraph),
            value=lambda row: row.node.subgraph,
            is_number=True,
        )
        columns.insert(1, subgraph)
    return columns


def op_facts(graph: Graph, node: Node) -> list[tuple[str, str]]:
    """(name, value) of everything known about a node."""
    facts = [(tr("Op"), node.op), (tr("Name"), node.name)]
    for title, indices in ((tr("Input"), node.inputs), (tr("Output"), node.outputs)):
        for place, index in enumerate(indices):
            facts.append((f"{title} {place}", _tensor_text(graph, index)))
    sharing = sharing_text(graph.nodes, node, tr_core)
    counted = " · ".join(filter(None, (count_cell(node.parameters), sharing)))
    facts.append((tr("Parameters"), counted))
    facts.append((tr("MACs"), tr("unknown") if node.macs is None else count_cell(node.macs)))
    facts += sorted(node.attributes.items())
    return facts


def _tensor_text(graph: Graph, index: int) -> str:
    if not 0 <= index < len(graph.tensors):
        return tr("left out")
    tensor = graph.tensors[index]
    text = f"{tensor.name}\n{_short(tensor)}"
    if tensor.is_constant:
        text += " · " + tr("constant, {size}").format(size=size_text(tensor.size_bytes))
    return text


def _tensors_text(graph: Graph, indices: tuple[int, ...], *, with_constants: bool) -> str:
    found = [graph.tensors[index] for index in indices if 0 <= index < len(graph.tensors)]
    shown = [tensor for tensor in found if with_constants or not tensor.is_constant]
    return ", ".join(_short(tensor) for tensor in shown)


def _short(tensor: GraphTensor) -> str:
    return f"{tensor.dtype} {shape_text(tensor.shape)}"
