"""What the node panel says: of an op, a closed group, an input or output; as HTML with links.

Links are "node:PLACE" (in graph.nodes), "end:ID" (a box of an input or output).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from studio.core.counted_weights import sharing_text
from studio.core.graph_constants import constants_of, producers_of
from studio.core.graph_layout import Box, Group
from studio.core.graph_requests import ConstantFacts
from studio.core.model import Graph, GraphTensor, Node
from studio.core.quantities import format_percent
from studio.ui.graph.box_texts import (
    end_tensor,
    node_place_text,
    quantization_text,
    tensor_text,
)
from studio.ui.humanize import count_text, size_text
from studio.ui.texts import tr, tr_core
from studio.ui.theme import Colors

TENSORS_SHOWN = 40
LINKS_SHOWN = 12
SCALES_SHOWN = 3


@dataclass(frozen=True)
class Neighbors:
    """``producers``/``consumers``: tensor index -> places of the nodes that make or take it."""

    producers: dict[int, int]
    consumers: dict[int, list[int]]


@dataclass(frozen=True)
class Constants:
    """What is known of constants. ``note``: why of some nothing is, e.g. that they are read now."""

    facts: Mapping[int, ConstantFacts]
    note: str = ""


def neighbors_of(graph: Graph) -> Neighbors:
    consumers: dict[int, list[int]] = {}
    for place, node in enumerate(graph.nodes):
        for index in dict.fromkeys(node.inputs):
            consumers.setdefault(index, []).append(place)
    return Neighbors(producers_of(graph), consumers)


class Writer:
    """Writes the HTML of one thing."""

    def __init__(
        self, graph: Graph, neighbors: Neighbors, constants: Constants, colors: Colors
    ) -> None:
        self._graph, self._neighbors = graph, neighbors
        self._constants, self._colors = constants, colors

    def node(self, node: Node) -> str:
        rows = [(tr("Computes in"), escape(node.precision))] if node.precision else []
        macs = tr("unknown") if node.macs is None else count_text(node.macs)
        rows += [(tr("MACs"), macs), (tr("Parameters"), self._parameters(node))]
        if any(other.subgraph for other in self._graph.nodes):
            rows.append((tr("Subgraph"), str(node.subgraph)))
        parts = [self._head(node.op, node.name, node_place_text(self._graph, node))]
        parts.append(self._table(rows))
        parts += self._tensors(tr("Inputs"), node.inputs, self._input)
        parts += self._tensors(tr("Outputs"), node.outputs, self._output)
        parts += self._constant_parts(node)
        if node.attributes:
            parts.append(self._section(tr("Attributes")))
            attributes = [(escape(k), escape(v)) for k, v in sorted(node.attributes.items())]
            parts.append(self._table(attributes))
        return "".join(parts)

    def _parameters(self, node: Node) -> str:
        sharing = sharing_text(self._graph.nodes, node, tr_core)
        return " · ".join(filter(None, (count_text(node.parameters), escape(sharing))))

    def group(self, group: Group, alike: int) -> str:
        nodes = [self._graph.nodes[place] for place in group.nodes]
        macs = None if any(n.macs is None for n in nodes) else sum(n.macs or 0 for n in nodes)
        kinds = {
            "subgraph": tr("subgraph"),
            "scope": tr("name scope"),
            "block": tr("repeated block"),
            "section": tr("stretch of the graph"),
        }
        rows = [(tr("Ops"), f"{len(nodes):,}"), (tr("MACs"), count_text(macs))]
        if alike > 1:
            rows.append((tr("Equal groups"), f"{alike:,}"))
        parts = [self._head(group.title, "", kinds[group.kind]), self._table(rows)]
        parts.append(self._section(tr("Ops inside")))
        counts = Counter(node.op for node in nodes).most_common(TENSORS_SHOWN)
        parts.append(self._table([(escape(op), f"{count:,}") for op, count in counts]))
        return "".join(parts)

    def end(self, box: Box) -> str:
        word = tr("input of the model") if box.kind == "input" else tr("output of the model")
        tensor = end_tensor(self._graph, box)
        if tensor is None:
            return self._head(box.title, box.detail, word)
        own = "" if tensor.name == box.title else tr("tensor: {name}").format(name=tensor.name)
        parts = [self._head(box.title, own, word), f"<p>{self._facts(tensor)}</p>"]
        producer = self._neighbors.producers.get(tensor.index)
        if producer is not None:
            parts += [self._section(tr("Made by")), f"<p>{self._link(producer)}</p>"]
        consumers = self._neighbors.consumers.get(tensor.index, [])
        if consumers:
            parts += [self._section(tr("Taken by")), f"<p>{self._links(consumers)}</p>"]
        return "".join(parts)

    # --- tensors --------------------------------------------------------------------------------

    def _tensors(self, title: str, indices: tuple[int, ...], write) -> list[str]:  # type: ignore[no-untyped-def]
        if not indices:
            return []
        parts = [self._section(title)]
        for place, index in enumerate(indices[:TENSORS_SHOWN]):
            if not 0 <= index < len(self._graph.tensors):
                parts.append(f"<p>{place} · {self._muted(tr('left out'))}</p>")
            else:
                parts.append(f"<p>{place} · {write(self._graph.tensors[index])}</p>")
        if len(indices) > TENSORS_SHOWN:
            more = tr("and {count} more").format(count=len(indices) - TENSORS_SHOWN)
            parts.append(f"<p>{self._muted(more)}</p>")
        return parts

    def _input(self, tensor: GraphTensor) -> str:
        producer = self._neighbors.producers.get(tensor.index)
        name = escape(tensor.name)
        if tensor.is_constant:
            text = tr("constant, {size}").format(size=size_text(tensor.size_bytes))
            return f"{name}<br>{self._facts(tensor)} · {self._muted(text)}"
        if producer is not None:
            return f"{self._link(producer)}<br>{self._muted(name)}<br>{self._facts(tensor)}"
        if any(tensor.index in found for found in self._graph.inputs):
            link = f'<a href="end:input:{tensor.index}">{name}</a>'
            return f"{link}<br>{self._facts(tensor)}"
        return f"{name}<br>{self._facts(tensor)}"

    def _output(self, tensor: GraphTensor) -> str:
        parts = [escape(tensor.name), self._facts(tensor)]
        consumers = self._neighbors.consumers.get(tensor.index, [])
        if consumers:
            parts.append("→ " + self._links(consumers))
        if any(tensor.index in found for found in self._graph.outputs):
            text = tr("output of the model")
            known = self._graph.end_name(tensor.index)
            if known != tensor.name:
                text = f"{text}: {escape(known)}"
            parts.append(f'→ <a href="end:output:{tensor.index}">{text}</a>')
        return "<br>".join(parts)

    def _facts(self, tensor: GraphTensor) -> str:
        text = escape(tensor_text(tensor))
        if tensor.quantization is not None:
            text += f"<br>{self._muted(escape(quantization_text(tensor.quantization)))}"
        return text

    def _link(self, place: int) -> str:
        node = self._graph.nodes[place]
        return f'<a href="node:{place}">{escape(node.op)}</a> {self._muted(str(node.index))}'

    def _links(self, places: list[int]) -> str:
        text = ", ".join(self._link(place) for place in places[:LINKS_SHOWN])
        if len(places) > LINKS_SHOWN:
            more = tr("and {count} more").format(count=len(places) - LINKS_SHOWN)
            text += f", {self._muted(more)}"
        return text

    # --- constants ------------------------------------------------------------------------------

    def _constant_parts(self, node: Node) -> list[str]:
        indices = constants_of(self._graph, self._neighbors.producers, node)
        if not indices:
            return []
        parts = [self._section(tr("Constants"))]
        if self._constants.note:
            parts.append(f"<p>{self._muted(escape(self._constants.note))}</p>")
        for index in indices[:TENSORS_SHOWN]:
            facts = self._constants.facts.get(index)
            if facts is not None:
                parts.append(self._constant(self._graph.tensors[index], facts))
        return parts

    def _constant(self, tensor: GraphTensor, facts: ConstantFacts) -> str:
        head = f"<p><b>{escape(tensor.name)}</b><br>{escape(tensor_text(tensor))}"
        if facts.zeros is None:
            reason = (
                tr("Text, not numbers.")
                if tensor.dtype == "string"
                else tr("Its values are not in this file, or stored in a way that is not read.")
            )
            return f"{head}<br>{self._muted(reason)}</p>"
        picture = f'<br><img src="histogram:{facts.tensor}">' if facts.histogram else ""
        return f"{head}{picture}</p>" + self._table(_constant_rows(facts))

    # --- pieces ---------------------------------------------------------------------------------

    def _head(self, title: str, name: str, place: str) -> str:
        text = f'<p><span style="font-size:large"><b>{escape(title)}</b></span>'
        if name:
            # several names in one: converters join those of the ops that they fuse
            text += f"<br>{escape(name).replace(';', ';<br>')}"
        return f"{text}<br>{self._muted(escape(place))}</p>"

    def _section(self, title: str) -> str:
        return f'<p style="margin-top:12px">{self._muted(f"<b>{escape(title)}</b>")}</p>'

    def _table(self, rows: list[tuple[str, str]]) -> str:
        cells = "".join(
            f'<tr><td style="padding-right:12px">{self._muted(name)}</td><td>{value}</td></tr>'
            for name, value in rows
        )
        return f'<table cellspacing="0" cellpadding="1">{cells}</table>'

    def _muted(self, text: str) -> str:
        return f'<span style="color:{self._colors.muted}">{text}</span>'


def _constant_rows(facts: ConstantFacts) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if facts.least is not None and facts.greatest is not None:
        span = f"{_number(facts.least)} – {_number(facts.greatest)}"
        rows.append((tr("Least – greatest"), span))
    if facts.mean is not None and facts.std is not None:
        rows.append((tr("Mean ± deviation"), f"{_number(facts.mean)} ± {_number(facts.std)}"))
    if facts.zeros is not None and facts.elements:
        share = format_percent(facts.zeros / facts.elements)
        rows.append((tr("Zeros"), f"{share} ({facts.zeros:,} / {facts.elements:,})"))
    if facts.not_finite:
        rows.append((tr("Not finite"), f"{facts.not_finite:,}"))
    if facts.is_sparse:
        rows.append((tr("Stored"), tr("sparse: zeros are left out")))
    if facts.channels:
        rows.append((tr("Scale"), _several(facts.scales, facts.channels)))
        rows.append((tr("Zero point"), _several(facts.zero_points, facts.channels)))
    if facts.channels > 1:
        text = tr("{count} channels along axis {axis}")
        rows.append((tr("Scaled by"), text.format(count=f"{facts.channels:,}", axis=facts.axis)))
    return rows


def _several(values: tuple[float, ...] | tuple[int, ...], channels: int) -> str:
    """One value for all, or between what they lie and the first of them."""
    if len(set(values)) == 1 and channels in (1, len(values)):
        return _number(values[0])
    first = ", ".join(_number(value) for value in values[:SCALES_SHOWN])
    if len(values) <= SCALES_SHOWN:
        return first
    return f"{_number(min(values))} – {_number(max(values))}<br>({first}, …)"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4g}"
