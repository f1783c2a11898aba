"""What is selected: state of the window that the session does not hold."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.session import Session


@dataclass(frozen=True)
class Selection:
    """What is selected in the Models tree: one model, and none or several of its variants.

    ``variant_ids`` may name variants of other models too (they are compared). ``model_ids``: the
    models whose own rows are selected beside other rows; () where one row is selected.
    """

    model_id: str = ""
    variant_ids: tuple[str, ...] = ()
    model_ids: tuple[str, ...] = ()

    @property
    def models(self) -> tuple[str, ...]:
        """What a command for models is about: those selected, else the one in front."""
        return self.model_ids or (self.model_id,)


def restored(session: Session, model_id: str, variant_ids: tuple[str, ...]) -> Selection:
    """What was selected last time, as far as it is still there; else the first model."""
    if session.model(model_id) is None:
        return Selection(session.models[0].id) if session.models else Selection()
    kept = tuple(one for one in variant_ids if session.variant(one) is not None)
    return Selection(model_id, kept)
