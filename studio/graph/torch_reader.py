"""Turns the description of an exported PyTorch program into the graph with stable node ids."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.counted_weights import weights_of, with_parameters
from studio.core.errors import ModelError, UsageError
from studio.core.model import Graph, GraphTensor, Node, Precision, Shape, Signature, TensorSpec
from studio.graph.torch_archive import DAMAGE, Archive, damaged, read_archive
from studio.graph.torch_arguments import (
    DTYPES,
    argument_text,
    op_name,
    plain_value,
    scoped_name,
    tensor_names,
)
from studio.graph.torch_macs import macs_of
from studio.graph.torch_sizes import size_of, symbols_of

BYTES = {"uint8": 1, "int8": 1, "bool": 1, "int16": 2, "uint16": 2, "float16": 2, "bfloat16": 2,
          "int32": 4, "float32": 4, "complex32": 4, "int64": 8, "float64": 8, "complex64": 8,
          "complex128": 16}  # fmt: skip
FLOATS = ("float16", "bfloat16", "float32", "float64")
_STORED = ("parameter", "buffer", "tensor_constant")
LAYOUT_OPS = frozenset({"permute", "transpose", "t", "movedim", "swapaxes", "numpy_t"})
"""Ops that only change the layout, as TRANSPOSE does."""


@dataclass(frozen=True)
class TorchModel:
    """``signature``: as in the file, with open dimensions. ``shapes``: of the inputs at which sizes
    inside of ``graph`` and ``outputs`` are known, where they are.

    ``constants``: (place among all arguments, value) of arguments that are no tensors.
    ``mutated``: names of ops that change what is stored or compute as in training, and of buffers
    and inputs that a run changes.
    """

    archive: Archive
    signature: Signature
    outputs: tuple[TensorSpec, ...]
    graph: Graph
    constants: tuple[tuple[int, Any], ...]
    mutated: tuple[str, ...]


def read_model(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> TorchModel:
    """The program with its sizes at ``shapes`` (input name -> shape) of some or all inputs.

    Raises ModelError: those of ``read_archive``, torch-no-tensors; UsageError:
    shape-input-unknown, shape-invalid.
    """
    return model_of(path, read_archive(path), shapes)


def model_of(path: Path, archive: Archive, shapes: Mapping[str, tuple[int, ...]]) -> TorchModel:
    """As :func:`read_model`, of ``archive``, which was read from ``path``."""
    try:
        ranges = archive.program.get("range_constraints") or {}
        reader = _Reader(archive.program["graph_module"], ranges)
        found = reader.read(archive, shapes)
    except DAMAGE as error:
        raise damaged(path, error) from error
    if not found.signature.inputs or not found.outputs:
        raise ModelError("torch-no-tensors", path=path)
    return found


class _Reader:
    """One program's graph. Raises what :data:`DAMAGE` lists where it is not as it should be."""

    def __init__(self, module: dict[str, Any], ranges: dict[str, Any]) -> None:
        self._graph = module["graph"]
        self._signature = module["signature"]
        self._calls = module.get("module_call_graph", [])
        self._ranges = ranges
        self._symbols: dict[str, int] = {}
        self._indices: dict[str, int] = {}
        self._listed: list[GraphTensor] = []

    def read(self, archive: Archive, shapes: Mapping[str, tuple[int, ...]]) -> TorchModel:
        inputs, stored, constants = self._arguments()
        open_inputs = tuple(self._spec(name, name) for name in inputs)
        self._bind({spec.name: spec for spec in open_inputs}, shapes)
        for name in stored:
            self._tensor(name, is_constant=True)
        ends = [self._tensor(name) for name in inputs]
        nodes = tuple(self._nodes())
        made = [
            spec["user_output"]["arg"]["as_tensor"]["name"]
            for spec in self._signature["output_specs"]
            if "as_tensor" in spec.get("user_output", {}).get("arg", {})
        ]
        names = self._output_names(made)
        known = tuple(self._spec(name, title) for name, title in zip(made, names, strict=True))
        self._symbols, symbols = {}, self._symbols
        outputs = tuple(self._spec(name, title) for name, title in zip(made, names, strict=True))
        self._symbols = symbols
        outputs_at = tuple(self._tensor(name) for name in made)
        graph = Graph(
            nodes=nodes,
            tensors=tuple(self._listed),
            inputs=(tuple(ends),),
            outputs=(outputs_at,),
        )
        return TorchModel(
            archive=archive,
            signature=Signature(name="", inputs=open_inputs, outputs=outputs),
            outputs=known,
            graph=with_parameters(graph, weights_of(graph.tensors, FLOATS)),
            constants=constants,
            mutated=tuple(self._mutated(nodes)),
        )

    def _arguments(self) -> tuple[list[str], list[str], tuple[tuple[int, Any], ...]]:
        """(tensors that are given, those that are stored, arguments that are neither)."""
        inputs, stored, constants, place = [], [], [], 0
        for spec in self._signature["input_specs"]:
            ((kind, entry),) = spec.items()
            if kind in _STORED:
                stored.append(str(entry["arg"]["name"]))
            elif kind == "constant_input":
                constants.append((place, plain_value(entry["value"])))
                place += 1
            elif kind == "user_input":
                if "as_tensor" in entry["arg"]:
                    inputs.append(str(entry["arg"]["as_tensor"]["name"]))
                else:
                    constants.append((place, plain_value(entry["arg"])))
                place += 1
        return inputs, stored, tuple(constants)

    def _mutated(self, nodes: tuple[Node, ...]) -> Iterator[str]:
        for node in nodes:
            is_stored = node.inputs and self._listed[node.inputs[0]].is_constant
            is_training = "True" in (node.attributes.get("training"), node.attributes.get("train"))
            if is_training or (is_stored and node.op.endswith("_")):
                yield node.name
        for spec in self._signature["output_specs"]:
            ((kind, entry),) = spec.items()
            if kind.endswith("mutation"):
                yield str(entry.get("buffer_name") or entry.get("user_input_name") or kind)

    def _bind(
        self, inputs: Mapping[str, TensorSpec], shapes: Mapping[str, tuple[int, ...]]
    ) -> None:
        """Decide the symbols by ``shapes``. Raises UsageError."""
        for name, shape in shapes.items():
            if name not in inputs:
                raise UsageError("shape-input-unknown", name=name, known=", ".join(inputs))
            spec = inputs[name]
            found = None
            if len(spec.shape) == len(shape) and all(
                own in (None, dim) and dim > 0 for own, dim in zip(spec.shape, shape, strict=True)
            ):
                found = symbols_of(self._graph["tensor_values"][name]["sizes"], shape)
            if found is None or not all(self._can_be(*one) for one in found.items()):
                expected = "(" + ", ".join(str(dim or "?") for dim in spec.shape) + ")"
                value = ",".join(map(str, shape))
                raise UsageError("shape-invalid", name=name, value=value, expected=expected)
            self._symbols |= found

    def _can_be(self, symbol: str, value: int) -> bool:
        """Whether no other input says otherwise, and the file allows it. As PyTorch does at run
        time, 1 passes where at least 2 is stated: that is only how it was traced."""
        bounds = self._ranges.get(symbol) or {}
        least, most = bounds.get("min_val"), bounds.get("max_val")
        is_in = (least is None or least <= 2 or value >= least) and (most is None or value <= most)
        return bool(is_in) and self._symbols.get(symbol, value) == value

    def _spec(self, name: str, title: str) -> TensorSpec:
        dtype, shape = self._type(name)
        return TensorSpec(name=title, dtype=dtype, shape=shape)

    def _type(self, name: str) -> tuple[str, Shape]:
        entry = self._graph["tensor_values"][name]
        shape = tuple(size_of(size, self._symbols) for size in entry["sizes"])
        return DTYPES.get(int(entry["dtype"]), ""), shape

    def _tensor(self, name: str, is_constant: bool = False) -> int:
        known = self._indices.get(name)
        if known is not None:
            return known
        has_type = name in self._graph["tensor_values"]
        dtype, shape = self._type(name) if has_type else ("", ())
        is_open = not has_type or None in shape
        size = 0 if is_open else math.prod(dim or 0 for dim in shape) * BYTES.get(dtype, 0)
        index = self._indices[name] = len(self._listed)
        self._listed.append(
            GraphTensor(
                index=index,
                name=name,
                dtype=dtype,
                shape=shape,
                size_bytes=size,
                is_constant=is_constant,
            )
        )
        return index

    def _nodes(self) -> Iterator[Node]:
        for index, node in enumerate(self._graph["nodes"]):
            arguments = [(str(one["name"]), one["arg"]) for one in node["inputs"]]
            inputs = [self._tensor(name) for _, arg in arguments for name in tensor_names(arg)]
            outputs = [self._tensor(name) for arg in node["outputs"] for name in tensor_names(arg)]
            op = op_name(str(node["target"]))
            found = [self._listed[at] for at in inputs]
            made = [self._listed[at] for at in outputs]
            title = str(node.get("name") or (made[0].name if made else f"{op}_{index}"))
            yield Node(
                id=f"0/{title}",
                index=index,
                op=op,
                name=scoped_name(title, node.get("metadata", {})),
                inputs=tuple(inputs),
                outputs=tuple(outputs),
                macs=macs_of(op, found, made),
                attributes={
                    name: text
                    for name, arg in arguments
                    if (text := argument_text(arg)) is not None
                },
                precision=_precision([*found, *made]),
            )

    def _output_names(self, made: list[str]) -> list[str]:
        """As the module's dictionary has them, where it gives one of tensors; else those inside."""
        keys: list[str] = []
        for call in self._calls[:1]:
            tree = json.loads((call.get("signature") or {}).get("out_spec", "null"))
            spec = tree[1] if isinstance(tree, list) and len(tree) == 2 else {}
            children = spec.get("children_spec", []) if isinstance(spec, dict) else []
            is_flat = all(not child.get("children_spec") for child in children)
            if spec and spec.get("type") == "builtins.dict" and is_flat:
                keys = [str(key) for key in json.loads(spec["context"])]
        is_whole = len(keys) == len(made) == len(self._signature["output_specs"])
        names = keys if is_whole else made
        return (
            names
            if len(set(names)) == len(names)
            else [f"{name}_{place}" for place, name in enumerate(names)]
        )


def _precision(tensors: list[GraphTensor]) -> Precision:
    dtypes = {tensor.dtype for tensor in tensors if tensor.dtype in FLOATS}
    if len(dtypes) != 1:
        return ""
    return "float16" if dtypes <= {"float16", "bfloat16"} else "float32"
