"""Made-up profiles for what shows and keeps them."""

from __future__ import annotations

from typing import Any

from studio.core.measurements import Conditions
from studio.core.profile import Cause, ProfiledOp, ProfileResult, TypeTime, UntimedOp
from studio.core.targets import make_target

CONDITIONS = Conditions(
    cpu="Some CPU", logical_cores=2, affinity=None, governor=None, frequency_mhz=None,
    load_before=None, load_after=None, busy_percent=None, other_busy_percent=3.0,
    steal_percent=None, power_source=None, memory_bytes=8_000_000_000, os="Linux",
    python="3.11", versions={},
)  # fmt: skip


def timed(index: int | None, op: str, name: str, median_us: float, **fields: Any) -> ProfiledOp:
    """An op of the file, or without an index one that the delegate added; of a run of 1,000 us."""
    values: dict[str, Any] = {
        "index": index,
        "op": op,
        "name": name,
        "median_us": median_us,
        "share": median_us / 1000,
        "placing": "inserted" if index is None else "mapped",
        "node_id": "" if index is None else f"0/{op}/{name}",
        "kernel": op.title(),
    }
    return ProfiledOp(**{**values, **fields})


DEFAULT_OPS = (
    timed(0, "CONV_2D", "stem", 600),
    timed(None, "Static Reshape", "", 0),
    timed(2, "FULLY_CONNECTED", "logits", 250),
    timed(3, "SOFTMAX", "scores", 100, kernel=""),
)


def make_profile(
    sha256: str, ops: tuple[ProfiledOp, ...] = DEFAULT_OPS, **fields: Any
) -> ProfileResult:
    kinds = dict.fromkeys((op.op, op.is_mapped) for op in ops)
    by_type = []
    for kind, is_mapped in kinds:
        own = [op for op in ops if (op.op, op.is_mapped) == (kind, is_mapped)]
        by_type.append(
            TypeTime(
                op=kind,
                count=len(own),
                share=sum(op.share for op in own),
                median_us=sum(op.median_us for op in own),
                is_of_model=is_mapped,
            )
        )
    values: dict[str, Any] = {
        "file": "/somewhere/model.tflite",
        "sha256": sha256,
        "target": make_target(),
        "implementation": "litert-c",
        "runs": 50,
        "ops": ops,
        "untimed": (UntimedOp(index=1, subgraph=0, node_id="0/RELU/relu", op="RELU", name="relu"),),
        "by_type": tuple(by_type),
        "causes": (Cause(code="outside-delegate", count=1, share=0.1, median_us=100),),
        "invoke_median_us": 1000.0,
        "coverage": 0.95,
        "delegate_share": 0.85,
        "unrecorded_share": 0.05,
        "conditions": CONDITIONS,
    }
    return ProfileResult(**{**values, **fields})
