"""Which ops of a .tflite of litert-torch bear the names of which layers of the program.

It calls a tensor "module.Net/module.Block_left/module.Conv2d_conv;3": the layers that were called,
each with its class and the last part of its path, then a running number; those of what was fused
follow, and where equal constants were merged those of a neighbor. A name that fits several layers
is not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from studio.graph.lineage import hanging_together, names_of_nodes
from studio.graph.torch_kinds import FILLED, WRITTEN_OUT
from studio.graph.view import View

Path = tuple[str, ...]


def named_by_layer(source: View, lite: View) -> set[tuple[int, int]]:
    """(node of the program, node of the .tflite). Not of layers that are written out: what is
    around them tells all of their parts."""
    layers: dict[Path, list[int]] = defaultdict(list)
    for at, node in enumerate(source.nodes):
        if node.op in WRITTEN_OUT or node.op in FILLED:
            continue
        layers[tuple(node.name.split("/")[:-1])].append(at)
    by_last: dict[str, list[Path]] = defaultdict(list)
    for path in layers:
        if path:
            by_last[path[-1]].append(path)
    found: set[tuple[int, int]] = set()
    for at, names in names_of_nodes(lite).items():
        known: list[int] = []
        for part in dict.fromkeys(names):
            paths = set(_paths(part.split("/")[1:], by_last))
            if len(paths) == 1:
                known += layers[paths.pop()]
        found |= {(one, at) for one in hanging_together(source, list(dict.fromkeys(known)))}
    return found


def _paths(called: list[str], by_last: dict[str, list[Path]]) -> Iterator[Path]:
    """Layers whose path has the names of ``called`` in this order, and ends with the last one."""
    if not called:
        return
    name = called[-1]
    for place, letter in enumerate(name):
        if letter == "_":
            for path in by_last.get(name[place + 1 :], ()):
                if _leads_to(called[:-1], path[:-1]):
                    yield path


def _leads_to(called: list[str], path: Path) -> bool:
    rest = list(path)
    for name in reversed(called):
        while rest and not name.endswith(f"_{rest[-1]}"):
            rest.pop()
        if not rest:
            return False
        rest.pop()
    return True
