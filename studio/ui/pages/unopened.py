"""What pages say of a file that is not open: what is so, and what to do."""

from __future__ import annotations

from studio.core.errors import ErrorInfo
from studio.core.session import Model, Session
from studio.ui.pages.naming import Subject
from studio.ui.selection import Selection
from studio.ui.texts import render_error, tr


def unopened(session: Session, selection: Selection) -> tuple[str, str] | None:
    """Title and hint where the selected model has nothing to work with; None where it has."""
    model = session.model(selection.model_id)
    if model is None:
        return tr("No model selected"), tr("Open a model, or select one on the left.")
    if selection.variant_ids or model.variants:
        return None  # they are there whatever became of the model's own file
    return unopened_model(model)


def unopened_model(model: Model) -> tuple[str, str] | None:
    """As :func:`unopened`, of one model's own file."""
    if model.error is not None:
        error = render_error(model.error)
        title = tr("{name} could not be opened").format(name=model.name)
        return title, "\n".join(filter(None, (error.title, error.hint)))
    if model.is_missing:
        title = tr("The file of {name} is missing").format(name=model.name)
        return title, tr("Locate it by the menu of the model on the left.")
    if model.info is None:
        title = tr("Opening {name}…").format(name=model.name)
        return title, tr("Its file is being read; the Jobs panel shows how far it is.")
    return None


def without_graph(subject: Subject, failure: ErrorInfo | None) -> tuple[str, str] | None:
    """Title and hint where no graph of ``subject`` will come by waiting: its file could not be read
    (``failure``), or is missing; None where it is only being read."""
    if subject.variant is None:
        return unopened_model(subject.model)
    if failure is not None:
        error = render_error(failure)
        title = tr("There is no graph of {name}").format(name=subject.name)
        return title, "\n".join(filter(None, (error.title, error.hint)))
    if subject.variant.is_missing:
        title = tr("The file of {name} is missing").format(name=subject.name)
        return title, tr("Convert again to have it back.")
    return None
