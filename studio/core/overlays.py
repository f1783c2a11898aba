"""What can be shown on the nodes of a graph: one value a node, measured or counted."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.graph_requests import ConstantsResult
from studio.core.model import Graph
from studio.core.profile import ProfileResult
from studio.core.targets import Target

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

Gap = Literal[
    "untimed",
    "open",
    "not-run",
    "too-short",
    "no-values",
    "macs-unknown",
    "open-shape",
    "no-constants",
    "not-compared",
]
"""Why a node has no value: a key of :data:`studio.core.messages.overlays.GAPS`."""


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """One value for each node that has one; a node in neither mapping is not known.

    ``numbers``: node id -> value in ``unit`` ("share", "macs", "elements", "bytes", "error").
    ``classes``: node id -> one of ``legend``, for kinds that are no numbers. ``total``: what the
    numbers are parts of, in the same unit; None where they add up to nothing that means anything.
    ``gaps``: node id -> why it has no value. ``weights``: node id -> what it counts for in a mean
    over several nodes, of kinds that are averaged.
    """

    kind: OverlayKind
    unit: str = ""
    numbers: dict[str, float] = {}
    classes: dict[str, str] = {}
    legend: tuple[str, ...] = ()
    total: float | None = None
    gaps: dict[str, Gap] = {}
    weights: dict[str, float] = {}

    @property
    def greatest(self) -> float:
        return max(self.numbers.values(), default=0.0)


class NodeErrors(msgspec.Struct, frozen=True, kw_only=True):
    """How far the outputs of nodes are from those of another model; node id -> error.

    ``local``: made by this node alone, given the other model's inputs. ``cumulative``: of all that
    came before as well. ``against``: what it was compared with, as a person knows it. ``measure``:
    what the numbers are, as a person reads it; they are shares of the range, 1 = all of it.
    ``samples``: inputs that were run.
    """

    against: str
    measure: str
    samples: int
    local: dict[str, float] = {}
    cumulative: dict[str, float] = {}


class OverlaySources(msgspec.Struct, frozen=True, kw_only=True):
    """What overlays are made from. ``is_artifact``: the graph is that of a .tflite file.

    ``target``: where it would be profiled; None = not known.
    """

    graph: Graph
    is_artifact: bool = True
    profile: ProfileResult | None = None
    constants: ConstantsResult | None = None
    errors: NodeErrors | None = None
    target: Target | None = None


class NoOverlay(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no overlay of that kind now. ``code``: of core.messages, with ``params``.

    ``needs``: what would give it: a profile, the constants of the file, or nothing can.
    """

    kind: OverlayKind
    code: str
    params: dict[str, str] = {}
    needs: Literal["", "profile", "constants"] = ""
