"""The overview and welcome pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import DatasetRef
from studio.core.results import Audit
from studio.history.store import History
from studio.ui.pages.audit_card import audit_shares
from studio.ui.pages.bar_list import Bar, BarList
from studio.ui.pages.overview import OverviewPage
from studio.ui.pages.overview_variant import VariantOverview
from studio.ui.pages.welcome import WelcomePage
from studio.ui.selection import Selection
from studio.ui.widgets.table import CopyableTable
from tests.ui.page_support import PageBench, make_info, make_session


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def opened(bench: PageBench, qtbot: QtBot) -> OverviewPage:
    page = OverviewPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def texts(page: QWidget) -> str:
    shown = [label.text() for label in page.findChildren(QLabel) if not label.isHidden()]
    tables = [table.to_tsv() for table in page.findChildren(CopyableTable)]
    return "\n".join(shown + tables)


def button(page: QWidget, text: str) -> QPushButton:
    QApplication.processEvents()  # a button that was just added is shown in the next turn
    return next(
        found
        for found in page.findChildren(QPushButton)
        if found.text() == text and not found.isHidden()
    )


def test_model_says_what_it_is(bench: PageBench, qtbot: QtBot) -> None:
    page = opened(bench, qtbot)
    shown = texts(page)
    for part in ("mnist_cnn", "380 kB", "31,234", "3.41 M", "?×28×28×1", "Keras version", "⚠"):
        assert part in shown
    ops = next(bars for bars in page.findChildren(BarList) if bars.accessibleName() == "Ops")
    assert ops.bars[0].label == "DepthwiseConv2D"
    button(page, "Set shapes…").click()
    button(page, "Try it…").click()
    assert [name for name, _ in bench.commands] == ["shapes", "try-it"]


def test_unknown_macs_say_why(bench: PageBench, qtbot: QtBot) -> None:
    info = make_info(macs=None, macs_unknown_ops=("WHILE",))
    model = replace(bench.store.session.models[0], info=info)
    bench.store.load(replace(bench.store.session, models=(model,)))
    shown = texts(opened(bench, qtbot))
    assert "unknown" in shown
    assert "cannot be counted: WHILE" in shown


def test_a_model_without_dynamic_dimensions_offers_no_shapes(
    bench: PageBench, qtbot: QtBot
) -> None:
    spec = TensorSpec(name="x", dtype="float32", shape=(1, 4))
    signature = Signature(name="", inputs=(spec,), outputs=())
    model = replace(bench.store.session.models[0], info=make_info(signatures=(signature,)))
    bench.store.load(replace(bench.store.session, models=(model,)))
    page = opened(bench, qtbot)
    assert "Set shapes…" not in [found.text() for found in page.findChildren(QPushButton)]
    assert "(unnamed)" in texts(page)


def test_variant_shows_check_recipe_and_origin(bench: PageBench, qtbot: QtBot) -> None:
    bench.reasons["evaluate"] = "Choose data first."
    page = opened(bench, qtbot)
    bench.store.select(Selection("m1", ("v2",)))
    shown = texts(page)
    for part in (
        "⚠  differs from its source",
        "held-out evaluation data",
        "More than 1 % of the samples",
        "calibrator",
        "99.2 %",
        "97.2 %",
        "2.21.0",
    ):
        assert part in shown
    evaluate = button(page, "Evaluate")
    assert not evaluate.isEnabled()
    assert evaluate.toolTip() == "Choose data first."


@pytest.mark.parametrize("width", [420, 640, 700, 760, 1000])
def test_the_check_table_shows_its_row_above_the_scroll_bar(
    width: int, bench: PageBench, qtbot: QtBot
) -> None:
    page = opened(bench, qtbot)
    bench.store.select(Selection("m1", ("v1",)))
    page.resize(width, 700)
    QApplication.processEvents()
    (table,) = (
        table
        for table in page.findChildren(CopyableTable)
        if table.accessibleName() == "Outputs" and table.isVisible()
    )
    qtbot.waitUntil(lambda: table.viewport().height() >= table.verticalHeader().length())
    assert not table.verticalScrollBar().isVisible()


def test_the_recipe_says_what_calibration_used(bench: PageBench, qtbot: QtBot) -> None:
    model = bench.store.session.models[0]
    recipe = replace(model.variants[2].recipe, calibration=DatasetRef(sha256="d" * 64))
    variant = replace(
        model.variants[2], recipe=recipe, calibration_file="cal.npz", calibration_samples_used=64
    )
    overview = VariantOverview(model, variant, bench.context)
    qtbot.addWidget(overview)
    labels = [label.text() for label in overview.findChildren(QLabel)]
    assert labels[labels.index("Calibration samples used") + 1] == "64"
    assert labels[labels.index("Calibration") + 1].startswith("cal.npz  ·  SHA-256 dddd")


def test_several_variants_are_shown_together(bench: PageBench, qtbot: QtBot) -> None:
    page = opened(bench, qtbot)
    bench.store.select(Selection("m1", ("v0", "v1")))
    shown = texts(page)
    (found,) = (
        table
        for table in page.findChildren(CopyableTable)
        if table.accessibleName() == "The selected variants"
    )
    table = found.to_tsv().splitlines()
    assert [line.split("\t")[:3] for line in table[1:]] == [
        ["float32", "✓ ok", "130 kB"],
        ["float16", "✓ ok", "65.0 kB"],
    ]
    assert table[1].split("\t")[3:5] == ["90 %", "—"]
    assert "Check against the source" not in shown
    (part,) = page._parts  # the table alone, however many are selected
    bench.reasons["check"] = "Not now."
    page.refresh(bench.store.session, bench.store.selection)
    assert page._parts == [part]


def test_errors_offer_the_way_out(bench: PageBench, qtbot: QtBot) -> None:
    page = opened(bench, qtbot)
    model = bench.store.session.models[0]
    error = ErrorInfo(code="model-damaged", params={"path": "a.keras", "suffix": ".keras"})
    failed = replace(model, info=None, error=error)
    bench.store.load(replace(bench.store.session, models=(failed,)))
    assert "damaged" in page.banner.title
    button(page.banner, "Try again").click()
    gone = replace(model, is_missing=True)
    bench.store.load(replace(bench.store.session, models=(gone,)))
    button(page.banner, "Locate…").click()
    changed = replace(model, is_changed=True)
    bench.store.load(replace(bench.store.session, models=(changed,)))
    assert "has changed" in page.banner.title
    code = replace(model, info=None, error=ErrorInfo(code="model-needs-code"))
    bench.store.load(replace(bench.store.session, models=(code,)))
    button(page.banner, "Allow its code…").click()
    refused = ErrorInfo(code="shape-refused", params={"shapes": "image (1, 2, 2, 3)"})
    bench.store.load(replace(bench.store.session, models=(replace(model, error=refused),)))
    assert "image (1, 2, 2, 3)" in page.banner.title
    button(page.banner, "Input shapes…").click()
    assert [name for name, _ in bench.commands] == ["inspect", "locate", "allow-code", "shapes"]


def test_editing_recipes_does_not_rebuild(bench: PageBench, qtbot: QtBot) -> None:
    from studio.core import edits
    from studio.core.recipe import Recipe
    from studio.core.session import Draft

    page = opened(bench, qtbot)
    part = page._parts[0]
    draft = Draft(recipes=(Recipe(),))
    bench.store.apply(lambda session: edits.set_draft(session, "m1", draft))
    assert page._parts[0] is part


def test_empty_state(bench: PageBench, qtbot: QtBot) -> None:
    page = opened(bench, qtbot)
    bench.store.load(replace(bench.store.session, models=()))
    assert page.empty.isVisible()
    page.empty.activated.emit()
    assert bench.commands == [("open", {})]


def test_the_shares_of_a_file_add_up() -> None:
    audit = Audit(
        int8_op_share=0.25, hybrid_op_share=0.5, float_op_share=0.2,
        int8_mac_share=0.0, hybrid_mac_share=0.9, float_mac_share=0.1,
        input_dtypes=("float32",), output_dtypes=("float32",), size_bytes=1,
    )  # fmt: skip
    shares = dict(audit_shares(audit))
    for unit in ("ops", "MACs"):
        parts = [share for text, share in shares.items() if text.startswith(unit)]
        assert sum(filter(None, parts)) == pytest.approx(1)
    assert shares["ops: other integers"] == pytest.approx(0.05)
    assert "MACs: other integers" not in shares
    unknown = replace(audit, int8_mac_share=None, hybrid_mac_share=None, float_mac_share=None)
    assert dict(audit_shares(unknown))["MACs by type"] is None


def test_bars_are_read_out(qtbot: QtBot) -> None:
    bars = BarList("Ops")
    qtbot.addWidget(bars)
    bars.set_bars([Bar("CONV_2D", 1.0, "12"), Bar("RELU", 0.5, "6")])
    bars.show()
    assert bars.accessibleDescription() == "CONV_2D: 12; RELU: 6"


def test_welcome_offers_and_lists_recent(bench: PageBench, qtbot: QtBot, tmp_path: Path) -> None:
    there = tmp_path / "there.tflite"
    there.write_bytes(b"x")
    bench.history.add_recent(str(tmp_path / "gone.tflite"))
    bench.history.flush()
    bench.history.add_recent(str(there))
    bench.history.flush()
    page = WelcomePage(bench.context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.links) == 2)
    assert [link.isEnabled() for link in page.links] == [True, False]
    page.links[0].click()
    page.sample.click()
    assert bench.commands == [("open", {"path": str(there)}), ("open-sample", {})]
