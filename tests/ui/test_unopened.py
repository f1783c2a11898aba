"""What pages say of a model that is not open."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.errors import ErrorInfo
from studio.core.session import Model, Session
from studio.ui.pages.unopened import unopened
from studio.ui.selection import Selection
from tests.ui.page_support import make_session


def said(session: Session, **changes: object) -> tuple[str, str] | None:
    model: Model = replace(session.models[0], **{"variants": (), **changes})
    return unopened(replace(session, models=(model,)), Selection(model.id))


def test_each_reason_says_what_to_do(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    name = session.models[0].name
    assert said(session) is None
    error = ErrorInfo(code="model-damaged", params={"path": "x.tflite", "suffix": ".tflite"})
    title, hint = said(session, error=error, info=None) or ("", "")
    assert title == f"{name} could not be opened"
    assert hint.splitlines()[0].startswith("x.tflite is damaged") and len(hint.splitlines()) == 2
    assert said(session, is_missing=True) == (
        f"The file of {name} is missing",
        "Locate it by the menu of the model on the left.",
    )
    assert (said(session, info=None) or ("",))[0] == f"Opening {name}…"
    assert (unopened(session, Selection("gone")) or ("",))[0] == "No model selected"


def test_variants_can_be_looked_at_whatever_became_of_their_model(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    assert said(session, is_missing=True, variants=session.models[0].variants) is None
