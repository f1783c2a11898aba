"""Actions on the per-op precision of the recipe that is being edited."""

from __future__ import annotations

from functools import partial

from studio.core import edits
from studio.core.keep import Keep, KeepBy, KeepPrecision, checked, with_keep
from studio.core.optimizations import CATALOG
from studio.core.recipe import kept_precisions
from studio.ui.keep_text import keep_text
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import tr


def why_not_keep(store: Store) -> str | None:
    """Why no op can be kept in another precision now; None = one can."""
    if selected_model(store) is None:
        return tr("Select a model first.")
    return None


def keep_op(
    shell: Shell, name: str, precision: KeepPrecision = "float", by: KeepBy = "node"
) -> None:
    """Put an entry on the selected model's list: ``name`` is the op's (its tensor's, or the path
    of its layer), by "op" a kind, by "name" a regular expression."""
    model = selected_model(shell.store)
    if model is None:
        return
    keep = checked(Keep(pattern=name, precision=precision, by=by))
    keeps = with_keep(model.draft.keep, keep)
    shell.store.apply(
        partial(edits.set_keep, model_id=model.id, keeps=keeps), tr("Change per-op precision")
    )
    steps = [step for recipe in model.draft.recipes for step in recipe.steps]
    said = keep_text(keep)
    if precision not in kept_precisions(steps):
        able = ", ".join(one.id for one in CATALOG.values() if precision in one.keeps)
        said = tr("{entry}; tick one of {names} for it to count.").format(entry=said, names=able)
    shell.said.emit(said)
