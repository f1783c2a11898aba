"""What may make a file slow: counted in this file alone, each with the time that was measured.

Reference kernels are none of them: the profiled runtime has no way to run them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from studio.core.profile import Cause, ProfiledOp
from studio.graph.profile_events import Slot
from studio.graph.xnnpack import quantizes_dynamically
from studio.stats.shares import Times, median_share, median_sum

Timed = tuple[ProfiledOp, tuple[Slot, ...], Times]
_CONVERTING = ("QUANTIZE", "DEQUANTIZE", "Convert")
_REARRANGING = (
    "RESHAPE", "SQUEEZE", "EXPAND_DIMS", "TRANSPOSE",
    "Static Reshape", "Static Expand Dims", "Fuse Dims", "Split Dims", "Transpose",
)  # fmt: skip


def find_causes(timed: Sequence[Timed], invoke: Times) -> tuple[Cause, ...]:
    """``timed``: each op, its slots, and their times (runs, slots). Largest share first."""
    has_delegate = any(slot.is_delegated for _, slots, _ in timed for slot in slots)
    chosen: dict[str, list[Times]] = defaultdict(list)
    for op, slots, times in timed:
        for code in _codes(op, slots, has_delegate):
            chosen[code].append(times)
    causes = []
    for code, parts in chosen.items():
        together = np.concatenate(parts, axis=1)
        cause = Cause(
            code=code,
            count=len(parts),
            share=median_share(together, invoke),
            median_us=median_sum(together),
        )
        causes.append(cause)
    return tuple(sorted(causes, key=lambda cause: -cause.share))


def _codes(op: ProfiledOp, slots: tuple[Slot, ...], has_delegate: bool) -> list[str]:
    codes = []
    is_delegated = any(slot.is_delegated for slot in slots)
    if is_delegated and quantizes_dynamically(slots[0].tag):
        codes.append("dynamic-quantization")
    elif op.op in _CONVERTING:
        codes.append("converting")
    if op.op in _REARRANGING:
        codes.append("rearranging")
    if not is_delegated:
        codes.append("outside-delegate" if has_delegate else "no-delegate")
    return codes
