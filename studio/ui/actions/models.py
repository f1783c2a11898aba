"""Actions on models: open, locate, inspect again, fix shapes, remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from studio.core import edits
from studio.core.data_files import DATA_SUFFIXES
from studio.core.files import file_sha256
from studio.core.lookup import same_path
from studio.core.opening import Opening
from studio.core.requests import InspectRequest
from studio.core.resources import resource
from studio.core.session import Dataset, Model, Session
from studio.ui.dialogs.ask import model_filter
from studio.ui.selection import Selection
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import tr

SAMPLE = "mnist_cnn.keras"


def needs_model(store: Store) -> str | None:
    return None if selected_model(store) else tr("Open a model first.")


def open_files(shell: Shell, paths: Sequence[str] = (), path: str = "") -> None:
    """Open model files (SavedModel folders too): those given, else those chosen."""
    chosen = [path] if path else list(paths)
    if not chosen:
        chosen = shell.dialogs.open_files(tr("Open a model"), model_filter())
    for item in chosen:
        open_path(shell, item)


def open_folder(shell: Shell, path: str = "") -> None:
    """Open a SavedModel: the folder that holds saved_model.pb."""
    chosen = path or shell.dialogs.open_folder(tr("Open a SavedModel folder"))
    if chosen:
        open_path(shell, chosen)


def open_sample(shell: Shell) -> None:
    """Open the shipped digits classifier with its data attached."""
    model_id = open_path(shell, str(resource("samples", SAMPLE)))
    calibration = Dataset(path=str(resource("samples", "mnist_calibration.npz")))
    evaluation = Dataset(path=str(resource("samples", "mnist_evaluation.npz")))
    labels = str(resource("samples", "mnist_labels.txt"))

    def attach(session: Session) -> Session:
        model = session.model(model_id)
        if model is None or model.calibration or model.evaluation_data:
            return session
        session = edits.set_datasets(session, model_id, calibration, evaluation)
        return edits.set_labels(session, model_id, labels)

    shell.store.apply(attach)


def open_path(shell: Shell, path: str) -> str:
    """Add the model at ``path``, select it, and have it inspected; returns the model's id."""
    absolute = str(Path(path).absolute())
    if Path(absolute).name == "saved_model.pb":
        absolute = str(Path(absolute).parent)
    session, model_id = edits.add_model(shell.store.session, absolute)
    model = session.model(model_id)
    assert model is not None
    text = tr("Open {name}").format(name=model.name)
    shell.store.apply(lambda _: session, text, opened=model_id)
    shell.store.select(Selection(model_id))
    shell.page_requested.emit("overview", {})
    inspect(shell, model_id)
    return model_id


def inspect(shell: Shell, model_id: str = "") -> None:
    """Read the model's file (again): its signatures, ops and graph."""
    model = shell.store.session.model(model_id or shell.store.selection.model_id)
    if model is not None:
        shell.submit(
            InspectRequest(
                path=model.path,
                allow_code=model.allow_code,
                opening=model.opening,
                shapes=model.shapes,
            )
        )


def locate(shell: Shell, model_id: str = "", path: str = "") -> None:
    """Say where the file of a model lies now."""
    model = shell.store.session.model(model_id or shell.store.selection.model_id)
    if model is None:
        return
    title = tr("Where is {name} now?").format(name=model.name)
    is_folder = bool(model.info and model.info.format == "savedmodel")
    if not path:
        path = (
            shell.dialogs.open_folder(title)
            if is_folder
            else shell.dialogs.open_file(title, model_filter())
        )
    if not path:
        return
    absolute = str(Path(path).absolute())
    session = shell.store.session
    other = next((item for item in session.models if same_path(item.path, absolute)), None)
    if other is not None and other.id != model.id:
        shell.said.emit(
            tr("{path} is open already, as {name}: choose another file.").format(
                path=absolute, name=other.name
            )
        )
        return
    shell.store.apply(lambda session: edits.relocate_model(session, model.id, absolute))
    inspect(shell, model.id)


def allow_code(shell: Shell, model_id: str) -> None:
    """Ask whether the code inside a model may run, and open it again on a yes.

    The yes is to the content that was refused; other content that lies there by then is refused
    again.
    """
    model = shell.store.session.model(model_id)
    refused = model.error.params.get("sha256", "") if model and model.error else ""
    if model is None or not refused:
        return
    agreed = shell.dialogs.confirm(
        tr("Run the code inside this model?"),
        tr(
            "{name} contains code of its own, or ops that touch files: {found}. Opening, "
            "converting or measuring it runs that with your rights on this machine. Say yes only "
            "if you trust where the file came from."
        ).format(name=model.path, found=_code_in(model)),
        tr("Run it and open"),
        is_dangerous=True,
    )
    if agreed:
        shell.store.apply(lambda session: _allowed(session, model_id, refused))
        inspect(shell, model_id)


def _allowed(session: Session, model_id: str, sha256: str) -> Session:
    return edits.forget_refusals(edits.allow_code(session, model_id, sha256), model_id)


def _code_in(model: Model) -> str:
    """What opening it was refused for."""
    error = model.error
    return (error.params.get("layers") if error is not None else None) or "?"


def choose_code(shell: Shell, model_id: str = "", path: str = "") -> None:
    """Choose the Python file with the classes that a model names; open it with them on a yes."""
    model = shell.store.session.model(model_id or shell.store.selection.model_id)
    if model is None:
        return
    title = tr("Choose the Python file with the classes of {name}").format(name=model.name)
    chosen = path or shell.dialogs.open_file(title, tr("Python (*.py)"))
    if not chosen:
        return
    file = str(Path(chosen).absolute())
    try:
        content = file_sha256(file)
    except OSError as error:
        shell.said.emit(f"{file}: {error.strerror or error}")
        return
    agreed = shell.dialogs.confirm(
        tr("Run this Python file?"),
        tr(
            "{file} is run whenever {name} is opened or converted, in a process of its own but "
            "with your rights on this machine. Say yes only if you trust what stands in it."
        ).format(file=file, name=model.name),
        tr("Run it and open"),
        is_dangerous=True,
    )
    if not agreed:
        return
    opening = replace(model.opening, custom_code=file)

    def take(session: Session) -> Session:
        return _allowed(edits.set_opening(session, model.id, opening), model.id, content)

    shell.store.apply(take)
    inspect(shell, model.id)


def set_opening(shell: Shell, model_id: str = "", opening: Opening | None = None) -> None:
    """Choose how a model's file is opened, and open it again so."""
    model = shell.store.session.model(model_id or shell.store.selection.model_id)
    if model is None:
        return
    if opening is None:
        from studio.ui.dialogs.opening import ask_opening

        opening = ask_opening(model, shell.window)
    if opening is None or opening == model.opening:
        return
    chosen = opening
    shell.store.apply(lambda session: edits.set_opening(session, model.id, chosen))
    inspect(shell, model.id)


def needs_opening_choice(store: Store) -> str | None:
    from studio.ui.dialogs.opening import has_choice

    model = selected_model(store)
    if model is None:
        return tr("Open a model first.")
    return None if has_choice(model) else tr("Files of this kind are opened in one way only.")


def set_shapes(
    shell: Shell, model_id: str = "", shapes: dict[str, tuple[int, ...]] | None = None
) -> None:
    """Fix the dynamic dimensions of a model's inputs; ui.flow has it inspected with them."""
    model = shell.store.session.model(model_id or shell.store.selection.model_id)
    if model is None or model.info is None:
        return
    if shapes is None:
        from studio.ui.dialogs.shapes import ask_shapes

        shapes = ask_shapes(model, shell.window)
    if shapes is None or shapes == model.shapes:
        return
    chosen = shapes
    shell.store.apply(
        lambda session: edits.set_shapes(session, model.id, chosen), tr("Change input shapes")
    )


def rename(shell: Shell, item_id: str = "", name: str = "") -> None:
    """Give the selected variant (or model) another name."""
    session, selection = shell.store.session, shell.store.selection
    wanted = item_id or (
        selection.variant_ids[0] if len(selection.variant_ids) == 1 else selection.model_id
    )
    found = session.variant(wanted)
    item = found[1] if found else session.model(wanted)
    if item is None:
        return
    if not name:
        answer = shell.dialogs.ask_text(tr("Rename"), tr("New name:"), item.name)
        name = (answer or "").strip()
    if not name:
        return
    edit = edits.rename_variant if found else edits.rename_model
    shell.store.apply(lambda session: edit(session, wanted, name), tr("Rename"))


def needs_dynamic_shapes(store: Store) -> str | None:
    model = selected_model(store)
    if model is None or model.info is None:
        return tr("Open a model first.")
    inputs = [spec for signature in model.info.signatures for spec in signature.inputs]
    if any(spec.is_dynamic for spec in inputs) or model.shapes:
        return None
    return tr("All input shapes of this model are fixed.")


def choose_calibration(
    shell: Shell, model_id: str = "", path: str = "", is_folder: bool = False
) -> None:
    """Choose the samples that int8 measures its ranges on."""
    title = tr("Choose calibration data")
    _choose_data(shell, model_id, path, edits.set_calibration, title, is_folder)


def choose_evaluation(
    shell: Shell, model_id: str = "", path: str = "", is_folder: bool = False
) -> None:
    """Choose held-out samples for the check and for accuracy."""
    title = tr("Choose evaluation data")
    _choose_data(shell, model_id, path, edits.set_evaluation_data, title, is_folder)


def _choose_data(
    shell: Shell,
    model_id: str,
    path: str,
    edit: Callable[[Session, str, Dataset | None], Session],
    title: str,
    is_folder: bool,
) -> None:
    wanted = model_id or shell.store.selection.model_id
    if not path and is_folder:
        path = shell.dialogs.open_folder(title)
    elif not path:
        names = " ".join(f"*{suffix}" for suffix in DATA_SUFFIXES)
        path = shell.dialogs.open_file(title, tr("Data ({names})").format(names=names))
    if path:
        dataset = Dataset(path=str(Path(path).absolute()))
        shell.store.apply(lambda session: edit(session, wanted, dataset), title)


def choose_labels(shell: Shell, model_id: str = "", path: str = "") -> None:
    """Choose the file with the names of the classes, a line each."""
    wanted = model_id or shell.store.selection.model_id
    title = tr("Choose class names")
    chosen = path or shell.dialogs.open_file(title, tr("Text (*.txt)"))
    if chosen:
        shell.store.apply(
            lambda session: edits.set_labels(session, wanted, str(Path(chosen).absolute())), title
        )
