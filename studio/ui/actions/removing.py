"""Taking models and variants out of the session: all that is selected goes in one step."""

from __future__ import annotations

from studio.core import edits
from studio.core.session import Session
from studio.ui.actions.work import unfinished
from studio.ui.shell import Shell, selected_variants
from studio.ui.store import Store
from studio.ui.texts import tr


def needs_selected(store: Store) -> str | None:
    """A model alone is always selected, and goes by its own command only: not by a slip."""
    if store.selection.variant_ids or store.selection.model_ids:
        return None
    return tr("Select variants, or several rows, in the Models tree.")


def delete(shell: Shell, variant_id: str = "") -> None:
    """Take all selected rows out of the session, variants and models; undo brings them back.

    ``variant_id``: only this variant.
    """
    if variant_id:
        _remove(shell, (), (variant_id,))
        return
    selection = shell.store.selection
    variants = tuple(variant.id for _, variant in selected_variants(shell.store))
    _remove(shell, selection.model_ids, variants)


def remove_model(shell: Shell, model_id: str = "") -> None:
    """Take the selected models and their variants out of the session; undo brings them back.

    ``model_id``: only this model.
    """
    selection = shell.store.selection
    _remove(shell, (model_id,) if model_id else selection.models, ())


def _remove(shell: Shell, model_ids: tuple[str, ...], variant_ids: tuple[str, ...]) -> None:
    """In one step. Jobs of the models that run or wait are cancelled, after a question: their
    results had no place to go.
    """
    models = [model for model in shell.store.session.models if model.id in model_ids]
    if not _end_jobs(shell, {model.id: model.name for model in models}):
        return

    def remove(session: Session) -> Session:
        for item in variant_ids:
            session = edits.delete_variant(session, item)
        for item in model_ids:
            session = edits.remove_model(session, item)
        return session

    before = shell.store.session
    shell.store.apply(remove, _undo_text(len(models), len(variant_ids)))
    if shell.store.session is not before:
        shell.said.emit(tr("Deleted; Undo brings it back."))


def _undo_text(models: int, variants: int) -> str:
    if not models:
        return tr("Delete variant")
    if models + variants == 1:
        return tr("Remove model")
    return tr("Remove {count} entries").format(count=models + variants)


def _end_jobs(shell: Shell, names: dict[str, str]) -> bool:
    """Cancel the unfinished jobs of models (id -> name); False = the user keeps them."""
    jobs = [job for job in unfinished(shell.store) if job.model_id in names]
    if not jobs:
        return True
    busy = {job.model_id for job in jobs}
    agreed = shell.dialogs.confirm(
        tr("Remove the model while its jobs are running?"),
        tr("{count} jobs of {name} are not finished. They are cancelled.").format(
            count=len(jobs), name=", ".join(name for id_, name in names.items() if id_ in busy)
        ),
        tr("Cancel them and remove"),
        tr("Keep working"),
        is_dangerous=True,
    )
    if agreed:
        for job in jobs:
            shell.cancel(job.id)
    return agreed
