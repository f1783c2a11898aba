"""What can be shown on the nodes of a graph: one value a node, measured or counted."""

from __future__ import annotations

from typing import Literal

import msgspec

OverlayKind = Literal[
    "time",
    "local-error",
    "cumulative-error",
    "precision",
    "macs",
    "parameters",
    "activation",
    "sparsity",
    "placement",
]
OVERLAY_KINDS: tuple[OverlayKind, ...] = (
    "time",
    "local-error",
    "cumulative-error",
    "precision",
    "macs",
    "parameters",
    "activation",
    "sparsity",
    "placement",
)


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """One value for each node that has one; a node in neither mapping is not known.

    ``numbers``: node id -> value in ``unit`` ("share", "macs", "elements", "bytes", "us", ...).
    ``classes``: node id -> one of ``legend``, for kinds that are no numbers. ``total``: what the
    numbers are parts of, in the same unit; None where they add up to nothing that means anything.
    """

    kind: OverlayKind
    unit: str = ""
    numbers: dict[str, float] = {}
    classes: dict[str, str] = {}
    legend: tuple[str, ...] = ()
    total: float | None = None
