"""InspectRequest of a source model: overview and graph, MACs counted from the traced function."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import numpy as np

from studio.core.child import Reporter
from studio.core.ends import with_end_names
from studio.core.errors import StudioError, UsageError
from studio.core.formats import sniff
from studio.core.messages import title_of
from studio.core.model import Graph, InspectResult, ModelInfo, ModelWarning, Signature
from studio.core.requests import InspectRequest
from studio.engine.fingerprint import source_sha256, source_size_bytes
from studio.engine.input_statistics import statistics_of
from studio.engine.macs import count_macs
from studio.engine.shapes import resolve
from studio.engine.source import PROCESS_CACHE, Source, SourceCache
from studio.engine.tensorflow_import import versions
from studio.engine.traced import Traced
from studio.engine.weight_uses import looked_at


def inspect(
    request: InspectRequest, reporter: Reporter, sources: SourceCache = PROCESS_CACHE
) -> InspectResult:
    """Open the model. What cannot be counted is said to be unknown; opening does not fail for it.

    Raises ModelError: those of the loaders; UsageError: those of ``shapes.resolve`` for shapes
    that were given and do not fit.
    """
    path = Path(request.path)
    source = sources.open(path, request.allow_code, reporter, request.opening)
    reporter.phase("inspecting")
    signature = source.signatures[0]
    traced, reasons = _trace(source, signature, request, sources, reporter)
    graph = with_end_names(source.graph(traced), signature)
    weights = source.weights()
    macs = count_macs(traced.graph) if traced else None
    info = ModelInfo(
        format=sniff(path).id,
        size_bytes=source_size_bytes(path),
        sha256=source_sha256(path),
        signatures=_with_traced_outputs(source.signatures, traced),
        ops=_histogram(graph),
        parameters=None if weights is None else sum(array.size for array in weights.values()),
        macs=macs.total if macs else None,
        macs_unknown_ops=macs.unknown_ops if macs else reasons,
        warnings=_warnings(source, traced),
        size_split=_size_split(weights or {}, source.stored_beside(), source_size_bytes(path)),
        metadata=source.metadata() | {"read_with": f"tensorflow {versions().get('tensorflow')}"},
        shapes_used=_shapes(traced.signature) if traced else {},
        input_statistics=statistics_of(source),
        graphs=source.graphs(),
        weight_facts=looked_at(traced) if traced else None,
    )
    return InspectResult(path=request.path, info=info, graph=graph)


def _trace(
    source: Source,
    signature: Signature,
    request: InspectRequest,
    sources: SourceCache,
    reporter: Reporter,
) -> tuple[Traced | None, tuple[str, ...]]:
    """The traced function, or why there is none: dimensions not known, or it cannot be run here."""
    try:
        resolved = resolve(signature, request.shapes)
    except UsageError as error:
        if error.code != "shape-needed":
            raise
        return None, ("dynamic shape",)
    try:
        return sources.traced(source, resolved, reporter), ()
    except StudioError as error:
        if error.code == "shape-refused" and request.shapes:
            raise
        reporter.note(f"not traced: {title_of(error)}")
        return None, (error.code,)


def _with_traced_outputs(
    signatures: tuple[Signature, ...], traced: Traced | None
) -> tuple[Signature, ...]:
    """Output ranks that the file leaves open, from the trace; a dynamic batch stays dynamic."""
    if traced is None or all(spec.rank_known for spec in signatures[0].outputs):
        return signatures
    is_batched = all(spec.shape[:1] == (None,) for spec in signatures[0].inputs)
    outputs = tuple(
        known
        if known.rank_known or not found.rank_known
        else msgspec.structs.replace(
            found,
            shape=(None, *found.shape[1:])
            if is_batched and found.shape[:1] == (1,)
            else found.shape,
        )
        for known, found in zip(signatures[0].outputs, traced.signature.outputs, strict=True)
    )
    return (msgspec.structs.replace(signatures[0], outputs=outputs), *signatures[1:])


def _histogram(graph: Graph) -> dict[str, int]:
    return dict(Counter(node.op for node in graph.nodes).most_common())


def _warnings(source: Source, traced: Traced | None) -> tuple[ModelWarning, ...]:
    found = list(source.warnings())
    codes = {warning.code for warning in found}
    dynamic = [
        f"{spec.name} {tuple('?' if dim is None else dim for dim in spec.shape)}".replace("'", "")
        for spec in source.signatures[0].inputs
        if not spec.rank_known or any(dim is None for dim in spec.shape[1:])
    ]
    if dynamic:
        found.append(ModelWarning(code="dynamic-shapes", params={"inputs": ", ".join(dynamic)}))
    if traced is not None and traced.is_stateful and "stateful" not in codes:
        found.append(ModelWarning(code="stateful"))
    return tuple(found)


def _size_split(
    weights: dict[str, np.ndarray], beside: dict[str, int], size_bytes: int
) -> dict[str, int]:
    """Bytes of weights by dtype and of what is stored beside; the rest is graph and container."""
    split: Counter[str] = Counter(beside)
    for array in weights.values():
        split[f"weights {array.dtype.name}"] += int(array.nbytes)
    rest = size_bytes - sum(split.values())
    return {**split, **({"other": rest} if rest > 0 else {})}


def _shapes(signature: Signature) -> dict[str, tuple[int, ...]]:
    return {spec.name: tuple(dim or 1 for dim in spec.shape) for spec in signature.inputs}
