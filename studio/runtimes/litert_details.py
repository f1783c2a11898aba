"""What the interpreter tells of the tensors at a model's ends: names, shapes, quantization."""

from __future__ import annotations

from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from studio.core.model import Quantization, TensorSpec

Details = dict[str, Any]


def name_tensors(interpreter: Interpreter) -> tuple[str, dict[str, Details], dict[str, Details]]:
    """The signature over the main subgraph's own inputs and outputs, else their tensor names."""
    inputs = interpreter.get_input_details()
    outputs = interpreter.get_output_details()
    names = sorted(interpreter.get_signature_list(), key=lambda name: name != "serving_default")
    for name in names:
        runner = interpreter.get_signature_runner(name)
        named_inputs, named_outputs = runner.get_input_details(), runner.get_output_details()
        if _same(named_inputs, inputs) and _same(named_outputs, outputs):
            return name, named_inputs, named_outputs
    return "", _by_tensor_name(inputs), _by_tensor_name(outputs)


def _same(named: dict[str, Details], all_of: list[Details]) -> bool:
    def key(details: Details) -> tuple[int, str]:
        return int(details["index"]), str(details["name"])

    return {key(one) for one in named.values()} == {key(one) for one in all_of}


def _by_tensor_name(tensors: list[Details]) -> dict[str, Details]:
    named: dict[str, Details] = {}
    for tensor in tensors:
        name = str(tensor["name"])
        named[name if name not in named else f"{name}#{tensor['index']}"] = tensor
    return named


def tensor_spec(name: str, details: Details) -> TensorSpec:
    dtype = np.dtype(details["dtype"])
    return TensorSpec(
        name=name,
        dtype="string" if dtype.kind in "SUO" else dtype.name,
        shape=tuple(None if dim < 0 else int(dim) for dim in details["shape_signature"]),
        quantization=quantization_of(details["quantization_parameters"]),
    )


def quantization_of(parameters: Details) -> Quantization | None:
    if len(parameters["scales"]) == 0:
        return None
    return Quantization(
        scales=tuple(float(scale) for scale in parameters["scales"]),
        zero_points=tuple(int(zero) for zero in parameters["zero_points"]),
        axis=int(parameters["quantized_dimension"]),
    )
