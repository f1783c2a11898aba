"""What became of each node of one graph in another: matched, fused, folded, removed, added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from studio.core.errors import ModelError
from studio.core.formats import sniff
from studio.core.graph_diff import (
    Fusion,
    GraphDiff,
    MatchedBy,
    NodeMatch,
    Requantized,
    Unlike,
)
from studio.core.graph_requests import DiffRequest
from studio.core.model import Graph
from studio.graph.across import Across, relate_across
from studio.graph.canonical import IDLE_LAYERS, Family
from studio.graph.digests import digests_of, of_one_content
from studio.graph.lineage import named_alike, named_in, relate
from studio.graph.matching import Pairs
from studio.graph.matching import match as match_views
from studio.graph.tflite import read_model
from studio.graph.torch_names import named_by_layer
from studio.graph.view import View

_FAMILIES: dict[str, Family] = {
    "tflite": "tflite",
    "keras": "layers",
    "h5": "layers",
    "savedmodel": "ops",
    "graphdef": "ops",
    "checkpoint": "ops",
    "onnx": "onnx",
    "pt2": "torch",
}
_COMPARED: frozenset[tuple[Family, Family]] = frozenset({
    ("layers", "tflite"), ("ops", "tflite"), ("onnx", "tflite"), ("torch", "tflite"),
    ("ops", "onnx"),
})  # fmt: skip
Related = dict[tuple[int, int], MatchedBy]
_MOST = 0.5


def diff_files(request: DiffRequest) -> GraphDiff:
    """Graphs that are not given are those of .tflite files.

    Raises ModelError as ``formats.sniff`` and ``tflite.mapped``, and diff-no-graph.
    """
    first, first_family, first_sha256 = _graph(request.first, request.first_graph)
    second, second_family, second_sha256 = _graph(request.second, request.second_graph)

    def content() -> Pairs:
        ours, theirs = digests_of(request.first, first), digests_of(request.second, second)
        return of_one_content(ours, theirs)

    found = diff(first, second, first_family, second_family, content)
    return replace(found, first_sha256=first_sha256, second_sha256=second_sha256)


def _graph(path: str, known: Graph | None) -> tuple[Graph, Family, str]:
    """With the hash of the file, where that was read."""
    found, sha256 = sniff(Path(path)), ""
    if known is None:
        info, known = read_model(path)
        sha256 = info.sha256
    if not known.nodes:
        raise ModelError("diff-no-graph", path=path)
    return known, _FAMILIES[found.id], sha256


def diff(
    first: Graph,
    second: Graph,
    first_family: Family,
    second_family: Family,
    content: Callable[[], Pairs] = dict,
) -> GraphDiff:
    """Compare. ``content`` looks for tensors of the first and of the second that alone hold the
    same numbers, where names might not do.

    A node that has one counterpart, and is that one's only one, is matched; what several do
    together is fused (see GraphDiff).
    """
    one, other = View(first), View(second)
    across = _related(one, other, (first_family, second_family), content)
    found = across.related
    partners: dict[int, list[int]] = defaultdict(list)
    origins: dict[int, list[int]] = defaultdict(list)
    for ours, theirs in sorted(found):
        partners[ours].append(theirs)
        origins[theirs].append(ours)
    matched, fused, requantized = [], [], []
    for at, firsts in sorted(origins.items()):
        after = second.nodes[at]
        if len(firsts) > 1 or len(partners[firsts[0]]) > 1:
            ids = tuple(first.nodes[ours].id for ours in firsts)
            fused.append(Fusion(firsts=ids, second=after.id))
            continue
        before = first.nodes[firsts[0]]
        matched.append(NodeMatch(first=before.id, second=after.id, by=found[firsts[0], at]))
        if before.precision and after.precision and before.precision != after.precision:
            requantized.append(
                Requantized(
                    first=before.id,
                    second=after.id,
                    before=before.precision,
                    after=after.precision,
                )
            )
    gone = [at for at in range(len(first.nodes)) if at not in partners]
    new = [at for at in range(len(second.nodes)) if at not in origins]
    return GraphDiff(
        matched=tuple(matched),
        added=tuple(second.nodes[at].id for at in new if at not in across.other_folded),
        removed=tuple(first.nodes[at].id for at in gone if at not in across.folded),
        fused=tuple(fused),
        requantized=tuple(requantized),
        folded=tuple(first.nodes[at].id for at in gone if at in across.folded),
        unfolded=tuple(second.nodes[at].id for at in new if at in across.other_folded),
        is_typed=all(any(node.precision for node in graph.nodes) for graph in (first, second)),
        unlike="" if found else _why_unlike(first_family, second_family),
    )


def _why_unlike(first: Family, second: Family) -> Unlike:
    is_compared = first == second or (first, second) in _COMPARED or (second, first) in _COMPARED
    return "nothing-alike" if is_compared else "formats"


def _related(
    one: View, other: View, families: tuple[Family, Family], content: Callable[[], Pairs]
) -> Across:
    match families:
        case ("layers", "tflite"):
            return _layers(one, other)
        case ("tflite", "layers"):
            return _turned(_layers(other, one))
        case ("ops" | "onnx" | "torch", "tflite") | ("ops", "onnx"):
            return _across(one, other, families, content)
        case ("tflite", "ops" | "onnx" | "torch") | ("onnx", "ops"):
            turned = (families[1], families[0])
            return _turned(_across(other, one, turned, lambda: _back(content())))
        case (first, second) if first == second:
            return _of_one_format(one, other, families, content)
    return Across({}, frozenset(), frozenset())


def _of_one_format(
    one: View, other: View, families: tuple[Family, Family], content: Callable[[], Pairs]
) -> Across:
    """By names and topology node by node; where that leaves most of them, as those of two formats:
    other tools call, order and merge ops otherwise."""
    close = Across(dict(match_views(one, other)), frozenset(), frozenset())
    fewer = min(len(one.nodes), len(other.nodes))
    if families[0] == "layers" or len(close.related) >= _MOST * fewer:
        return close
    far = _across(one, other, families, content)
    return far if len(far.related) > len(close.related) else close


def _across(
    source: View, made: View, families: tuple[Family, Family], content: Callable[[], Pairs]
) -> Across:
    if families[0] == "torch" and families[1] == "tflite":
        named = named_by_layer(source, made)
        return relate_across(source, made, families, named, content())
    if families[0] == "ops":
        return relate_across(source, made, families, named_in(source, made, "ops"), {})
    return relate_across(source, made, families, named_alike(source, made), content())


def _back(pairs: Pairs) -> Pairs:
    return {theirs: ours for ours, theirs in pairs.items()}


def _layers(source: View, lite: View) -> Across:
    named, settled = relate(source, lite)
    found: Related = dict.fromkeys(settled, "topology")
    found.update(dict.fromkeys(named, "name"))
    idle = {at for at, node in enumerate(source.nodes) if node.op in IDLE_LAYERS}
    return Across(found, frozenset(idle - {at for at, _ in found}), frozenset())


def _turned(found: Across) -> Across:
    related: Related = {(theirs, ours): by for (ours, theirs), by in found.related.items()}
    return Across(related, found.other_folded, found.folded)
