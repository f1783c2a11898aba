"""A graph as tables for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from studio.cli.graph_work import Shown
from studio.cli.names import short_name
from studio.cli.output import Output
from studio.cli.profile_reports import profile_facts
from studio.core.graph_layout import GraphLayout
from studio.core.messages.overlays import CLASSES, KINDS
from studio.core.model import Graph, GraphTensor, InspectResult, Node, TensorSpec
from studio.core.overlay_boxes import number_text
from studio.core.overlay_sums import is_of_known, largest_first
from studio.core.overlays import Overlay
from studio.core.quantities import UNKNOWN, format_count, format_percent

_ROWS_SHOWN = 20
_LARGEST_SHOWN = 10
_ENDS_SHOWN = 8
_TITLE_SHOWN = 60
_NO_GROUPS = {
    "scope": "the names of these ops hold no paths in common",
    "block": "no structure of these ops repeats",
}


def show_graph(
    output: Output,
    opened: InspectResult,
    layout: GraphLayout,
    shown: Shown | None,
) -> None:
    """What goes in and comes out, the kinds of op, the largest ops, groups; with an overlay its
    values in place of the largest ops, and what they rest on."""
    graph = opened.graph
    output.facts([*_summary(opened), *_folded(layout)])
    _show_kinds(output, graph)
    if shown is None:
        _show_largest(output, graph)
    if layout.groups:
        _show_groups(output, layout)
    if shown is not None:
        _show_overlay(output, graph, shown)


def _summary(opened: InspectResult) -> list[tuple[str, str]]:
    graph, info = opened.graph, opened.info
    subgraphs = {node.subgraph for node in graph.nodes}
    precisions = Counter(node.precision for node in graph.nodes if node.precision)
    rows = [
        ("format", info.format),
        *_ends(opened),
        ("ops", format_count(len(graph.nodes))),
        ("tensors", format_count(len(graph.tensors))),
        ("MACs", format_count(info.macs)),
        ("parameters", format_count(info.parameters)),
    ]
    if len(subgraphs) > 1:
        rows.append(("subgraphs", str(len(subgraphs))))
    if precisions:
        counts = (f"{name} {count:,}" for name, count in precisions.most_common())
        rows.append(("ops by precision", ", ".join(counts)))
    return rows


def _ends(opened: InspectResult) -> list[tuple[str, str]]:
    """Of the first signature, else of the main subgraph: "float32 (1, 28, 28, 1) image"."""
    graph, signatures = opened.graph, opened.info.signatures
    rows = []
    for what, indices in (("input", graph.inputs), ("output", graph.outputs)):
        ends: Sequence[TensorSpec | GraphTensor]
        if signatures:
            ends = signatures[0].inputs if what == "input" else signatures[0].outputs
        else:
            ends = [graph.tensors[index] for index in (indices[0] if indices else ()) if index >= 0]
        rows += [(what, _tensor(tensor)) for tensor in ends[:_ENDS_SHOWN]]
        if len(ends) > _ENDS_SHOWN:
            rows.append(("", f"and {len(ends) - _ENDS_SHOWN} more"))
    return rows


def _tensor(tensor: TensorSpec | GraphTensor) -> str:
    dims = ", ".join("?" if dim is None else str(dim) for dim in tensor.shape)
    return f"{tensor.dtype} ({dims}) {short_name(tensor.name)}"


def _folded(layout: GraphLayout) -> list[tuple[str, str]]:
    if layout.grouping != "none" and not layout.groups:
        return [("groups", f"none: {_NO_GROUPS[layout.grouping]}")]
    if not layout.folded:
        return []
    why = " (all of it would be too much to show)" if layout.was_limited else ""
    return [("folded", f"{format_count(layout.folded)} ops in closed groups{why}")]


def _show_kinds(output: Output, graph: Graph) -> None:
    by_kind: dict[str, list[Node]] = {}
    for node in graph.nodes:
        by_kind.setdefault(node.op, []).append(node)
    if not by_kind:
        return
    kinds = sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0]))
    output.heading("Kinds of op")
    output.table(
        ("op", ">count", ">MACs", ">parameters"),
        [
            (op, str(len(nodes)), _added([node.macs for node in nodes]), _parameters(nodes))
            for op, nodes in kinds[:_ROWS_SHOWN]
        ],
    )
    _say_rest(output, len(kinds))
    if any(node.shared_with for node in graph.nodes):
        output.facts([("", "weights that several ops use count at the first of them")])


def _added(counts: Sequence[int | None]) -> str:
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        return UNKNOWN
    return format_count(sum(known)) if sum(known) else ""


def _parameters(nodes: Sequence[Node]) -> str:
    return format_count(total) if (total := sum(node.parameters for node in nodes)) else ""


def _show_largest(output: Output, graph: Graph) -> None:
    """By MACs; where none are counted by parameters. Shares are of what is known."""
    counts = [(node.macs or 0, node.parameters) for node in graph.nodes]
    by_macs = any(macs for macs, _ in counts)
    which = 0 if by_macs else 1
    total = sum(count[which] for count in counts)
    if not total:
        return
    is_of_some = by_macs and any(node.macs is None for node in graph.nodes)
    ranked = sorted(graph.nodes, key=lambda node: -counts[node.index][which])
    output.heading("Largest ops by MACs" if by_macs else "Largest ops by parameters")
    output.table(
        (">#", "op", ">MACs", ">parameters", _share(is_of_some), "precision", "name"),
        [
            (
                str(node.index),
                node.op,
                UNKNOWN if node.macs is None else format_count(node.macs),
                format_count(node.parameters) + (" shared" if _is_shared(node) else ""),
                format_percent(counts[node.index][which] / total),
                node.precision,
                short_name(node.name),
            )
            for node in ranked[:_LARGEST_SHOWN]
            if counts[node.index][which]
        ],
    )


def _is_shared(node: Node) -> bool:
    return bool(node.shared_with or node.counted_at)


def _share(is_of_known: bool) -> str:
    return ">of what is known" if is_of_known else ">share"


def _show_groups(output: Output, layout: GraphLayout) -> None:
    output.heading("Groups")
    opened = set(layout.opened)
    depths: dict[str, int] = {"": -1}
    for group in layout.groups:
        depths[group.id] = depths.get(group.parent, -1) + 1
    output.table(
        ("group", "kind", ">ops", ""),
        [
            (
                "  " * depths[group.id] + short_name(group.title, _TITLE_SHOWN),
                group.kind,
                str(len(group.nodes)),
                "open" if group.id in opened else "closed",
            )
            for group in layout.groups[:_ROWS_SHOWN]
        ],
    )
    _say_rest(output, len(layout.groups))


def _show_overlay(output: Output, graph: Graph, shown: Shown) -> None:
    overlay = shown.overlay
    kind = KINDS[overlay.kind]
    output.heading(kind.title)
    if overlay.legend:
        values = list(overlay.classes.values())
        output.table(
            (kind.title.lower(), ">ops"),
            [
                (CLASSES.get(name, name), str(values.count(name)))
                for name in overlay.legend
                if name in values
            ],
        )
    else:
        _show_ranked(output, graph, overlay)
    facts = _basis(shown)
    if overlay.gaps:
        facts.append(("not known of", f"{len(overlay.gaps)} ops"))
    if facts:
        output.heading("What this rests on")
        output.facts(facts)


def _basis(shown: Shown) -> list[tuple[str, str]]:
    if shown.profile is not None:
        return profile_facts(shown.profile)
    if shown.errors is not None:
        errors = shown.errors
        return [
            ("against", errors.against),
            ("measure", f"{errors.measure}, in %"),
            ("samples", str(errors.samples)),
        ]
    return []


def _show_ranked(output: Output, graph: Graph, overlay: Overlay) -> None:
    nodes = {node.id: node for node in graph.nodes}
    ranked = largest_first(overlay)
    total = overlay.total if overlay.unit != "share" else None
    shares = (_share(is_of_known(overlay)),) if total else ()
    output.table(
        (">#", "op", f">{KINDS[overlay.kind].title.lower()}", *shares, "name"),
        [
            (
                str(nodes[node_id].index),
                nodes[node_id].op,
                number_text(overlay, value),
                *((format_percent(value / total),) if total else ()),
                short_name(nodes[node_id].name),
            )
            for node_id, value in ranked[:_ROWS_SHOWN]
        ],
    )
    _say_rest(output, len(ranked))


def _say_rest(output: Output, count: int) -> None:
    if count > _ROWS_SHOWN:
        output.facts([("", f"and {count - _ROWS_SHOWN} more; --csv and --json have all")])
