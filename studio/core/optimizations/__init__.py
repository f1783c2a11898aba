"""The catalog of optimizations: a file each, a line each in ``CATALOG``.

The Optimize panel, the CLI's ``--optimize``, the validation of recipes and the table in the
README derive from it.
"""

from __future__ import annotations

from studio.core.optimizations.declaration import Optimization
from studio.core.optimizations.dynamic_range import DYNAMIC_RANGE
from studio.core.optimizations.float16 import FLOAT16
from studio.core.optimizations.int4 import DYNAMIC_INT4, GPTQ_INT4, WEIGHT_ONLY_INT4
from studio.core.optimizations.int8 import INT8
from studio.core.optimizations.int16x8 import INT16X8
from studio.core.optimizations.presets import PRESETS, Preset
from studio.core.optimizations.select_tf_ops import SELECT_TF_OPS
from studio.core.optimizations.sparsity import SPARSITY
from studio.core.optimizations.weight_only_int8 import WEIGHT_ONLY_INT8

__all__ = ["CATALOG", "PRESETS", "Optimization", "Preset"]

CATALOG: dict[str, Optimization] = {
    entry.id: entry
    for entry in (
        FLOAT16,
        DYNAMIC_RANGE,
        WEIGHT_ONLY_INT8,
        INT8,
        INT16X8,
        DYNAMIC_INT4,
        WEIGHT_ONLY_INT4,
        GPTQ_INT4,
        SPARSITY,
        SELECT_TF_OPS,
    )
}
