"""Frozen graphs: variables as constants, calls inlined, placeholders at concrete shapes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.model import Signature
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced, tensor_specs, with_output_shapes

_VARIABLES = frozenset({"VarHandleOp", "VariableV2", "Variable"})
_CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall"})


@dataclass(frozen=True)
class Frozen:
    """``inputs``/``outputs``: tensor names in the order of the signature.

    ``variables``: name -> value of what became a constant, where the way of freezing tells.
    """

    definition: Any
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    variables: dict[str, np.ndarray] = field(default_factory=dict)


def freeze(function: Any, signature: Signature) -> Frozen:
    """A concrete function's graph with constants for variables.

    Raises ValueError where it assigns them.
    """
    from tensorflow.python.framework.convert_to_constants import (
        convert_variables_to_constants_v2,
    )

    frozen = convert_variables_to_constants_v2(function, lower_control_flow=False)
    inputs = [tensor.name for tensor in frozen.inputs if tensor.dtype.name != "resource"]
    if len(inputs) != len(signature.inputs):
        raise ValueError(f"{len(inputs)} inputs after freezing")
    return Frozen(
        frozen.graph.as_graph_def(), tuple(inputs), tuple(tensor.name for tensor in frozen.outputs)
    )


def freeze_v1(path: Path, tags: tuple[str, ...], signature: Signature) -> Frozen:
    """The signature's graph by the compat.v1 loader, variables restored and made constants."""
    tf = load_tensorflow()
    v1 = tf.compat.v1
    graph = tf.Graph()
    with graph.as_default(), v1.Session(graph=graph) as session, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        meta_graph = v1.saved_model.load(session, list(tags), str(path))
        entry = meta_graph.signature_def[signature.name]
        inputs = tuple(entry.inputs[spec.name].name for spec in signature.inputs)
        outputs = tuple(entry.outputs[spec.name].name for spec in signature.outputs)
        nodes = sorted({name.split(":")[0] for name in outputs})
        before = graph.as_graph_def()
        definition = v1.graph_util.convert_variables_to_constants(session, before, nodes)
    were_variables = {node.name for node in before.node if node.op in _VARIABLES}
    variables = {
        node.name: tf.make_ndarray(node.attr["value"].tensor)
        for node in definition.node
        if node.op == "Const" and node.name in were_variables
    }
    return Frozen(definition, inputs, outputs, variables)


def import_frozen(
    frozen: Frozen, signature: Signature, route: str = "concrete-function", inline: bool = True
) -> Traced:
    """``frozen`` as a function at the signature's shapes; shapes inside are inferred anew.

    Calls are inlined first where there are any, since shapes stop at them.
    """
    tf = load_tensorflow()
    specs = tensor_specs(signature)

    def call(*tensors: Any) -> list[Any]:
        given = dict(zip(frozen.inputs, tensors, strict=True))
        found: list[Any] = tf.import_graph_def(
            frozen.definition, input_map=given, return_elements=list(frozen.outputs), name=""
        )
        return [tf.identity(output) for output in found]

    function = tf.function(call, autograph=False).get_concrete_function(*specs)
    graph = function.graph
    if inline and any(op.type in _CALLS for op in graph.get_operations()):
        return import_frozen(freeze(function, signature), signature, route, inline=False)
    return Traced(
        function=function,
        signature=with_output_shapes(signature, function.outputs),
        graph=graph,
        route=route,
    )
