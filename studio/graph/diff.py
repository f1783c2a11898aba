"""What became of each node of one graph in another: matched, fused, removed, added."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from studio.core.errors import ModelError
from studio.core.formats import sniff
from studio.core.graph_diff import Fusion, GraphDiff, MatchedBy, NodeMatch, Requantized
from studio.core.graph_requests import DiffRequest
from studio.core.model import Graph
from studio.graph.lineage import SourceKind, relate
from studio.graph.matching import match
from studio.graph.tflite import read_model
from studio.graph.view import View

Family = Literal["tflite", "layers", "ops", "onnx", "torch"]
"""What the nodes of a graph are: ops of a .tflite, Keras layers, ops of TensorFlow, ONNX, ATen."""

_SOURCES: dict[Family, SourceKind] = {"layers": "layers", "ops": "ops"}
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
Related = dict[tuple[int, int], MatchedBy]


def diff_files(request: DiffRequest) -> GraphDiff:
    """Graphs that are not given are those of .tflite files.

    Raises ModelError as ``formats.sniff`` and ``tflite.mapped``, and diff-no-graph.
    """
    first, first_family, first_sha256 = _graph(request.first, request.first_graph)
    second, second_family, second_sha256 = _graph(request.second, request.second_graph)
    found = diff(first, second, first_family, second_family)
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


def diff(first: Graph, second: Graph, first_family: Family, second_family: Family) -> GraphDiff:
    """Compare. Graphs of two families that no rule connects are compared as those of one: where
    ops are called alike, they do the same.

    A node that has one counterpart, and is that one's only one, is matched; what several do
    together is fused (see GraphDiff).
    """
    one, other = View(first), View(second)
    found = _related(one, other, first_family, second_family)
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
    return GraphDiff(
        matched=tuple(matched),
        added=tuple(node.id for at, node in enumerate(second.nodes) if at not in origins),
        removed=tuple(node.id for at, node in enumerate(first.nodes) if at not in partners),
        fused=tuple(fused),
        requantized=tuple(requantized),
    )


def _related(one: View, other: View, first_family: Family, second_family: Family) -> Related:
    if first_family in _SOURCES and second_family == "tflite":
        return _lineage(one, other, _SOURCES[first_family])
    if first_family == "tflite" and second_family in _SOURCES:
        turned = _lineage(other, one, _SOURCES[second_family])
        return {(ours, theirs): by for (theirs, ours), by in turned.items()}
    return dict(match(one, other))


def _lineage(source: View, lite: View, kind: SourceKind) -> Related:
    named, settled = relate(source, lite, kind)
    found: Related = dict.fromkeys(settled, "topology")
    found.update(dict.fromkeys(named, "name"))
    return found
