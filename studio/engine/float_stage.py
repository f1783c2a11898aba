"""Stage 1: source -> float .tflite, once for each source, by the fast route where it is right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.core.child import Reporter
from studio.core.errors import ConversionError
from studio.core.messages import title_of
from studio.core.model import Signature
from studio.core.opening import Opening
from studio.core.recipe import Recipe
from studio.core.results import Stage
from studio.core.signatures import choose_signature
from studio.engine.converter import convert_export, convert_function
from studio.engine.converter_errors import located
from studio.engine.float_cache import FloatCache, FloatKey
from studio.engine.possible import require_possible_source
from studio.engine.shapes import resolve
from studio.engine.source import Source, SourceCache
from studio.engine.stopwatch import Stopwatch
from studio.engine.traced import Traced

_FINAL = frozenset(
    {
        "conversion-unsupported-ops",
        "conversion-unsupported-flex",
        "conversion-needs-fixed-batch",
        "conversion-half-precision",
    }
)
"""Failures that the slow route shares: trying it would only cost time."""


@dataclass(frozen=True)
class FloatStage:
    """``data``: the float .tflite."""

    data: bytes
    stage: Stage


@dataclass(frozen=True)
class OpenSource:
    """How to get at the source, if it is needed at all: most variants come from the cache."""

    path: Path
    allow_code: bool
    sources: SourceCache
    recipe: Recipe
    reporter: Reporter
    opening: Opening = Opening()

    def traced(self) -> tuple[Source, Signature, Traced]:
        """The loaded source, its signature at the recipe's shapes, and its traced function."""
        source = self.sources.open(self.path, self.allow_code, self.reporter, self.opening)
        chosen = choose_signature(source.signatures, self.recipe.signature)
        resolved = resolve(chosen, self.recipe.shapes, self.recipe.batch)
        return source, resolved, self.sources.traced(source, resolved, self.reporter)


def float_stage(opened: OpenSource, key: FloatKey, cache: FloatCache) -> FloatStage:
    """The float .tflite, from the cache or made now, if the recipe can be for this model at all.

    Raises ModelError (opening), UsageError (shapes), ConversionError, StorageError.
    """
    watch = Stopwatch()
    found = cache.get(key)
    if found is not None:
        data, entry = found
        return FloatStage(data, _stage(entry.route, True, watch))
    source, signature, traced = opened.traced()
    require_possible_source(opened.recipe, source, traced)
    data, route = convert(source, signature, traced, opened.recipe, opened.reporter)
    cache.put(key, data, route)
    return FloatStage(data, _stage(route, False, watch))


def convert(
    source: Source,
    signature: Signature,
    traced: Traced,
    recipe: Recipe,
    reporter: Reporter,
    dynamic_range: bool = False,
) -> tuple[bytes, str]:
    """(.tflite, route). The slow route where the recipe asks for it, where a batch stays dynamic,
    where the model keeps state, and where the fast one failed.

    Raises ConversionError, its places found in the source's graph.
    """
    try:
        return _convert(source, signature, traced, recipe, reporter, dynamic_range)
    except ConversionError as error:
        raise located(error, source.graph(traced)) if error.places else error


def _convert(
    source: Source,
    signature: Signature,
    traced: Traced,
    recipe: Recipe,
    reporter: Reporter,
    dynamic_range: bool,
) -> tuple[bytes, str]:
    reporter.phase("converting")
    flex = recipe.allows_tensorflow_ops
    is_dynamic = any(None in spec.shape for spec in signature.inputs)
    slow = source.slow_route
    if not slow or not (is_dynamic or traced.is_stateful or recipe.route == "slow"):
        try:
            return convert_function(traced, dynamic_range, flex), traced.route
        except ConversionError as error:
            if not slow or error.code in _FINAL:
                raise
            reporter.note(f"{traced.route} failed, trying {slow}: {title_of(error)}")
    data = convert_export(source, signature, traced.is_stateful, dynamic_range, flex)
    return data, slow


def _stage(route: str, cached: bool, watch: Stopwatch) -> Stage:
    return Stage(name="float", route=route, cached=cached, seconds=watch.seconds)
