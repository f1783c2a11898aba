"""TakeRequest of a frozen GraphDef: chosen ops as a graph of their own.

What they read from elsewhere becomes a placeholder of the dtype and static shape that TensorFlow
infers; constants go with the ops that read them, functions with those that call them. A control
edge stays where the op that it waits for does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from studio.core.child import Reporter
from studio.core.errors import ConversionError, StorageError
from studio.core.files import write_whole
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.engine.loaders.graph_def import imported, read_into, without_traces
from studio.engine.loaders.op_types import functions_needed, op_of
from studio.engine.tensorflow_import import load_tensorflow

LOOP_OPS = frozenset({"Enter", "Exit", "NextIteration", "Switch", "Merge", "LoopCond"})
"""Control flow as TensorFlow 1 wrote it ("Ref" before some): each means something only beside the
others."""
_PLACEHOLDER = "Placeholder"
_WITHOUT_WORK = frozenset({"Const", _PLACEHOLDER})
_HANDLES = frozenset({"resource", "variant", "string"})
"""Dtypes that no input of a model for LiteRT has."""


def take(request: TakeRequest, reporter: Reporter) -> TakeResult:
    """Raises ModelError as ``graph_def.load``; ConversionError: part-shape-unknown,
    part-dtype-unfit; StorageError: artifact-unwritable."""
    del reporter
    frozen = _opened(Path(request.path))
    if request.ops:
        part = frozen.part({frozen.ops[at].name for at in request.ops})
        try:
            write_whole(Path(request.artifact), part.SerializeToString())
        except OSError as error:
            raise StorageError("artifact-unwritable", str(error), path=request.artifact) from error
    return TakeResult(
        path=request.path,
        kinds=tuple(node.op for node in frozen.ops),
        bound=tuple(
            at for at, node in enumerate(frozen.ops) if node.op.removeprefix("Ref") in LOOP_OPS
        ),
    )


@lru_cache(maxsize=1)
def _opened(path: Path) -> _Frozen:
    """Parsed, and its shapes inferred, once for the many parts that are taken of it."""
    definition = load_tensorflow().compat.v1.GraphDef()
    read_into(definition, path)
    return _Frozen(without_traces(definition), imported(path, definition))


@dataclass(frozen=True)
class _Frozen:
    """``definition`` and the TensorFlow graph imported from it, which knows the shapes."""

    definition: Any
    graph: Any

    @cached_property
    def ops(self) -> list[Any]:
        """The nodes that compute, in the order of the file."""
        return [node for node in self.definition.node if node.op not in _WITHOUT_WORK]

    def part(self, chosen: Collection[str]) -> Any:
        """A GraphDef of the ops called so. Raises ConversionError: see :func:`take`."""
        nodes = {node.name: node for node in self.definition.node}
        part = load_tensorflow().compat.v1.GraphDef()
        part.versions.CopyFrom(self.definition.versions)
        begins: dict[str, str] = {}
        constants: set[str] = set()
        kept = [node for node in self.definition.node if node.name in chosen]
        for node in kept:
            copy = part.node.add()
            copy.CopyFrom(node)
            del copy.input[:]
            for tensor in _data_inputs(node):
                name = op_of(tensor)
                if name in chosen:
                    copy.input.append(tensor)
                elif nodes[name].op == "Const":
                    constants.add(name)
                    copy.input.append(tensor)
                else:
                    if tensor not in begins:
                        begins[tensor] = self._place(part, tensor, nodes)
                    copy.input.append(begins[tensor])
            copy.input.extend(_waited_for(node, chosen))
        for name in sorted(constants):
            copy = part.node.add()
            copy.CopyFrom(nodes[name])
            del copy.input[:]
            copy.input.extend(_waited_for(nodes[name], chosen))
        _add_functions(part, self.definition.library)
        return part

    def _place(self, part: Any, tensor: str, nodes: Collection[str]) -> str:
        """Add the placeholder that stands for ``tensor``; its name, that of the op that made it."""
        found = self.graph.get_tensor_by_name(tensor if ":" in tensor else f"{tensor}:0")
        dtype = found.dtype.base_dtype
        if dtype.name in _HANDLES:
            raise ConversionError("part-dtype-unfit", name=found.name, dtype=dtype.name)
        dims = found.shape.as_list() if found.shape.rank is not None else [None]
        if None in (dims[1:] if self._is_batch_open else dims):
            raise ConversionError("part-shape-unknown", name=found.name)
        name, _, place = tensor.partition(":")
        if place:
            name = f"{name}_{place}"
            while name in nodes:
                name += "_"
        node = part.node.add(name=name, op=_PLACEHOLDER)
        node.attr["dtype"].type = dtype.as_datatype_enum
        node.attr["shape"].shape.CopyFrom(found.shape.as_proto())
        return name

    @cached_property
    def _is_batch_open(self) -> bool:
        """Whether the graph's own inputs leave it open how many samples there are."""
        given = [op for op in self.graph.get_operations() if op.type == _PLACEHOLDER]
        return any(op.outputs[0].shape.as_list()[:1] == [None] for op in given)


def _data_inputs(node: Any) -> Iterator[str]:
    return (given for given in node.input if not given.startswith("^"))


def _waited_for(node: Any, chosen: Collection[str]) -> list[str]:
    return [given for given in node.input if given.startswith("^") and given[1:] in chosen]


def _add_functions(part: Any, library: Any) -> None:
    """Those that the nodes of ``part`` name, and that these name in turn."""
    found = functions_needed(part.node, library)
    part.library.function.extend(found[name] for name in sorted(found))
    part.library.gradient.extend(
        one for one in library.gradient if one.function_name in found and one.gradient_func in found
    )
