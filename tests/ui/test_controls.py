"""What every control of the window owes: a name for screen readers, and doing what it says."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from studio.core import edits
from studio.core.recipe import make_recipe, make_step
from studio.core.session import Draft
from studio.ui.pages import PAGES
from tests.ui.window_kit import Bench

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)


def convert(bench: Bench) -> None:
    bench.open_model()
    draft = Draft(recipes=(make_recipe(), make_recipe([make_step("float16")])))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until_quiet(3)


def is_inner(widget: QWidget) -> bool:
    """A part that Qt made of a control, which speaks for it; or a button not in use."""
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(widget, QHeaderView)
        or isinstance(parent, (QAbstractSpinBox, QComboBox, QAbstractItemView, QTabBar, QLineEdit))
        or isinstance(parent.parentWidget() if parent else None, QComboBox)
        or (isinstance(widget, QAbstractButton) and widget.isHidden() and not widget.text())
    )


def test_every_control_has_a_name_and_a_tooltip_where_it_has_no_words(bench: Bench) -> None:
    convert(bench)
    data = bench.root / "data.npz"
    data.write_bytes(b"PK")
    bench.run("choose-calibration", path=str(data))
    window = bench.program.window
    for page_id, _, _ in PAGES:
        bench.run(f"show-{page_id}")
        bench.until(lambda page_id=page_id: page_id in window.center.pages)
    nameless, silent = set(), set()
    for control in window.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or is_inner(control):
            continue
        text = control.text() if isinstance(control, QAbstractButton) else ""
        where = f"{type(control).__name__} {text!r} in {type(control.parent()).__name__}"
        is_worded = any(map(str.isalpha, text))
        if not (control.accessibleName() or is_worded):
            nameless.add(where)
        has_tip = isinstance(control, (QAbstractButton, QComboBox, QAbstractSpinBox))
        if has_tip and not is_worded and not control.toolTip():
            silent.add(where)
    assert (sorted(nameless), sorted(silent)) == ([], [])


def test_a_variant_can_be_dragged_out_of_the_tree(bench: Bench) -> None:
    tree = bench.program.window.models.tree
    assert tree.dragEnabled()
    assert tree.dragDropMode() == QAbstractItemView.DragDropMode.DragOnly


def test_the_log_button_of_a_row_shows_that_rows_job(bench: Bench) -> None:
    convert(bench)
    first, *_, last = bench.session.jobs
    rows = bench.program.window.jobs.rows
    for job in (first, last, first):
        rows[job.id]._log.click()
        page = bench.program.window.center.pages["log"]
        assert page.jobs.currentData() == job.id
