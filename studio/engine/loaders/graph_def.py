"""Opens GraphDef files (.pb): a graph alone, with constants for weights where it was frozen.

Such a file does not say what goes in and comes out. Proposed are as outputs what no op reads, as
inputs the placeholders that these need; a person may name others. Shapes that it leaves open are
asked for: a wrong guess would convert into a network for another size without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from studio.core.errors import ModelError
from studio.core.model import Graph, ModelWarning, Signature, TaggedGraph
from studio.core.opening import AS_FOUND, Opening
from studio.engine.loaders.frozen import Frozen, import_frozen
from studio.engine.loaders.op_types import PYTHON_OPS, file_ops, needed_types, op_types
from studio.engine.loaders.text_ops import reading_text
from studio.engine.op_graph import op_graph
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced, spec_of

_MOST_BYTES = 2 << 30
_NEEDED = "Placeholder"
_PLACEHOLDERS = frozenset({_NEEDED, "PlaceholderV2", "PlaceholderWithDefault"})
_WITHOUT_VALUE = frozenset({"Const", "NoOp", "Assert", *_PLACEHOLDERS})
_VARIABLES = frozenset({"VariableV2", "Variable", "VarHandleOp", "AutoReloadVariable"})


def load(path: Path, allow_code: bool, opening: Opening = AS_FOUND) -> GraphDefSource:
    """The graph with shapes inferred anew. Without ``allow_code`` nothing of it is run that touches
    files: it is refused where it holds such ops.

    Raises ModelError: model-damaged, model-cannot-be-built, model-unreadable, model-calls-python,
    model-needs-code, graphdef-tensor-unknown, graphdef-ends-missing.
    """
    definition = _parsed(path)
    require_no_files(path, file_ops(definition, own=False), allow_code)
    graph = imported(path, definition)
    outputs = tensors_called(path, graph, opening.outputs) or ends(graph)
    inputs = tensors_called(path, graph, opening.inputs) or placeholders_before(outputs)
    if not outputs or not inputs:
        raise ModelError("graphdef-ends-missing", path=path)
    require_no_files(path, file_ops(needed_for(definition, outputs)), allow_code)
    return GraphDefSource(path, definition, graph, inputs, outputs)


def require_no_files(path: Path, files: tuple[str, ...], allow_code: bool) -> None:
    """Raises ModelError model-needs-code naming ``files``, unless a person has allowed them."""
    if files and not allow_code:
        raise ModelError("model-needs-code", path=path, layers=", ".join(files))


def _parsed(path: Path) -> Any:
    definition = load_tensorflow().compat.v1.GraphDef()
    read_into(definition, path)
    return without_traces(definition)


def read_into(message: Any, path: Path) -> None:
    """Parse a file into a protocol buffer. Raises ModelError: model-damaged, model-unreadable."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ModelError("model-damaged", "over 2 GB", path=path, suffix=path.suffix)
        message.ParseFromString(path.read_bytes())
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    except ModelError:
        raise
    except Exception as error:  # the protocol buffers' own, whose class depends on how they run
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error


def without_traces(definition: Any) -> Any:
    """``definition`` without what it says of shapes and devices where it was made."""
    for node in definition.node:
        node.attr.pop("_output_shapes", None)
        node.device = ""
    return definition


def imported(path: Path, definition: Any) -> Any:
    """The graph of ``definition``, of which importing it may run what has no state. Raises
    ModelError: model-calls-python, model-cannot-be-built."""
    tf = load_tensorflow()
    if op_types(definition) & PYTHON_OPS:
        raise ModelError("model-calls-python", path=path)
    graph = tf.Graph()
    try:
        with graph.as_default():
            tf.import_graph_def(definition, name="")
    except (ValueError, TypeError, KeyError, tf.errors.OpError) as error:
        raise ModelError("model-cannot-be-built", str(error)[:2000], path=path) from error
    return graph


def tensors_called(path: Path, graph: Any, names: Iterable[str]) -> list[Any]:
    """The tensors called so; "image" stands for "image:0". Raises graphdef-tensor-unknown."""
    found = []
    for name in names:
        try:
            found.append(graph.get_tensor_by_name(name if ":" in name else f"{name}:0"))
        except (KeyError, ValueError) as error:
            known = ", ".join(tensor.name for tensor in ends(graph))
            raise ModelError("graphdef-tensor-unknown", path=path, name=name, ends=known) from error
    return found


def needed_for(definition: Any, outputs: Iterable[Any]) -> Any:
    """``definition`` with the ops alone that ``outputs``, tensors of its graph, need; and with all
    of its functions."""
    names = sorted({tensor.op.name for tensor in outputs})
    return load_tensorflow().compat.v1.graph_util.extract_sub_graph(definition, names)


def ends(graph: Any) -> list[Any]:
    """What no op reads and has a value that was computed."""
    read = {tensor.name for op in graph.get_operations() for tensor in op.inputs}
    return [
        tensor
        for op in graph.get_operations()
        if op.type not in _WITHOUT_VALUE and not any(one.name in read for one in op.outputs)
        for tensor in op.outputs
    ]


def placeholders_before(outputs: Sequence[Any]) -> list[Any]:
    """Those that must be fed for ``outputs``, in the graph's order; else those with a default."""
    found = [op for op in before(outputs, ()) if op.type in _PLACEHOLDERS]
    needed = [op for op in found if op.type != "PlaceholderWithDefault"] or found
    order = {op.name: place for place, op in enumerate(outputs[0].graph.get_operations())}
    return [op.outputs[0] for op in sorted(needed, key=lambda op: order[op.name])]


def before(outputs: Sequence[Any], inputs: Sequence[Any]) -> list[Any]:
    """Every op that ``outputs`` need, not looking beyond ``inputs``."""
    given = {tensor.name for tensor in inputs}
    return before_ops([tensor.op for tensor in outputs if tensor.name not in given], given)


def before_ops(ops: Iterable[Any], given: Collection[str] = ()) -> list[Any]:
    """``ops`` and all that they need, not looking beyond the tensors ``given`` (names)."""
    waiting = list(ops)
    found: dict[str, Any] = {}
    while waiting:
        op = waiting.pop()
        if op.name not in found:
            found[op.name] = op
            waiting += [tensor.op for tensor in op.inputs if tensor.name not in given]
            waiting += op.control_inputs
    return list(found.values())


class GraphDefSource:
    """Between ``inputs`` and ``outputs``, tensors of ``graph``, which is ``definition``."""

    format = "graphdef"
    slow_route = ""

    def __init__(
        self,
        path: Path,
        definition: Any,
        graph: Any,
        inputs: list[Any],
        outputs: list[Any],
        metadata: dict[str, str] | None = None,
    ) -> None:
        self._metadata = metadata or {}
        self._path = path
        self._definition = definition
        self._graph = graph
        self._inputs = inputs
        self._outputs = outputs
        self.signatures = (
            Signature(
                name="",
                inputs=tuple(spec_of(_name(one), one.dtype, one.shape) for one in inputs),
                outputs=tuple(spec_of(_name(one), one.dtype, one.shape) for one in outputs),
            ),
        )

    def trace(self, signature: Signature) -> Traced:
        """Raises ModelError: graphdef-not-frozen, graphdef-input-missing, model-cannot-be-built."""
        tf = load_tensorflow()
        needed = before(self._outputs, self._inputs)
        self._require_complete(needed)
        pruned = needed_for(self._definition, self._outputs)
        inputs = tuple(tensor.name for tensor in self._inputs)
        frozen = Frozen(pruned, inputs, tuple(tensor.name for tensor in self._outputs))
        try:
            return import_frozen(frozen, signature, "frozen-graph")
        except (ValueError, TypeError, KeyError, tf.errors.OpError) as error:
            raise ModelError("model-cannot-be-built", str(error)[:2000], path=self._path) from error

    def _require_complete(self, needed: list[Any]) -> None:
        variables = sorted(op.name for op in needed if op.type in _VARIABLES)
        if variables:
            names = ", ".join(variables[:3])
            raise ModelError(
                "graphdef-not-frozen", path=self._path, count=len(variables), names=names
            )
        fed = {tensor.op.name for tensor in self._inputs}
        missing = sorted(op.name for op in needed if op.type == _NEEDED and op.name not in fed)
        if missing:
            raise ModelError("graphdef-input-missing", path=self._path, names=", ".join(missing))

    def serving(self, signature: Signature) -> Callable[..., Sequence[Any]]:
        """Raises what :meth:`trace` does."""
        function: Callable[..., Sequence[Any]] = self.trace(signature).function
        return function

    def export(self, signature: Signature, folder: Path) -> None:
        raise NotImplementedError  # there is no slow route

    def graph(self, traced: Traced | None) -> Graph:
        """As in the file; MACs at the shapes that were traced."""
        found = op_graph(self._graph)
        if traced is None:
            return found
        macs = {node.id: node.macs for node in op_graph(traced.graph).nodes}
        nodes = tuple(replace(node, macs=macs.get(node.id, node.macs)) for node in found.nodes)
        return replace(found, nodes=nodes)

    def weights(self) -> dict[str, np.ndarray]:
        """The constants in floating point: what is left of the variables that it had."""
        tf = load_tensorflow()
        return {
            node.name: tf.make_ndarray(node.attr["value"].tensor)
            for node in self._definition.node
            if node.op == "Const" and tf.dtypes.as_dtype(node.attr["dtype"].type).is_floating
        }

    def stored_beside(self) -> dict[str, int]:
        return {}

    def graphs(self) -> tuple[TaggedGraph, ...]:
        return ()

    def text_ops(self) -> tuple[str, ...]:
        return reading_text(needed_types(self._definition, [one.name for one in self._outputs]))

    def metadata(self) -> dict[str, str]:
        return dict(self._metadata)

    def warnings(self) -> tuple[ModelWarning, ...]:
        ends = {
            "inputs": ", ".join(tensor.name for tensor in self._inputs),
            "outputs": ", ".join(tensor.name for tensor in self._outputs),
        }
        found = [ModelWarning(code="graphdef-ends", params=ends)]
        strings = [spec.name for spec in self.signatures[0].inputs if spec.dtype == "string"]
        if strings:
            found.append(ModelWarning(code="string-inputs", params={"inputs": ", ".join(strings)}))
        return tuple(found)


def _name(tensor: Any) -> str:
    """The op's name, as Studio names inputs and outputs; with its place where it has several."""
    name: str = tensor.op.name if len(tensor.op.outputs) == 1 else tensor.name
    return name
