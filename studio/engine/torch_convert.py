"""Exported PyTorch program -> float .tflite by litert-torch, in the environment of Studio.

The program is traced anew at fixed shapes, with flat tensors in and out, whose names are put back
by position. Layouts stay those of the program; what that costs in TRANSPOSE ops is counted.
"""

from __future__ import annotations

import re
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from studio.core.build_protocol import FloatStageMade, MakeFloatStageRequest
from studio.core.child import Reporter
from studio.core.errors import ConversionError, ErrorPlace, StorageError
from studio.core.files import write_whole
from studio.core.model import Graph, Signature, TensorSpec
from studio.core.requests import InspectRequest
from studio.core.results import Stage
from studio.core.signatures import choose_signature
from studio.engine.converter import SIGNATURE_NAME
from studio.engine.file_facts import main_signature, parse_bytes, require_runnable
from studio.engine.fingerprint import source_sha256
from studio.engine.float_cache import FloatCache, FloatKey
from studio.engine.onnx_convert import added_transposes
from studio.engine.possible import require_possible
from studio.engine.shapes import format_shape, resolve
from studio.engine.torch_program import (
    TorchPrograms,
    require_torch,
    sample_tensor,
    torch_versions,
)
from studio.graph.parsing import Parsed, Tensor
from studio.graph.signature import with_signature
from studio.graph.torch_model import inspect_torch
from studio.graph.torch_reader import LAYOUT_OPS, read_model

_ROUTE = "litert-torch"
_OP = re.compile(r"'(?:stablehlo|chlo|tfl|func)\.([\w.]+)' op|\b(?:aten|prims)[.:]+(\w+)")
_LIKE = {"int64": "int32", "float64": "float32"}
"""What it narrows, since LiteRT's kernels are made for the narrow ones."""


def make_float_stage(
    request: MakeFloatStageRequest, reporter: Reporter, programs: TorchPrograms
) -> FloatStageMade:
    """Write the float .tflite to ``request.output``, from the cache or made now.

    Raises what ``TorchPrograms.open`` does; ModelError: signature-unknown; UsageError: those of
    ``resolve``; ConversionError: torch-missing, torch-needs-fixed-batch, litert-torch-failed,
    torch-interface-changed, converted-variables-unfrozen; StorageError.
    """
    path, recipe = Path(request.source), request.recipe
    start = time.perf_counter()
    require_torch(path)
    stated = inspect_torch(
        InspectRequest(path=request.source, allow_code=request.allow_code, opening=request.opening)
    )
    require_possible(recipe, stated.info, stated.graph)
    versions = torch_versions()
    key = FloatKey.of(source_sha256(path), recipe, versions, request.opening)
    cache = FloatCache(Path(request.cache), request.cache_limit_bytes)
    found = cache.get(key)
    if found is None:
        data = _convert(request, reporter, programs)
        cache.put(key, data, _ROUTE)
    else:
        data = found[0]
    try:
        write_whole(Path(request.output), data)
    except OSError as error:
        raise StorageError("cache-unwritable", str(error), path=request.output) from error
    stage = Stage(
        name="float",
        route=_ROUTE,
        cached=found is not None,
        seconds=time.perf_counter() - start,
        added_transposes=added_transposes(data, read_model(path, {}).graph, LAYOUT_OPS),
    )
    return FloatStageMade(path=request.output, stage=stage, versions=versions)


def _convert(request: MakeFloatStageRequest, reporter: Reporter, programs: TorchPrograms) -> bytes:
    path, recipe = Path(request.source), request.recipe
    if recipe.batch == "dynamic":
        error = ConversionError("torch-needs-fixed-batch", path=path)
        error.fixes = ("fix-fixed-batch",)
        raise error
    source = programs.open(path, request.allow_code, reporter)
    resolved = resolve(choose_signature(source.signatures, recipe.signature), recipe.shapes)
    traced = programs.traced(source, resolved, reporter)
    reporter.phase("loading-torch")
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        import litert_torch

        reporter.phase("converting")
        made = Path(folder) / "made.tflite"
        try:
            samples = tuple(map(sample_tensor, resolved.inputs))
            litert_torch.convert(source.flat(), samples).export(str(made))
        except MemoryError:
            raise
        except Exception as error:  # its passes and MLIR raise every kind of exception
            raise _failed(path, error, source.model.graph) from error
        data = made.read_bytes()
    parsed = parse_bytes(data)
    require_runnable(parsed, is_stateful=False)
    return _named(path, data, parsed, traced.signature)


def _failed(path: Path, error: Exception, graph: Graph) -> ConversionError:
    """With the op that is meant, where the message names one that the program has only once."""
    text = str(error).strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reason = next((line for line in lines if "error:" in line.lower()), (lines or [""])[0])
    detail = f"{type(error).__name__}: {text}"[-6000:]
    reason = reason[:300] or type(error).__name__
    found = ConversionError("litert-torch-failed", detail, path=path, reason=reason)
    named = {name.strip("_") for match in _OP.findall(text) for name in match if name}
    nodes = [node for node in graph.nodes if node.op in named or node.op.split("_")[0] in named]
    if len(nodes) == 1:
        (node,) = nodes
        found.places = (ErrorPlace(op=node.op, name=node.name, node=node.id),)
    found.fixes = ("fix-replace-op",)
    return found


def _named(path: Path, data: bytes, parsed: Parsed, wanted: Signature) -> bytes:
    """``data`` with the names of the program. Raises torch-interface-changed where an input or
    output is not there, or is another."""
    found, main = main_signature(parsed), parsed.subgraphs[0]
    places: list[dict[str, int]] = []
    for specs, known, form in (
        (wanted.inputs, found.inputs if found else {}, "args_{}"),
        (wanted.outputs, found.outputs if found else {}, "output_{}"),
    ):
        chosen: dict[str, int] = {}
        for place, spec in enumerate(specs):
            at = known.get(form.format(place))
            made = None if at is None else main.tensors[at]
            if at is None or made is None or not _alike(spec, made):
                stated = f"{spec.dtype} {format_shape(spec)}"
                text: Any = "–" if made is None else f"{made.dtype} {tuple(made.shape)}"
                raise ConversionError(
                    "torch-interface-changed", path=path, name=spec.name, stated=stated, made=text
                )
            chosen[spec.name] = at
        places.append(chosen)
    return with_signature(data, SIGNATURE_NAME, *places)


def _alike(spec: TensorSpec, made: Tensor) -> bool:
    return (
        made.dtype in (spec.dtype, _LIKE.get(spec.dtype))
        and len(spec.shape) == len(made.shape)
        and all(one in (None, two) for one, two in zip(spec.shape, made.shape, strict=True))
    )
