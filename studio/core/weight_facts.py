"""What was counted in a model's weights when it was opened: zeros, and values that are no numbers.

The rule for sparse encoding was found by experiment with TensorFlow 2.21 (``mlir_sparsify``): a
float weight of an op that it knows is encoded as soon as 30 % of it are zero, whatever becomes of
its size; whole blocks of zeros serve fully connected ops, no other pattern is required.
"""

from __future__ import annotations

import msgspec

from studio.core.quantities import format_bytes

LEAST_SHARE = 0.3
"""Of zeros in one weight, from which on it is encoded."""


class WeightFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Of the weights that sparse encoding is for (of convolutions and fully connected ops).

    ``tensors``, ``elements``, ``zeros``: how many in all. ``most``: the greatest share of zeros in
    one tensor, 0..1, and ``most_name`` which one. ``encoded``: tensors that reach LEAST_SHARE;
    ``saved_bytes``: what encoding these saves at most, which may be negative.
    ``is_complete``: False where some weights are used in ways of which it is not known what
    converting makes of them. ``not_finite``: how many tensors, of all float weights, hold NaN or
    infinite values, and ``not_finite_names`` the first of them.
    """

    tensors: int = 0
    elements: int = 0
    zeros: int = 0
    most: float = 0.0
    most_name: str = ""
    encoded: int = 0
    saved_bytes: int = 0
    is_complete: bool = True
    not_finite: int = 0
    not_finite_names: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Of zeros in all of these weights, 0..1."""
        return self.zeros / self.elements if self.elements else 0.0


def percent(share: float) -> str:
    """ "29.9 %": cut off and not rounded, so that no share seems to reach what it does not."""
    return f"{int(share * 1000) / 10:g} %"


def why_not_sparse(facts: WeightFacts) -> tuple[str, dict[str, str]] | None:
    """Why sparse encoding would change nothing, or only make the file larger; None = it may help.

    A code of ``core.messages`` with its parameters.
    """
    if facts.encoded:
        saves_nothing = facts.is_complete and facts.saved_bytes <= 0
        counted = {"share": percent(facts.share), "count": str(facts.encoded)}
        return ("sparsity-saves-nothing", counted) if saves_nothing else None
    if not facts.is_complete:  # where none is zero too: others may become so, as scales fold in
        return None
    if not facts.zeros:
        return "sparsity-no-zeros", {"least": percent(LEAST_SHARE)}
    return "sparsity-too-few-zeros", {
        "share": percent(facts.share),
        "least": percent(LEAST_SHARE),
        "most": percent(facts.most),
        "name": _short(facts.most_name),
    }


def sparse_remark(facts: WeightFacts | None) -> tuple[str, dict[str, str]]:
    """What is known of what sparse encoding may do, where nothing speaks against it."""
    if facts is None or not (facts.encoded and facts.is_complete):
        return "sparsity-not-known", {}
    return "sparsity-may-save", {
        "share": percent(facts.share),
        "count": str(facts.encoded),
        "saved": format_bytes(facts.saved_bytes),
    }


def _short(name: str) -> str:
    """The end of a tensor's name, which may hold many scopes."""
    parts = name.split(";")[0].split("/")
    return "/".join(["…", *parts[-2:]] if len(parts) > 2 else parts)
