"""Where a node comes from and what it became: source layer, op, what runs it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from studio.core.graph_compare import GraphComparison
from studio.core.model import Graph, Node
from studio.core.profile import ProfiledOp, ProfileResult
from studio.ui.graph.compare_paints import CLASS_TITLES
from studio.ui.texts import tr
from studio.ui.theme import Colors


@dataclass(frozen=True)
class Party:
    """One of the two: what it is called, its graph, and what ran its ops where that is known."""

    name: str
    graph: Graph
    profile: ProfileResult | None = None


def lineage_html(
    comparison: GraphComparison,
    parties: tuple[Party, Party],
    at: int,
    node_id: str,
    colors: Colors,
) -> str:
    """Of a node of the first (0) or second (1) graph; "" where it is none."""
    side = (comparison.first, comparison.second)[at]
    if node_id not in side.classes:
        return ""
    found = side.counterparts.get(node_id, ())
    firsts, seconds = (found, (node_id,)) if at else ((node_id,), found)
    if at == 0 and len(found) == 1:
        # the others that are in the same node belong to the story
        firsts = comparison.second.counterparts.get(found[0], firsts)
    words = ", ".join(tr(CLASS_TITLES[name]) for name in side.classes[node_id])
    muted = colors.muted
    parts = [f"<p><b>{escape(tr('Lineage'))}</b> <span style='color:{muted}'>{words}</span></p>"]
    for ids, party in ((firsts, parties[0]), (seconds, parties[1])):
        parts.append(f"<p style='color:{muted}; margin-bottom:0'>{escape(party.name)}</p>")
        nodes = {node.id: node for node in party.graph.nodes}
        lines = [_line(nodes[one], party, muted) for one in ids if one in nodes]
        if not lines:
            lines = [f"<span style='color:{muted}'>{escape(tr('no counterpart'))}</span>"]
        parts.append("<p style='margin-top:0'>" + "<br>".join(lines) + "</p>")
    return "".join(parts)


def _line(node: Node, party: Party, muted: str) -> str:
    """ "CONV_2D block_1/Relu6 · int8 · delegate: Convolution (NHWC, QC8)"."""
    name = node.name.split(";")[0]
    rest = [node.precision, _runner(node, party)]
    more = "".join(f" · {escape(one)}" for one in rest if one)
    return f"<b>{escape(node.op)}</b> {escape(name)}<span style='color:{muted}'>{more}</span>"


def _runner(node: Node, party: Party) -> str:
    """What ran it; "" where no profile tells."""
    if party.profile is None:
        return ""
    found: list[ProfiledOp] = [op for op in party.profile.ops if op.node_id == node.id]
    if not found:
        return tr("not timed by itself")
    kernel = found[0].kernel
    return tr("delegate: {kernel}").format(kernel=kernel) if kernel else tr("runtime")
