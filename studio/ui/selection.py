"""What is selected: state of the window that the session does not hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Selection:
    """What is selected in the Models tree: one model, and none or several of its variants.

    ``variant_ids`` may name variants of other models too (they are compared).
    """

    model_id: str = ""
    variant_ids: tuple[str, ...] = ()
