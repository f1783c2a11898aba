"""Stage 2: one file for each optimization that quantizes a float .tflite, and the table of them.

Import rule: as for :mod:`studio.engine`. ``QUANTIZERS[id]`` is the dotted path of a function
``(Job, Step) -> Quantized``; modules are imported when used, as one of them needs TensorFlow and
the others a package that is not on every platform.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from studio.core.recipe import Step
from studio.engine.quantize.job import Job, Quantized

QUANTIZERS: dict[str, str] = {
    "float16": "studio.engine.quantize.float16",
    "dynamic-range": "studio.engine.quantize.dynamic_range",
    "weight-only-int8": "studio.engine.quantize.weight_only_int8",
    "int8": "studio.engine.quantize.int8",
    "int16x8": "studio.engine.quantize.int16x8",
    "dynamic-int4": "studio.engine.quantize.dynamic_int4",
    "weight-only-int4": "studio.engine.quantize.weight_only_int4",
    "gptq-int4": "studio.engine.quantize.gptq_int4",
    "sparsity": "studio.engine.quantize.sparsity",
    "select-tf-ops": "studio.engine.quantize.select_tf_ops",
}


def quantizer(optimization: str) -> Callable[[Job, Step], Quantized]:
    """The function that applies ``optimization``."""
    module = importlib.import_module(QUANTIZERS[optimization])
    return cast(Callable[[Job, Step], Quantized], module.quantize)
