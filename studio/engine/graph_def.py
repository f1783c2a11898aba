"""InspectRequest of a frozen GraphDef: looked at, not converted.

Such a file does not say what goes in and comes out. Its placeholders are taken for inputs, what no
op reads for outputs, and both are said to be that; shapes that it leaves open stay unknown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.core.child import Reporter
from studio.core.errors import ModelError, UsageError
from studio.core.model import Graph, InspectResult, ModelInfo, ModelWarning, Signature, TensorSpec
from studio.core.requests import InspectRequest
from studio.engine.fingerprint import source_sha256, source_size_bytes
from studio.engine.macs import count_macs
from studio.engine.op_graph import op_graph
from studio.engine.shapes import fits, format_shape
from studio.engine.tensorflow_import import load_tensorflow, versions
from studio.engine.traced import spec_of

_PLACEHOLDERS = frozenset({"Placeholder", "PlaceholderV2", "PlaceholderWithDefault"})
_LOOPS = "NextIteration"
_WITHOUT_VALUE = frozenset({"Const", "NoOp", "Assert", *_PLACEHOLDERS})


def inspect(request: InspectRequest, reporter: Reporter) -> InspectResult:
    """Overview and graph. ``shapes``: of placeholders, by name; else they stay as they are.

    Raises ModelError: model-damaged, model-cannot-be-built, model-unreadable; UsageError:
    shape-input-unknown, shape-invalid.
    """
    path = Path(request.path)
    tf = load_tensorflow(reporter)
    reporter.phase("inspecting")
    graph = _imported(tf, path, _parsed(tf, path), request.shapes)
    signature = _signature(graph)
    macs = count_macs(graph)
    unknown = macs.unknown_ops
    if macs.by_op and any(op.type == _LOOPS for op in graph.get_operations()):
        unknown = (*unknown, _LOOPS)  # nobody knows how often a body of a loop is run
    nodes = op_graph(graph)
    weights = _weights(nodes)
    size_bytes = source_size_bytes(path)
    info = ModelInfo(
        format="graphdef",
        size_bytes=size_bytes,
        sha256=source_sha256(path),
        signatures=(signature,),
        ops=dict(Counter(node.op for node in nodes.nodes).most_common()),
        parameters=_parameters(nodes),
        macs=None if unknown else macs.total,
        macs_unknown_ops=unknown,
        warnings=_warnings(signature),
        size_split=weights | _rest(size_bytes - sum(weights.values())),
        metadata={"read_with": f"tensorflow {versions().get('tensorflow')}"},
        shapes_used=_known_shapes(signature),
    )
    return InspectResult(path=request.path, info=info, graph=nodes)


def _parsed(tf: Any, path: Path) -> Any:
    definition = tf.compat.v1.GraphDef()
    try:
        definition.ParseFromString(path.read_bytes())
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    except Exception as error:  # the protocol buffers' own, whose class depends on how they run
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error
    return definition


def _imported(tf: Any, path: Path, definition: Any, shapes: Mapping[str, tuple[int, ...]]) -> Any:
    """The graph with shapes inferred anew, placeholders at the shapes that were given."""
    placeholders = {node.name: node for node in definition.node if node.op in _PLACEHOLDERS}
    for name, shape in shapes.items():
        if name not in placeholders:
            raise UsageError("shape-input-unknown", name=name, known=", ".join(placeholders))
        _require_fitting(tf, placeholders[name], shape)
        dims = [tf.compat.v1.Dimension(dim) for dim in shape]
        placeholders[name].attr["shape"].shape.CopyFrom(tf.TensorShape(dims).as_proto())
    for node in definition.node:
        node.attr.pop("_output_shapes", None)
    graph = tf.Graph()
    try:
        with graph.as_default():
            tf.import_graph_def(definition, name="")
    except (ValueError, TypeError, KeyError, tf.errors.OpError) as error:
        raise ModelError("model-cannot-be-built", str(error)[:2000], path=path) from error
    return graph


def _require_fitting(tf: Any, node: Any, given: tuple[int, ...]) -> None:
    stated = node.attr["shape"].shape if "shape" in node.attr else None
    shape = tf.TensorShape(stated) if stated is not None else tf.TensorShape(None)
    spec = spec_of(node.name, tf.float32, shape)
    # files of old say "no dimensions" where they mean that they are not known
    if spec.shape and not fits(spec, given):
        value, expected = ",".join(map(str, given)), format_shape(spec)
        raise UsageError("shape-invalid", name=node.name, value=value, expected=expected)


def _signature(graph: Any) -> Signature:
    read = {tensor.name for op in graph.get_operations() for tensor in op.inputs}
    inputs: list[TensorSpec] = []
    outputs: list[TensorSpec] = []
    for op in graph.get_operations():
        if op.type in _PLACEHOLDERS:
            inputs += [spec_of(op.name, tensor.dtype, tensor.shape) for tensor in op.outputs]
        elif op.type not in _WITHOUT_VALUE and not any(t.name in read for t in op.outputs):
            several = len(op.outputs) > 1
            outputs += [
                spec_of(tensor.name if several else op.name, tensor.dtype, tensor.shape)
                for tensor in op.outputs
            ]
    return Signature(name="", inputs=tuple(inputs), outputs=tuple(outputs))


def _warnings(signature: Signature) -> tuple[ModelWarning, ...]:
    found = [ModelWarning(code="graphdef-ends")]
    open_inputs = [
        f"{spec.name} {format_shape(spec)}" for spec in signature.inputs if spec.is_dynamic
    ]
    if open_inputs:
        found.append(ModelWarning(code="dynamic-shapes", params={"inputs": ", ".join(open_inputs)}))
    strings = [spec.name for spec in signature.inputs if spec.dtype == "string"]
    if strings:
        found.append(ModelWarning(code="string-inputs", params={"inputs": ", ".join(strings)}))
    return tuple(found)


def _parameters(graph: Graph) -> int:
    """Elements of the constants in floating point; what is left of the variables that it had."""
    return sum(
        math.prod(dim or 0 for dim in tensor.shape)
        for tensor in graph.tensors
        if tensor.is_constant and "float" in tensor.dtype
    )


def _weights(graph: Graph) -> dict[str, int]:
    split: Counter[str] = Counter()
    for tensor in graph.tensors:
        if tensor.is_constant and "float" in tensor.dtype:
            split[f"weights {tensor.dtype}"] += tensor.size_bytes
    return dict(split)


def _rest(size_bytes: int) -> dict[str, int]:
    return {"other": size_bytes} if size_bytes > 0 else {}


def _known_shapes(signature: Signature) -> dict[str, tuple[int, ...]]:
    known = [spec for spec in signature.inputs if not spec.is_dynamic]
    return {spec.name: tuple(dim or 0 for dim in spec.shape) for spec in known}
