"""MACs of a .tflite with dynamic dimensions: LiteRT says what shapes the given ones lead to."""

from __future__ import annotations

from studio.core.child import Reporter
from studio.core.errors import DataError, RunError
from studio.core.model import InspectResult, Signature
from studio.core.verify_protocol import CountMacsRequest
from studio.data.layout import show, with_shapes
from studio.graph.tflite import determined_by_shapes, main_inputs, read_model
from studio.runtimes.litert_shapes import allocated_shapes, shapes_of_run


def count_macs(request: CountMacsRequest, reporter: Reporter) -> InspectResult:
    """Overview and graph with the MACs of every op whose shapes follow from those of the inputs.

    Most are known before a run. Where some are made of other shapes by the model itself, as the
    size of a resize, one run on zeros tells them; what could differ with other inputs is left out.

    Raises ModelError; DataError: shape-does-not-fit, input-shape-unknown; RunError where LiteRT
    does not take the file or the shapes.
    """
    reporter.phase("counting")
    info, graph = read_model(request.path, request.shapes)
    indices = main_inputs(request.path)
    if not indices:
        return InspectResult(path=request.path, info=info, graph=graph)
    named = _input_shapes(info.signatures[0], request.shapes)
    inputs = {indices[name]: shape for name, shape in named.items()}
    settled = determined_by_shapes(request.path, computes=False)
    known = _only(allocated_shapes(request.path, inputs), settled)
    info, graph = read_model(request.path, request.shapes, known)
    missing = determined_by_shapes(request.path, computes=True) - known.keys()
    if info.macs is None and missing:
        try:
            found = shapes_of_run(request.path, inputs)
        except RunError as error:
            reporter.note(f"only what is known before a run is counted: {error}")
        else:
            known |= _only(found, missing)
            info, graph = read_model(request.path, request.shapes, known)
    return InspectResult(path=request.path, info=info, graph=graph)


def _only(shapes: dict[int, tuple[int, ...]], wanted: frozenset[int]) -> dict[int, tuple[int, ...]]:
    return {index: shape for index, shape in shapes.items() if index in wanted}


def _input_shapes(
    signature: Signature, shapes: dict[str, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """Input name -> concrete shape; a batch that is left open is 1."""
    result: dict[str, tuple[int, ...]] = {}
    for spec in with_shapes(signature, shapes).inputs:
        shape = (1, *spec.shape[1:]) if spec.shape[:1] == (None,) else spec.shape
        if not spec.rank_known or None in shape:
            raise DataError("input-shape-unknown", name=spec.name, shape=show(spec.shape))
        result[spec.name] = tuple(dim or 0 for dim in shape)
    return result
