"""An ONNX file read with the package onnx, where it is installed: overview and graph.

Shapes are those that the file states, and those that onnx infers from them. Weights in other files
are not touched.
"""

from __future__ import annotations

import hashlib
import importlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import ModelError, StudioError, UsageError
from studio.core.model import (
    Graph,
    InspectResult,
    ModelInfo,
    ModelWarning,
)
from studio.core.requests import InspectRequest
from studio.graph.onnx_reader import OnnxReader, graphs_of

_INFERRED_BELOW = 200_000_000
"""Bytes without the weights: inferring takes several copies of them."""
_KEPT_ELEMENTS = 1024
"""Constants of at most so many elements may be shapes, by which others are inferred."""
_DATA_FIELDS = (
    "raw_data", "float_data", "int32_data", "int64_data", "double_data", "uint64_data",
    "string_data",
)  # fmt: skip


def inspect_onnx(request: InspectRequest) -> InspectResult:
    """``request.shapes``: of inputs, for the costs; else they stay as they are.

    Raises ModelError: model-needs-onnx, model-damaged, model-unreadable; UsageError:
    shape-input-unknown, shape-invalid.
    """
    path = Path(request.path)
    onnx = _onnx(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    size, sha256 = len(content), hashlib.sha256(content).hexdigest()
    try:
        model = onnx.load_model_from_string(content)
        del content
        model = _without_weights(onnx, model)
        _fix_shapes(model, request.shapes)
        reader = OnnxReader(onnx, _inferred(model))
        graph = reader.read()
    except (MemoryError, StudioError):
        raise
    except Exception as error:  # the protocol buffers' own, or what a damaged file leads to
        detail = f"{type(error).__name__}: {error}"
        raise ModelError("model-damaged", detail, path=path, suffix=path.suffix) from error
    unknown = _uncounted(graph)
    weights = reader.weights
    rest = size - sum(weights.values())
    info = ModelInfo(
        format="onnx",
        size_bytes=size,
        sha256=sha256,
        signatures=(reader.signature,),
        ops=dict(Counter(node.op for node in graph.nodes).most_common()),
        parameters=reader.parameters,
        macs=None if unknown else sum(node.macs or 0 for node in graph.nodes),
        warnings=_warnings(reader),
        macs_unknown_ops=unknown,
        size_split={**weights, **({"other": rest} if rest > 0 else {})},
        metadata=_metadata(onnx, model),
        shapes_used={
            spec.name: tuple(dim or 0 for dim in spec.shape)
            for spec in reader.signature.inputs
            if not spec.is_dynamic
        },
    )
    return InspectResult(path=request.path, info=info, graph=graph)


def float_weights(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """(name, values) of the floating-point constants of the main graph that the file itself holds.

    Raises ModelError: model-needs-onnx, model-unreadable, model-damaged.
    """
    onnx = _onnx(path)
    try:
        model = onnx.load_model(str(path), load_external_data=False)
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    except Exception as error:  # the protocol buffers' own
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error
    stored = [(tensor.name, tensor) for tensor in model.graph.initializer]
    for node in model.graph.node:
        if node.op_type == "Constant" and node.output:
            stored += [(node.output[0], one.t) for one in node.attribute if one.name == "value"]
    kinds = (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE)
    for name, tensor in stored:
        if tensor.data_type in kinds and not tensor.external_data:
            yield name, onnx.numpy_helper.to_array(tensor)


def _onnx(path: Path) -> Any:
    try:
        return importlib.import_module("onnx")
    except ImportError as error:
        raise ModelError("model-needs-onnx", str(error), path=path) from error


def _fix_shapes(model: Any, shapes: Mapping[str, tuple[int, ...]]) -> None:
    if shapes:
        del model.graph.value_info[:]  # what was inferred before, at shapes that were open
    values = {value.name: value for value in model.graph.input}
    for name, shape in shapes.items():
        if name not in values:
            raise UsageError("shape-input-unknown", name=name, known=", ".join(values))
        tensor = values[name].type.tensor_type
        dims = [dim.dim_value if dim.HasField("dim_value") else None for dim in tensor.shape.dim]
        is_free = not tensor.HasField("shape")
        fits = len(dims) == len(shape) and all(
            own in (None, given) for own, given in zip(dims, shape, strict=True)
        )
        if min(shape, default=1) < 1 or not (fits or is_free):
            expected = "(" + ", ".join("?" if dim is None else str(dim) for dim in dims) + ")"
            value = ",".join(map(str, shape))
            raise UsageError("shape-invalid", name=name, value=value, expected=expected)
        tensor.shape.ClearField("dim")
        for dim in shape:
            tensor.shape.dim.add().dim_value = dim


def _uncounted(graph: Graph) -> tuple[str, ...]:
    """Ops that keep the costs of a run from being known: which branch is taken, or how often a body
    is repeated, only a run tells."""
    calling = any(node.macs != 0 for node in graph.nodes if node.subgraph)
    return tuple(
        dict.fromkeys(
            node.op
            for node in graph.nodes
            if node.macs is None or (calling and node.op in ("If", "Loop", "Scan"))
        )
    )


def _without_weights(onnx: Any, model: Any) -> Any:
    """A copy without the values of large constants, of which nothing but the shape is asked.

    A copy, since a protocol buffer gives back what it held only as a whole.
    """
    for tensor in _constants(model.graph):
        if math.prod(tensor.dims) > _KEPT_ELEMENTS:
            for name in _DATA_FIELDS:
                tensor.ClearField(name)
    return onnx.load_model_from_string(model.SerializeToString())


def _constants(graph: Any) -> Iterator[Any]:
    """The stored tensors of a graph and of those inside of it."""
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield sparse.values
        yield sparse.indices
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            for inner in graphs_of(attribute):
                yield from _constants(inner)


def _inferred(model: Any) -> Any:
    """The model with shapes inside, as far as onnx can tell; else as it is."""
    if model.ByteSize() > _INFERRED_BELOW:
        return model
    try:
        return importlib.import_module("onnx.shape_inference").infer_shapes(model, data_prop=True)
    except Exception:  # an op of somebody else's, or shapes that do not fit: then they are unknown
        return model


def _metadata(onnx: Any, model: Any) -> dict[str, str]:
    producer = " ".join(part for part in (model.producer_name, model.producer_version) if part)
    opsets = ", ".join(f"{one.domain or 'ai.onnx'} {one.version}" for one in model.opset_import)
    values = {
        "producer": producer,
        "opset": opsets,
        "ir_version": str(model.ir_version),
        "description": model.doc_string[:1000],
        "read_with": f"onnx {onnx.__version__}",
    }
    return {name: value for name, value in values.items() if value}


def _warnings(reader: OnnxReader) -> tuple[ModelWarning, ...]:
    found: list[ModelWarning] = []
    dynamic = [spec.name for spec in reader.signature.inputs if spec.is_dynamic]
    if dynamic:
        found.append(ModelWarning(code="dynamic-shapes", params={"inputs": ", ".join(dynamic)}))
    strings = [spec.name for spec in reader.signature.inputs if spec.dtype == "string"]
    if strings:
        found.append(ModelWarning(code="string-inputs", params={"inputs": ", ".join(strings)}))
    if reader.is_external:
        found.append(ModelWarning(code="external-buffers"))
    return tuple(found)
