"""Actions on variants and recipes: save, reveal, note, and recipes in and out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from studio.core import edits
from studio.core.cli_command import convert_command
from studio.core.recipe import Recipe, from_json, to_json
from studio.core.session import Draft, Model, Session, Variant
from studio.history.atomic import replacing, write_bytes
from studio.ui.reveal import reveal_in_folder
from studio.ui.shell import Shell, selected_model, selected_variants
from studio.ui.store import Store
from studio.ui.texts import tr


def file_stem(model: Model, label: str) -> str:
    """``<model>_<recipe>`` with only what every file system takes."""
    return re.sub(r"[^\w.+-]+", "_", f"{model.name}_{label}").strip("._") or "model"


def needs_one_variant(store: Store) -> str | None:
    count = len(selected_variants(store))
    if count == 1:
        return None
    return tr("Select one variant in the Models tree.")


def _chosen(shell: Shell, variant_id: str) -> list[tuple[Model, Variant]]:
    if variant_id:
        found = shell.store.session.variant(variant_id)
        return [found] if found else []
    return selected_variants(shell.store)


def _one(shell: Shell, variant_id: str) -> tuple[Model, Variant] | None:
    return next(iter(_chosen(shell, variant_id)), None)


def save_artifact(shell: Shell, variant_id: str = "", path: str = "") -> None:
    """Write a copy of the artifact where the user wants it."""
    found = _one(shell, variant_id)
    if found is None:
        return
    model, variant = found
    target = path or shell.dialogs.save_file(
        tr("Save the artifact"),
        f"{file_stem(model, variant.recipe.label)}.tflite",
        tr("LiteRT (TFLite) (*.tflite)"),
    )
    if target:
        _copy(shell, Path(variant.artifact), Path(target))


def _copy(shell: Shell, source: Path, target: Path) -> None:
    def write() -> None:
        with replacing(target) as stream, source.open("rb") as made:
            shutil.copyfileobj(made, stream)

    shell.write_file(target, write)


def reveal(shell: Shell, variant_id: str = "") -> None:
    """Show the artifact's folder in the system's file manager."""
    chosen = _chosen(shell, variant_id)
    model = selected_model(shell.store)
    path = Path(chosen[0][1].artifact) if chosen else Path(model.path) if model else None
    if path is not None:
        reveal_in_folder(path)


def set_note(shell: Shell, variant_id: str = "", note: str | None = None) -> None:
    """Write a note to a variant."""
    found = _one(shell, variant_id)
    if found is None:
        return
    variant = found[1]
    text = note
    if text is None:
        label = tr("Note on {name}:").format(name=variant.name)
        text = shell.dialogs.ask_text(tr("Note"), label, variant.note, is_long=True)
    if text is not None:
        written = text
        shell.store.apply(
            lambda session: edits.set_note(session, variant.id, written), tr("Change note")
        )


def needs_proposed(store: Store) -> str | None:
    if any(variant.is_proposed for _, variant in selected_variants(store)):
        return None
    return tr("Select a variant that a fix has proposed.")


def accept(shell: Shell, variant_id: str = "") -> None:
    """Keep the selected variants that a fix has proposed, or this one."""
    chosen = [one.id for _, one in _chosen(shell, variant_id) if one.is_proposed]

    def keep(session: Session) -> Session:
        for item in chosen:
            session = edits.accept_variant(session, item)
        return session

    shell.store.apply(keep, tr("Accept fix"))


def discard(shell: Shell, variant_id: str = "") -> None:
    """Take the selected variants that a fix has proposed, or this one, out of the session."""
    chosen = [one.id for _, one in _chosen(shell, variant_id) if one.is_proposed]

    def remove(session: Session) -> Session:
        for item in chosen:
            session = edits.delete_variant(session, item)
        return session

    before = shell.store.session
    shell.store.apply(remove, tr("Discard fix"))
    if shell.store.session is not before:
        shell.said.emit(tr("Discarded; Undo brings it back."))


def duplicate_recipe(shell: Shell, variant_id: str = "") -> None:
    """Put the variant's recipe into the Optimize panel, ready to be changed."""
    found = _one(shell, variant_id)
    if found is not None:
        variant = found[1]
        shell.store.apply(
            lambda session: edits.duplicate_recipe(session, variant.id), tr("Duplicate recipe")
        )


def copy_command_line(shell: Shell, variant_id: str = "") -> str:
    """Copy the `studio convert` command that makes this variant; returns it."""
    found = _one(shell, variant_id)
    if found is None:
        return ""
    model, variant = found
    text = convert_command(
        model.path,
        f"{file_stem(model, variant.recipe.label)}.tflite",
        variant.recipe,
        calibration=model.calibration.path
        if model.calibration and variant.recipe.calibration
        else "",
        evaluation=model.evaluation_data.path if model.evaluation_data else "",
        evaluation_ref=model.evaluation_data.ref if model.evaluation_data else None,
        allow_code=model.allow_code,
        opening=model.opening,
    )
    QGuiApplication.clipboard().setText(text)
    shell.said.emit(tr("Copied: {text}").format(text=text))
    return text


def export_recipe(shell: Shell, variant_id: str = "", path: str = "") -> None:
    """Write the recipe as JSON, to be used with --recipe or imported elsewhere."""
    found = _one(shell, variant_id)
    if found is None:
        return
    model, variant = found
    target = path or shell.dialogs.save_file(
        tr("Export the recipe"),
        f"{file_stem(model, variant.recipe.label)}.recipe.json",
        tr("Recipe (*.json)"),
    )
    if target:
        data = to_json(variant.recipe) + b"\n"
        shell.write_file(Path(target), lambda: write_bytes(Path(target), data))


def import_recipe(shell: Shell, path: str = "") -> None:
    """Read a recipe into the Optimize panel."""
    model = selected_model(shell.store)
    if model is None:
        return
    chosen = path or shell.dialogs.open_file(tr("Import a recipe"), tr("Recipe (*.json)"))
    if not chosen:
        return

    def take(recipe: Recipe) -> None:
        random = recipe.calibration is not None and recipe.calibration.kind == "random"
        draft = Draft(recipes=(recipe,), random_calibration=random, keep=recipe.keep)
        shell.store.apply(
            lambda session: edits.set_draft(session, model.id, draft), tr("Import recipe")
        )

    shell.in_background(lambda: from_json(Path(chosen).read_bytes(), chosen), take)


def variants_to_use(store: Store) -> list[tuple[Model, Variant]]:
    """The selected variants; with none selected, all of the selected model."""
    chosen = selected_variants(store)
    model = selected_model(store)
    if not chosen and model is not None:
        chosen = [(model, variant) for variant in model.variants]
    return [(owner, variant) for owner, variant in chosen if not variant.is_missing]
