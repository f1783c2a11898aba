"""Refuses a recipe that cannot be for its model before any work: by the rule that the window and
``studio optimizations`` ask too (``core.optimizations.availability``).

Asked of the source where converting it is what takes long, and of the float .tflite, which tells
more: which ops are fully connected, and how many zeros their weights have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from studio.core.errors import MOST_PLACES, ConversionError, ErrorPlace
from studio.core.model import Graph, ModelInfo
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import (
    ALL_NEEDS,
    LOOPING,
    OF_FLOAT_STAGE,
    why_not_keep,
    why_not_step,
)
from studio.core.optimizations.declaration import Needs
from studio.core.recipe import Recipe
from studio.engine.source import Source
from studio.engine.traced import Traced
from studio.engine.weight_uses import looked_at
from studio.graph.building import build_graph
from studio.graph.parsing import Parsed
from studio.graph.shapes import counter_for
from studio.graph.tflite import signatures_of, weight_kind
from studio.graph.weights import facts_of_file

_FIXES = {"int8-needs-unrolled-loop": ("fix-dynamic-range", "fix-unroll")}


def require_possible(
    recipe: Recipe,
    info: ModelInfo,
    graph: Graph,
    *,
    asked: Collection[Needs] = ALL_NEEDS,
    asks_keep: bool = True,
) -> None:
    """``asked``: which of what the optimizations need is looked at; ``asks_keep``: whether the
    per-op precision is.

    Raises ConversionError: one of ``availability.REFUSALS``.
    """
    reasons = [
        why_not_step(CATALOG[step.optimization], step.params, info, graph, asked)
        for step in recipe.steps
    ]
    if asks_keep:
        reasons += [why_not_keep(keep, info, graph) for keep in recipe.keep]
    for reason in filter(None, reasons):
        code, params = reason
        error = ConversionError(code, **params)
        error.fixes = _FIXES.get(code, ())
        if code == "int8-needs-unrolled-loop":
            error.places = tuple(
                ErrorPlace(op=node.op, name=node.name, node=node.id)
                for node in graph.nodes
                if node.op in LOOPING
            )[:MOST_PLACES]
        raise error


def require_possible_source(recipe: Recipe, source: Source, traced: Traced) -> None:
    """The same of a model of TensorFlow, before it is converted."""
    if not recipe.steps:
        return
    graph = source.graph(None)
    graph = graph if graph.nodes else source.graph(traced)
    weights = source.weights()
    info = ModelInfo(
        format=source.format,
        size_bytes=0,
        sha256="",
        signatures=source.signatures,
        ops=dict(Counter(node.op for node in graph.nodes)),
        parameters=None if weights is None else sum(array.size for array in weights.values()),
        macs=None,
        weight_facts=looked_at(traced) if _reads_weights(recipe) else None,
    )
    require_possible(recipe, info, graph)


def require_possible_file(recipe: Recipe, data: bytes, parsed: Parsed, *, is_source: bool) -> None:
    """The same of a float .tflite. ``is_source``: and not what was made of another model, of which
    the rest was asked before."""
    if not recipe.steps:
        return
    signatures = signatures_of(parsed)
    counter, _, _ = counter_for(parsed, signatures[0], {})
    graph = build_graph(parsed, counter)
    info = ModelInfo(
        format="tflite",
        size_bytes=len(data),
        sha256="",
        signatures=signatures,
        ops=dict(Counter(node.op for node in graph.nodes)),
        parameters=None,
        macs=None,
        weight_kind=weight_kind(parsed),
        weight_facts=facts_of_file(data, parsed) if _reads_weights(recipe) else None,
    )
    asked = ALL_NEEDS if is_source else OF_FLOAT_STAGE
    require_possible(recipe, info, graph, asked=asked, asks_keep=is_source)


def _reads_weights(recipe: Recipe) -> bool:
    wanted: set[Needs] = {"zeros", "finite"}
    return any(wanted & set(CATALOG[step.optimization].needs) for step in recipe.steps)
