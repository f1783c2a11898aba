"""Which tensor of the float stage a tensor of an artifact stands for, and what can be run alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studio.core.model import Graph
from studio.graph.apart import Apart, can_stand_alone, take_apart
from studio.graph.flatbuffer import Source
from studio.graph.matching import match
from studio.graph.parsing import Parsed
from studio.graph.tflite import mapped, parse_model, read_model
from studio.graph.view import View


@dataclass(frozen=True)
class Side:
    """A file, read; its main subgraph comes first in the graph."""

    path: str
    sha256: str
    is_quantized: bool
    parsed: Parsed
    graph: Graph
    view: View

    @property
    def nodes(self) -> int:
        return len(self.parsed.subgraphs[0].ops)

    @cached_property
    def read_by(self) -> dict[int, tuple[int, ...]]:
        """Tensor -> ops of the main subgraph that compute with it, however it is stored there."""
        found: dict[int, list[int]] = {}
        for at in range(self.nodes):
            if not self.view.is_translation(at):
                for tensor in dict.fromkeys(self.view.values[at]):
                    found.setdefault(tensor, []).append(at)
        return {tensor: tuple(ops) for tensor, ops in found.items()}


@dataclass(frozen=True)
class OpPair:
    """Ops of the main subgraphs that do the same; places in the files."""

    mine: int
    theirs: int


@dataclass(frozen=True)
class Counterparts:
    """``tensors``: of the artifact -> of the float stage. ``pairs`` in the artifact's order."""

    tensors: dict[int, int]
    pairs: tuple[OpPair, ...]

    def alone(self, mine: Side, theirs: Side) -> tuple[OpPair, ...]:
        """Those of the pairs that can be run by themselves on values that both files know."""
        return tuple(pair for pair in self.pairs if self._can_be_fed(pair, mine, theirs))

    def _can_be_fed(self, pair: OpPair, mine: Side, theirs: Side) -> bool:
        main, other = mine.parsed.subgraphs[0], theirs.parsed.subgraphs[0]
        here, there = main.ops[pair.mine], other.ops[pair.theirs]
        if not (can_stand_alone(here, main) and can_stand_alone(there, other)):
            return False
        if len(here.inputs) != len(there.inputs) or len(here.outputs) != len(there.outputs):
            return False
        for ours, its in zip(here.inputs, there.inputs, strict=True):
            is_given = ours < 0 or ours in mine.view.constants
            if is_given != (its < 0 or its in theirs.view.constants):
                return False
            if not is_given and self.tensors.get(ours) is None:
                return False
        return True


def read_side(path: str) -> Side:
    """Raises ModelError as ``tflite.mapped``."""
    info, graph = read_model(path)
    with mapped(Path(path)) as data:
        parsed = parse_model(data)
    return Side(path, info.sha256, info.weight_kind == "quantized", parsed, graph, View(graph))


def find_counterparts(mine: Side, theirs: Side) -> Counterparts:
    """``mine``: the artifact; ``theirs``: the float stage."""
    pairs = sorted(
        (second, first)
        for first, second in match(theirs.view, mine.view)
        if first < theirs.nodes and second < mine.nodes and not mine.view.is_translation(second)
    )
    made: dict[int, int] = _inputs(mine, theirs)
    for second, first in pairs:
        ours, its = mine.graph.nodes[second].outputs, theirs.graph.nodes[first].outputs
        made.update((a, b) for a, b in zip(ours, its, strict=False) if a >= 0 and b >= 0)
    tensors = {
        at: made[origin]
        for at, origin in enumerate(mine.view.origins)
        if origin in made and mine.graph.tensors[at].subgraph == 0
    }
    return Counterparts(tensors, tuple(OpPair(second, first) for second, first in pairs))


def _inputs(mine: Side, theirs: Side) -> dict[int, int]:
    """By the names of the signatures where both have those, else by their places."""
    ours, its = mine.parsed.subgraphs[0].inputs, theirs.parsed.subgraphs[0].inputs
    here, there = _named_inputs(mine), _named_inputs(theirs)
    named = {tensor: there[name] for name, tensor in here.items() if name in there}
    if named and len(named) == len(ours):
        return named
    return dict(zip(ours, its, strict=False)) if len(ours) == len(its) else {}


def _named_inputs(side: Side) -> dict[str, int]:
    """Of the signature over the main subgraph; {} without one."""
    return next((one.inputs for one in side.parsed.signatures if one.subgraph == 0), {})


def apart_of(side: Side, ops: list[int]) -> Apart:
    """The file is read anew: nobody else needs its bytes."""
    with mapped(Path(side.path)) as data:
        return take_apart(Source(data[:]).root(), side.parsed, ops)
