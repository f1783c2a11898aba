"""Which ops of the float stage a recipe's list decides about, and what came of it in the artifact.

Ops are found again in the artifact by the names of their output tensors; where a quantizer renamed
one, by order among the ops of its kind that are left, if as many are left on both sides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from studio.core.keep import Keep, KeepOutcome, KeepPrecision
from studio.core.model import Graph, Precision
from studio.engine.file_facts import main_signature
from studio.graph.building import build_graph
from studio.graph.lineage import relate
from studio.graph.op_kinds import TRANSLATIONS
from studio.graph.parsing import Op, Parsed, Subgraph
from studio.graph.precision import precision_of, weight_dtypes
from studio.graph.shapes import counter_for
from studio.graph.tflite import signatures_of
from studio.graph.view import View

_SUFFIX = re.compile(r"_\d+$")
_REPEAT = re.compile(r":\d+$")
_NAMED = 8


@dataclass(frozen=True)
class OpRef:
    """``names``: of all outputs. ``carries``: whether it computes with values at all."""

    subgraph: int
    index: int
    kind: str
    names: tuple[str, ...]
    carries: bool

    @property
    def name(self) -> str:
        return self.names[0] if self.names else ""


@dataclass(frozen=True)
class OpState:
    """What an op computes in, and the dtypes of its weights as the file stores them."""

    precision: Precision
    weights: frozenset[str]

    def holds(self, wanted: KeepPrecision) -> bool:
        """float: nothing of it is quantized or halved; int8: 8-bit activations, or float ones with
        8-bit weights; int16: 16-bit activations."""
        if wanted == "float":
            return self.precision == "float32" and self.weights <= {"float32"}
        if wanted == "int16":
            return self.precision == "int16"
        return self.precision == "int8" or (
            self.precision in ("hybrid", "float32") and "int8" in self.weights
        )


@dataclass(frozen=True)
class Keeping:
    """``ops``: of the float stage, in order; ``chosen``: place among them -> place in ``keeps``."""

    keeps: tuple[Keep, ...]
    ops: tuple[OpRef, ...]
    chosen: dict[int, int]

    def __bool__(self) -> bool:
        return bool(self.keeps)

    def of(self, precision: KeepPrecision) -> tuple[OpRef, ...]:
        """The ops that are to be kept in ``precision``."""
        return tuple(
            self.ops[place]
            for place, which in self.chosen.items()
            if self.keeps[which].precision == precision
        )


LayerOps = Callable[[], Mapping[str, tuple[int, ...]]]
"""Path of a layer -> places of the ops that do its work; asked only where no name tells."""


def keeping(parsed: Parsed, keeps: tuple[Keep, ...], layers: LayerOps | None = None) -> Keeping:
    """Match ``keeps`` with the ops of the float stage ``parsed``; the last match decides.

    ``layers``: of the Keras model that it was made from.
    """
    ops = tuple(_ops(parsed))
    chosen: dict[int, int] = {}
    for which, keep in enumerate(keeps):
        for place in _matches(keep, ops, layers):
            chosen[place] = which
    return Keeping(keeps, ops, dict(sorted(chosen.items())))


def outcomes(
    kept: Keeping, before: Parsed, after: Parsed, without: Parsed | None
) -> tuple[KeepOutcome, ...]:
    """What came of each entry. ``before``: the float stage; ``without``: the artifact that the
    same recipe gives without the list, None = it is not known and nothing is said to be unchanged.
    """
    states = _states(kept.ops, before, after)
    others = _states(kept.ops, before, without) if without is not None else None
    found = []
    for which, keep in enumerate(kept.keeps):
        places = [place for place, chosen in kept.chosen.items() if chosen == which]
        held = [place for place in places if _holds(states.get(place), keep.precision)]
        changed = [
            place for place in places if others is None or states.get(place) != others.get(place)
        ]
        unheld = [kept.ops[place].name for place in places if place not in held]
        found.append(
            KeepOutcome(
                keep=keep,
                matched=len(places),
                held=len(held),
                changed=len(changed),
                unheld=tuple(unheld[:_NAMED]),
            )
        )
    return tuple(found)


def _holds(state: OpState | None, wanted: KeepPrecision) -> bool:
    return state is not None and state.holds(wanted)


def _ops(parsed: Parsed) -> Iterable[OpRef]:
    for which, subgraph in enumerate(parsed.subgraphs):
        for index, op in enumerate(subgraph.ops):
            yield OpRef(
                which, index, op.name, _names(op, subgraph), precision_of(op, subgraph) != ""
            )


def _names(op: Op, subgraph: Subgraph) -> tuple[str, ...]:
    return tuple(subgraph.tensors[index].name for index in op.outputs if index >= 0)


def _matches(keep: Keep, ops: tuple[OpRef, ...], layers: LayerOps | None) -> list[int]:
    """Places of the ops that ``keep`` means, of those that compute with values.

    The op of a layer that makes an output of the model bears the output's name instead of the
    layer's: it is found by what the ops around it were made from.
    """
    carrying = [(place, op) for place, op in enumerate(ops) if op.carries]
    if keep.by == "op":
        return [place for place, op in carrying if op.kind == keep.pattern.upper()]
    if keep.by == "name":
        search = re.compile(keep.pattern).search
        return [place for place, op in carrying if any(map(search, op.names))]
    exact = [place for place, op in carrying if keep.pattern in op.names]
    found = exact or _of_layer(keep.pattern, carrying)
    if found or layers is None:
        return found
    related = layers().get(keep.pattern, ())
    return [place for place, _ in carrying if place in related]


def layer_ops(source: Graph, outputs: Sequence[str], parsed: Parsed) -> dict[str, tuple[int, ...]]:
    """Of each layer of ``source``, which is a graph of Keras layers, the ops of the float stage
    that was made from it: see ``graph.lineage``, and what makes the same output of the signature.

    ``outputs``: its names for those of ``source``, in their order.
    """
    counter, _, _ = counter_for(parsed, signatures_of(parsed)[0], {})
    lite = View(build_graph(parsed, counter))
    view = View(source)
    named, settled = relate(view, lite)
    related = named | settled
    known = {op for _, op in related}
    signature = main_signature(parsed)
    made = signature.outputs if signature is not None else {}
    for name, tensor in zip(outputs, source.outputs[0] if source.outputs else (), strict=False):
        layer, op = view.producer.get(tensor), lite.producer.get(made.get(name, -1))
        if layer is not None and op is not None and op not in known:
            related.add((layer, op))
    found: dict[str, set[int]] = defaultdict(set)
    for layer, op in related:
        found[source.nodes[layer].name].add(op)
    return {name: tuple(sorted(ops)) for name, ops in found.items()}


def _of_layer(path: str, ops: list[tuple[int, OpRef]]) -> list[int]:
    """Ops made from the Keras layer at ``path``. Keras numbers the scopes that it opens
    ("net_1/conv_2"), in a model that was called before always; a fused op names all it is of."""
    layers = [_REPEAT.sub("", part) for part in path.split("/")]
    scopes = [
        (place, part.split("/"))
        for place, op in ops
        for name in op.names
        for part in name.split(";")
        if "/" in part
    ]
    is_numbered = all(_SUFFIX.search(scope[0]) for _, scope in scopes)
    plain = [place for place, scope in scopes if scope[1 : len(layers) + 1] == layers]
    stripped = [
        place
        for place, scope in scopes
        if [_SUFFIX.sub("", one) for one in scope[1 : len(layers) + 1]] == layers
    ]
    first, second = (stripped, plain) if is_numbered else (plain, stripped)
    return sorted(set(first or second))


def _states(ops: tuple[OpRef, ...], before: Parsed, artifact: Parsed) -> dict[int, OpState]:
    """Place in ``ops`` -> state of the same op in ``artifact``; ops that are gone are left out."""
    result: dict[int, OpState] = {}
    for which, subgraph in enumerate(artifact.subgraphs[: len(before.subgraphs)]):
        found = {
            (op.name, name): index
            for index, op in enumerate(subgraph.ops)
            for name in _names(op, subgraph)
        }
        wanted = [(place, op) for place, op in enumerate(ops) if op.subgraph == which]
        taken: dict[int, int] = {}
        for place, op in wanted:
            index = next(
                (found[op.kind, name] for name in op.names if (op.kind, name) in found), None
            )
            if index is not None:
                taken[place] = index
        _pair_leftovers(wanted, subgraph, taken)
        for place, index in taken.items():
            op_found = subgraph.ops[index]
            result[place] = OpState(
                precision_of(op_found, subgraph), weight_dtypes(op_found, subgraph)
            )
    return result


def _pair_leftovers(
    wanted: list[tuple[int, OpRef]], subgraph: Subgraph, taken: dict[int, int]
) -> None:
    used = set(taken.values())
    left: dict[str, list[int]] = defaultdict(list)
    for index, op in enumerate(subgraph.ops):
        if index not in used and op.name not in TRANSLATIONS:
            left[op.name].append(index)
    missing: dict[str, list[int]] = defaultdict(list)
    for place, ref in wanted:
        if place not in taken:
            missing[ref.kind].append(place)
    for kind, places in missing.items():
        if len(places) == len(left[kind]):
            taken.update(zip(places, left[kind], strict=True))
