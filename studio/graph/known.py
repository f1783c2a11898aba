"""Which nodes of a graph need no op when it runs: what they make is known before, or not needed.

``known``: from constants alone, or from shapes that are stated in full. ``unread``: no output of
the model follows from them (checks, unused outputs). ``sizing``: they compute with shapes that are
open, for others to be reshaped by. What is drawn, fed or left behind by another run is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph import torch_kinds
from studio.graph.op_kinds import STATEFUL
from studio.graph.view import View

_OF_SHAPE = torch_kinds.OF_SHAPE | {"Shape", "ShapeN", "Size", "Rank", "SHAPE", "RANK"}
_CHECKS = frozenset({"Assert", "NoOp"})
_NEW_EACH_RUN = STATEFUL | {
    # TensorFlow
    "PlaceholderWithDefault", "VarHandleOp", "Variable", "VariableV2", "ReadVariableOp", "Assign",
    "RandomUniform", "RandomUniformInt", "RandomStandardNormal", "RandomGamma", "RandomPoisson",
    "RandomPoissonV2", "RandomShuffle", "RandomCrop", "Multinomial", "TruncatedNormal",
    "ParameterizedTruncatedNormal", "StatefulUniform", "StatefulUniformInt",
    "StatefulUniformFullInt", "StatefulStandardNormal", "StatefulStandardNormalV2",
    "StatefulTruncatedNormal", "StatefulRandomBinomial", "UniformCandidateSampler",
    "LogUniformCandidateSampler", "LearnedUnigramCandidateSampler", "FixedUnigramCandidateSampler",
    # ONNX
    "RandomNormal", "RandomNormalLike", "RandomUniformLike", "Bernoulli",
    # LiteRT (TFLite)
    "RANDOM_UNIFORM", "RANDOM_STANDARD_NORMAL", "MULTINOMIAL",
    # ATen
    "bernoulli", "multinomial", "normal", "uniform", "rand", "randn", "randint", "randperm",
    "rand_like", "randn_like", "randint_like",
}  # fmt: skip
"""Whatever they are given: what they make is drawn, was left behind, or may be fed."""


@dataclass(frozen=True)
class Known:
    """Positions of nodes; ``tensors``: those whose values are known before a run."""

    tensors: frozenset[int]
    known: frozenset[int]
    sizing: frozenset[int]
    unread: frozenset[int]


def known_before(view: View) -> Known:
    given = {tensor for each in view.graph.inputs for tensor in each}
    tensors, sizes = set(view.constants) - given, set[int]()
    known: set[int] = set()
    sizing: set[int] = set()
    for at, node in enumerate(view.nodes):
        inputs = [tensor for tensor in node.inputs if tensor >= 0]
        made = [tensor for tensor in node.outputs if tensor >= 0]
        if not inputs and node.op in torch_kinds.FILLED:
            known.add(at)
            tensors.update(made)
        if not made or not inputs or node.op in _NEW_EACH_RUN or not given.isdisjoint(made):
            continue
        if all(tensor in tensors for tensor in inputs):
            known.add(at)
            tensors.update(made)
        elif node.op in _OF_SHAPE:
            if all(_is_stated(view, tensor) for tensor in inputs):
                known.add(at)
                tensors.update(made)
            else:
                sizing.add(at)
                sizes.update(made)
        elif all(tensor in tensors or tensor in sizes for tensor in inputs):
            sizing.add(at)
            sizes.update(made)
    return Known(
        tensors=frozenset(tensors),
        known=frozenset(known),
        sizing=frozenset(sizing),
        unread=_unread(view),
    )


def _is_stated(view: View, tensor: int) -> bool:
    # a rank that is not known stands there as no dimensions at all; its size is 0 then
    found = view.tensors[tensor]
    return None not in found.shape and (bool(found.shape) or found.size_bytes > 0)


def _unread(view: View) -> frozenset[int]:
    if not any(view.graph.outputs):
        return frozenset()
    waiting = [tensor for each in view.graph.outputs for tensor in each if tensor >= 0]
    needed: set[int] = set()
    for at, node in enumerate(view.nodes):
        if not any(tensor >= 0 for tensor in node.outputs) and node.op not in _CHECKS:
            needed.add(at)
            waiting += [tensor for tensor in node.inputs if tensor >= 0]
        if node.op in STATEFUL:
            needed.add(at)
            waiting += [tensor for tensor in node.inputs if tensor >= 0]
    seen: set[int] = set()
    while waiting:
        tensor = waiting.pop()
        if tensor in seen:
            continue
        seen.add(tensor)
        at = view.producer.get(tensor, -1)
        if at >= 0:
            needed.add(at)
            waiting += [one for one in view.nodes[at].inputs if one >= 0]
    main = {at for at, node in enumerate(view.nodes) if node.subgraph == 0}
    return frozenset(main - needed)
