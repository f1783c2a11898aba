"""What a diagnosis says in sentences, each with its figures."""

from __future__ import annotations

from studio.core.diagnosis import Finding, TensorError, ranked

DIVERGED = 0.05
"""Of a tensor's range (of its channels' on average): from here on it is another tensor."""
SATURATED = 0.05
_MOST_NAMED = 3


def find(tensors: tuple[TensorError, ...], *, is_local_known: bool = True) -> tuple[Finding, ...]:
    """The first tensor that is not finite, dead, or diverges, in the order of execution; the ops
    that add most; what is cut off. ``is_local_known``: whether ops could be run by themselves."""
    found: list[Finding] = []
    if tensors and not is_local_known:
        found.append(Finding(code="diagnose-not-apart"))
    for code, items in (
        ("diagnose-not-finite", [one for one in tensors if one.not_finite]),
        ("diagnose-dead", [one for one in tensors if one.is_dead]),
        ("diagnose-diverges", [one for one in tensors if (one.cumulative.worst or 0) > DIVERGED]),
    ):
        if items:
            is_by_channel = code == "diagnose-diverges" and items[0].cumulative.is_worse_by_channel
            code = f"{code}-by-channel" if is_by_channel else code
            found.append(_finding(code, items[0], count=str(len(items))))
    for one in ranked(tensors)[:_MOST_NAMED]:
        worst = one.local.worst if one.local is not None else None
        if worst is not None and worst > DIVERGED and one.local is not None:
            code = "diagnose-adds-by-channel" if one.local.is_worse_by_channel else "diagnose-adds"
            found.append(_finding(code, one, error=_percent(worst)))
    saturated = [one for one in tensors if one.saturated > SATURATED]
    if saturated:
        worst_one = max(saturated, key=lambda one: one.saturated)
        found.append(
            _finding(
                "diagnose-saturated",
                worst_one,
                share=_percent(worst_one.saturated),
                count=str(len(saturated)),
            )
        )
    return tuple(found)


def _finding(code: str, one: TensorError, **params: str) -> Finding:
    error = one.cumulative.worst
    known = {
        "op": one.op,
        "index": str(one.op_index),
        "name": one.name,
        "cumulative": _percent(error) if error is not None else "?",
    }
    return Finding(code=code, params=known | params, node_id=one.node_id)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
