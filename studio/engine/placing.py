"""Which part of a graph ran on the GPU, counted in the graph that ran."""

from __future__ import annotations

from collections.abc import Iterable

from studio.core.measurements import Placement

_NO_OPS = frozenset(
    {
        "_Arg", "_DeviceArg", "_Retval", "_DeviceRetval", "_Send", "_HostSend", "_Recv",
        "_HostRecv", "NoOp", "Const", "HostConst", "Identity", "IdentityN", "ReadVariableOp",
    }
)  # fmt: skip
"""They carry values about and compute none."""


def placement_of(placed: Iterable[tuple[str, str]], device: str) -> Placement:
    """``placed``: (kind of device, op) of each node, () where that is not known.

    ``device``: the GPU's own name.
    """
    kinds = [kind for kind, op in placed if op not in _NO_OPS]
    if not kinds:
        return Placement(kind="unstated", device=device, is_software=False)
    share = kinds.count("GPU") / len(kinds)
    return Placement(
        kind="full" if share == 1.0 else "partial", share=share, device=device, is_software=False
    )
