"""Recipes of ai-edge-quantizer, entry by entry: what is for all ops, for kinds, for single ops.

A later entry decides where it is supported for an op's kind, so a general one always stands first:
without it, blocks, Hadamard and GPTQ would leave convolutions in float32. Imported only where the
package is installed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from ai_edge_quantizer import qtyping, recipe_manager
from ai_edge_quantizer.algorithm_manager import AlgorithmName

from studio.core.errors import ConversionError
from studio.engine.quantize.job import Job
from studio.engine.quantize.keeping import OpRef

Recipe = list[dict[str, Any]]
Mode = Literal["dynamic", "weight-only"]

_Op = qtyping.TFLOperationName
_Granularity = qtyping.QuantGranularity
_FOUR_BIT = (_Op.CONV_2D, _Op.FULLY_CONNECTED, _Op.EMBEDDING_LOOKUP)
_ALGORITHMS = {
    "min-max": AlgorithmName.MIN_MAX_UNIFORM_QUANT,
    "octav": AlgorithmName.OCTAV,
    "mse": AlgorithmName.MSE,
    "hadamard": AlgorithmName.DECOMPOSED_HADAMARD_ROTATION,
    "gptq": AlgorithmName.GPTQ,
}
_CONNECTED_ONLY = ("hadamard", "gptq")
_WEIGHT_INPUT = 1
_RENAMED = {"TRANSPOSE_CONV": "CONV_2D_TRANSPOSE"}


def weights(
    job: Job,
    mode: Mode,
    bits: Literal[4, 8],
    *,
    granularity: str = "channel",
    method: str = "min-max",
    keeping: bool = True,
) -> Recipe:
    """Weights in ``bits`` bits, where 4 is asked for and a kind has no 4-bit kernel in 8.

    ``keeping``: whether the recipe's own list counts. Raises ConversionError: block-fits-nothing,
    method-fits-nothing.
    """
    manager = recipe_manager.RecipeManager()
    block = int(granularity.removeprefix("block-")) if granularity.startswith("block-") else 0
    plain = _Granularity.TENSORWISE if granularity == "tensor" else _Granularity.CHANNELWISE
    general = "min-max" if method in _CONNECTED_ONLY else method

    def add(regex: str, kind: Any, width: int, grain: Any, algorithm: str) -> None:
        configure = (
            manager.add_dynamic_config if mode == "dynamic" else manager.add_weight_only_config
        )
        configure(regex, kind, width, grain, _ALGORITHMS[algorithm])

    add(".*", _Op.ALL_SUPPORTED, 8, plain, general)
    if bits == 4:
        for kind in _FOUR_BIT:
            add(".*", kind, 4, plain, general)
    if block or method in _CONNECTED_ONLY:
        connected = _connected(job, block)
        if not connected:
            raise _fits_nothing(block, method)
        grain = getattr(_Granularity, f"BLOCKWISE_{block}") if block else plain
        add(exactly(connected), _Op.FULLY_CONNECTED, bits, grain, method)
    if keeping:
        for kind, regex in _by_kind(job.keeping.of("int8")):
            with contextlib.suppress(ValueError):
                add(regex, kind, 8, plain, general)
        _leave(manager, job.keeping.of("float"))
    return _entries(manager)


def float16(job: Job, *, keeping: bool = True) -> Recipe:
    """Weights in half precision, widened before use."""
    manager = recipe_manager.RecipeManager()
    manager.add_weight_only_config(
        ".*", _Op.ALL_SUPPORTED, 16, algorithm_key=AlgorithmName.FLOAT_CASTING
    )
    if keeping:
        _leave(manager, job.keeping.of("float"))
    return _entries(manager)


def static(
    job: Job,
    activation_bits: Literal[8, 16],
    io: str,
    *,
    per_tensor: bool = False,
    keeping: bool = True,
) -> Recipe:
    """Weights in 8 bits, activations in ``activation_bits``; inputs and outputs in ``io``."""
    manager = recipe_manager.RecipeManager()
    grain = _Granularity.TENSORWISE if per_tensor else _Granularity.CHANNELWISE
    manager.add_static_config(".*", _Op.ALL_SUPPORTED, activation_bits, 8, grain)
    if io in ("float32", "uint8"):
        for kind in (_Op.INPUT, _Op.OUTPUT):
            if io == "float32":
                manager.add_quantization_config(".*", kind, algorithm_key=AlgorithmName.NO_QUANTIZE)
            else:
                manager.add_quantization_config(".*", kind, _unsigned(grain))
    if keeping:
        kept = job.keeping
        for ops, width in ((kept.of("int8"), 8), (kept.of("int16"), 16)):
            for kind, regex in _by_kind(ops):
                with contextlib.suppress(ValueError):
                    manager.add_static_config(regex, kind, width, 8, grain)
        _leave(manager, kept.of("float"))
    return _entries(manager)


def _entries(manager: Any) -> Recipe:
    return list(manager.get_quantization_recipe())


def exactly(ops: Iterable[OpRef]) -> str:
    """A regular expression for just these ops: the tool's name of an op is those of its outputs,
    each with a semicolon behind it."""
    return "^(?:" + "|".join(re.escape(";".join(op.names)) for op in ops) + ");?$"


def _by_kind(ops: tuple[OpRef, ...]) -> Iterator[tuple[Any, str]]:
    """(kind, regular expression for those ops). For all kinds at once it would also mean the
    model's outputs, which the tool takes for ops under the same names. Kinds that it does not know
    stay float whatever is said of them, and where it has no such form of a kind it raises
    ValueError: what came of the entry is counted in the file."""
    for kind in dict.fromkeys(op.kind for op in ops):
        name = _RENAMED.get(kind, kind)
        if name in set(_Op):
            yield _Op(name), exactly(op for op in ops if op.kind == kind)


def _leave(manager: Any, ops: tuple[OpRef, ...]) -> None:
    for kind, regex in _by_kind(ops):
        manager.add_quantization_config(regex, kind, algorithm_key=AlgorithmName.NO_QUANTIZE)


def _unsigned(grain: Any) -> Any:
    return qtyping.OpQuantizationConfig(
        activation_tensor_config=qtyping.TensorQuantizationConfig(
            num_bits=8, symmetric=False, dtype=qtyping.TensorDataType.UINT
        ),
        weight_tensor_config=qtyping.TensorQuantizationConfig(
            num_bits=8, symmetric=True, granularity=grain
        ),
        compute_precision=qtyping.ComputePrecision.INTEGER,
        explicit_dequantize=False,
    )


def _connected(job: Job, block: int) -> tuple[OpRef, ...]:
    """Fully connected ops with constant weights whose inputs are whole blocks."""
    found = []
    for op in job.keeping.ops:
        if op.kind != "FULLY_CONNECTED":
            continue
        subgraph = job.parsed.subgraphs[op.subgraph]
        weight = subgraph.tensors[subgraph.ops[op.index].inputs[_WEIGHT_INPUT]]
        fits = not block or weight.shape[-1] % block == 0
        if weight.is_constant and fits:
            found.append(op)
        elif not fits:
            job.reporter.note(f"{op.name}: {weight.shape[-1]} inputs are no blocks of {block}")
    return tuple(found)


def _fits_nothing(block: int, method: str) -> ConversionError:
    if block:
        return ConversionError("block-fits-nothing", block=block)
    return ConversionError("method-fits-nothing", method=method)
