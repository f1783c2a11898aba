"""A source at concrete shapes: one TensorFlow function with named inputs and outputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.core.errors import RunError
from studio.core.model import Signature, TensorSpec
from studio.engine.tensorflow_import import load_tensorflow

_ASSIGNING = re.compile(r"^(Assign|ResourceApply|ResourceScatter)")


@dataclass(frozen=True)
class Traced:
    """``function`` takes the inputs and gives the outputs flat, in the order of ``signature``.

    ``signature`` has the output shapes as traced. ``graph`` is where its ops stand with all calls
    inlined (for counting). ``state``: the variables and their first values, of a function that
    assigns any; such a one must not be frozen. ``route``: what converting it is called in a Stage.
    """

    function: Any
    signature: Signature
    graph: Any
    state: tuple[tuple[Any, np.ndarray], ...] = ()
    route: str = "concrete-function"

    @property
    def is_stateful(self) -> bool:
        return bool(self.state)

    def reset(self) -> None:
        """Give every variable its first value back."""
        for variable, value in self.state:
            variable.assign(value)

    def run(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """One call; arrays carry the batch dimension of the signature. Raises RunError."""
        tf = load_tensorflow()
        try:
            arrays = [tf.constant(inputs[spec.name]) for spec in self.signature.inputs]
            results = self.function(*arrays)
        except (tf.errors.OpError, ValueError, TypeError) as error:
            raise RunError("source-run-failed", str(error)[:2000]) from error
        names = [spec.name for spec in self.signature.outputs]
        return {name: value.numpy() for name, value in zip(names, results, strict=True)}


def trace_flat(
    call: Callable[..., Sequence[Any]],
    signature: Signature,
    route: str = "concrete-function",
    xla: bool = False,
) -> Traced:
    """Trace ``call`` (flat tensors in, flat tensors out) at the input shapes of ``signature``.

    ``xla``: compile it with XLA, which happens at its first run.
    """
    tf = load_tensorflow()

    def flat(*tensors: Any) -> list[Any]:
        return [tf.identity(output) for output in call(*tensors)]

    specs = tensor_specs(signature)
    compiled = tf.function(flat, autograph=False, jit_compile=xla or None)
    function = compiled.get_concrete_function(*specs)
    return Traced(
        function=function,
        signature=with_output_shapes(signature, function.outputs),
        graph=function.graph,
        state=_state(function),
        route=route,
    )


def tensor_specs(signature: Signature) -> list[Any]:
    """TensorSpecs of the inputs, named so that the converted file's tensors carry the names."""
    tf = load_tensorflow()
    return [
        tf.TensorSpec(spec.shape, spec.dtype, name=name)
        for spec, name in zip(signature.inputs, op_names(signature), strict=True)
    ]


def op_names(signature: Signature) -> list[str]:
    """The inputs' names as ops may be called, different from each other whatever the case."""
    names: list[str] = []
    for index, spec in enumerate(signature.inputs):
        name = re.sub(r"[^A-Za-z0-9_.\\/>-]", "_", spec.name)
        name = name if re.match(r"[A-Za-z0-9.]", name) else f"i{name}"
        is_taken = name.lower() in (other.lower() for other in names)
        names.append(f"{name}_input{index}" if is_taken else name)
    return names


def with_output_shapes(signature: Signature, outputs: Sequence[Any]) -> Signature:
    """``signature`` whose outputs have the dtypes and shapes of ``outputs``."""
    traced = tuple(
        spec_of(spec.name, tensor.dtype, tensor.shape)
        for spec, tensor in zip(signature.outputs, outputs, strict=True)
    )
    return Signature(name=signature.name, inputs=signature.inputs, outputs=traced)


def spec_of(name: str, dtype: Any, shape: Any) -> TensorSpec:
    """A TensorSpec of ours from TensorFlow's dtype and TensorShape."""
    dtype_name = "string" if dtype.name == "string" else dtype.name
    if shape.rank is None:
        return TensorSpec(name=name, dtype=dtype_name, shape=(), rank_known=False)
    return TensorSpec(name=name, dtype=dtype_name, shape=tuple(shape.as_list()))


def assigns_variables(graph: Any) -> bool:
    """Whether running the graph (functions that it calls included) changes a variable."""
    return any(_ASSIGNING.match(op) for op in _op_types(graph))


def _state(function: Any) -> tuple[tuple[Any, np.ndarray], ...]:
    if not assigns_variables(function.graph):
        return ()
    return tuple((variable, variable.numpy()) for variable in function.variables)


def _op_types(graph: Any) -> Iterator[str]:
    definition = graph.as_graph_def(add_shapes=False)
    for node in definition.node:
        yield node.op
    for function in definition.library.function:
        for node in function.node_def:
            yield node.op


def serving_function(
    call: Callable[..., Sequence[Any]], signature: Signature
) -> tuple[Callable[..., dict[str, Any]], list[Any]]:
    """(function, its TensorSpecs) for exporting: inputs in000.. and outputs out000.. by position.

    The converter sorts names of its own accord; positions written into them survive that.
    """
    tf = load_tensorflow()

    def serve(*tensors: Any) -> dict[str, Any]:
        return {
            output_key(index): tf.identity(output) for index, output in enumerate(call(*tensors))
        }

    specs = [
        tf.TensorSpec(spec.shape, spec.dtype, name=input_key(index))
        for index, spec in enumerate(signature.inputs)
    ]
    return serve, specs


def input_key(index: int) -> str:
    return f"in{index:03d}"


def output_key(index: int) -> str:
    return f"out{index:03d}"
