"""What flipped, and agreement, on the Compare page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from studio.core.agreement import AgreeResult, Difference, FirstDifference, Way
from studio.core.agreement_text import find
from studio.core.errors import ErrorInfo
from studio.core.evaluation import ClassScore, ConfusionCell, Figure, Flip
from studio.core.evaluation_results import Evaluation
from studio.core.events import Event, JobFailed, JobQueued, JobSucceeded
from studio.core.requests import AgreeRequest, TryRequest
from studio.core.results import TryResult
from studio.core.targets import make_target
from studio.history.store import History
from studio.ui.pages.class_card import class_card
from studio.ui.pages.compare import ComparePage
from studio.ui.selection import Selection
from studio.ui.widgets.table import CopyableTable
from tests.ui.page_support import PageBench, make_session

FLIPS = (
    Flip(index=54, label=0, source=0, file=6, source_score=0.501, file_score=0.535),
    Flip(index=105, label=1, source=3, file=7, source_score=0.494, file_score=0.566),
    Flip(index=861, label=8, source=3, file=8, source_score=0.532, file_score=0.574),
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def evaluated(bench: PageBench, evaluation: Evaluation) -> None:
    """Gives it to int8, the last of the variants."""
    model = bench.store.session.models[0]
    *others, last = model.variants
    variants = (*others, replace(last, evaluation=evaluation))
    bench.store.load(replace(bench.store.session, models=(replace(model, variants=variants),)))


def open_page(bench: PageBench, qtbot: QtBot, section: str) -> ComparePage:
    page = ComparePage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.open_with(section=section)
    page.show()
    return page


def cells(page: ComparePage) -> list[list[str]]:
    return [line.split("\t") for line in page.flips.table.to_tsv().splitlines()[1:]]


def flipped(bench: PageBench) -> None:
    old = bench.store.session.models[0].variants[-1].evaluation
    assert old is not None
    evaluated(bench, replace(old, samples=1000, flips=FLIPS, flip_count=3))


def test_the_selection_is_followed_and_named(bench: PageBench, qtbot: QtBot) -> None:
    flipped(bench)
    page = open_page(bench, qtbot, "flips")
    assert page.flips.variants.currentText() == "int8", "the first that flipped anything"
    bench.store.select(Selection("m1", ("v1",)))
    assert page.flips.variants.currentText() == "float16"
    assert page.agreement.variants.currentText() == "float16"
    assert page.flips.status.text().startswith("float16: ")
    page.flips.choose("v0")
    bench.store.load(replace(bench.store.session, next_color=99))
    assert page.flips.variants.currentText() == "float32", "what was chosen here stays"
    bench.store.select(Selection("m1", ("v2",)))
    assert page.flips.variants.currentText() == "int8"
    assert page.agreement.variants.currentText() == "int8"


def test_in_a_narrow_window_the_answers_have_the_width(bench: PageBench, qtbot: QtBot) -> None:
    flipped(bench)
    page = open_page(bench, qtbot, "flips")
    assert page.flips.table.width() < page.flips.width() - 100
    page.resize(440, 700)
    qtbot.waitUntil(lambda: page.flips.table.width() > page.flips.width() - 20)


def test_flipped_samples_are_listed_with_both_answers(bench: PageBench, qtbot: QtBot) -> None:
    flipped(bench)
    page = open_page(bench, qtbot, "flips")
    assert page.flips.variants.currentText() == "int8"
    assert page.flips.status.text().startswith("int8: 3 of 1,000 samples")
    assert cells(page) == [
        ["54", "0", "0  0.501", "6  0.535", "source"],
        ["105", "1", "3  0.494", "7  0.566", "neither"],
        ["861", "8", "3  0.532", "8  0.574", "variant"],
    ]
    page.flips.variants.setCurrentIndex(0)
    page.flips.variants.activated.emit(0)
    assert (
        page.flips.status.text()
        == "float32: Which samples differ was not recorded: evaluate again."
    )
    assert cells(page) == []


def test_keys_move_the_picture_and_return_tries_the_sample(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    flipped(bench)
    page = open_page(bench, qtbot, "flips")
    qtbot.keyClick(page.flips.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.flips.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: any(isinstance(one, TryRequest) for one in bench.submitted))
    (request,) = [one for one in bench.submitted if isinstance(one, TryRequest)]
    assert (request.index, request.look_only) == (861, True)
    assert request.files == (bench.store.session.models[0].variants[-1].artifact,)
    picture = tmp_path / "sample.png"
    QImage(28, 28, QImage.Format.Format_Grayscale8).save(str(picture))
    job = f"job{len(bench.submitted)}"
    result = TryResult(outputs=(), label=8, input_preview=str(picture))
    bench.store.on_event(Event(job_id=job, at=1.0, body=JobQueued(request=request)))
    bench.store.on_event(Event(job_id=job, at=1.0, body=JobSucceeded(result=result)))
    assert not page.flips.picture.pixmap().isNull()
    assert bench.store.session.jobs == (), "looking is no work to list"
    assert "Variant: 8  0.574" in page.flips.about.text()
    qtbot.keyClick(page.flips.table, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.try_panel
    name, arguments = bench.commands[-1]
    assert (name, arguments["index"]) == ("try-it", 861)


def test_an_input_that_is_no_picture_is_said_so(bench: PageBench, qtbot: QtBot) -> None:
    flipped(bench)
    page = open_page(bench, qtbot, "flips")
    qtbot.waitUntil(lambda: any(isinstance(one, TryRequest) for one in bench.submitted))
    job = f"job{len(bench.submitted)}"
    bench.store.on_event(Event(job_id=job, at=1.0, body=JobSucceeded(result=TryResult(outputs=()))))
    assert page.flips.picture.text() == "This input is no picture."


def test_other_tasks_have_no_classes(bench: PageBench, qtbot: QtBot) -> None:
    evaluation = Evaluation(
        file="f",
        sha256="x",
        task="masks",
        samples=20,
        figures=(Figure(metric="mean-iou", value=0.8, ci95=(0.7, 0.9)),),
        flips=(Flip(index=4, source=0.81, file=0.42),),
        flip_count=1,
    )
    evaluated(bench, evaluation)
    page = open_page(bench, qtbot, "flips")
    assert cells(page) == [["4", "81 %", "42 %", "−39.0 pp"]]
    page.flips.score_as.setCurrentText("masks")
    page.flips.evaluate.click()
    name, arguments = bench.commands[-1]
    assert (name, arguments["metrics"], len(arguments["files"])) == ("evaluate", ("mean-iou",), 3)
    assert page.flips.top.isHidden()
    page.flips.score_as.setCurrentText("classes")
    assert not page.flips.top.isHidden()
    page.flips.top.setValue(3)
    page.flips.evaluate.click()
    assert bench.commands[-1][1]["metrics"] == ("top-3",)


def agreement(file: str, sha256: str = "s") -> AgreeResult:
    ways = (
        Way(),
        Way(target=make_target("litert-interpreter", kernels="reference")),
        Way(target=make_target("litert-interpreter"), implementation="litert-interpreter"),
        Way(target=make_target("litert-cpu"), error=ErrorInfo(code="run-failed", params={})),
    )
    differences = (
        Difference(first=0, second=1, output="y", steps=7.5, is_same=False),
        Difference(first=0, second=2, output="y", steps=8.0, is_same=False),
        Difference(first=1, second=2, output="y", steps=2.0, sample=3, is_same=False),
    )
    result = AgreeResult(
        file=file,
        sha256=sha256,
        against="m",
        samples=20,
        inputs_from="evaluation",
        ways=ways,
        differences=differences,
    )
    return replace(result, findings=find(result))


def test_the_matrix_and_its_findings(bench: PageBench, qtbot: QtBot) -> None:
    page = open_page(bench, qtbot, "agreement")
    panel = page.agreement
    variant = bench.store.session.models[0].variants[2]
    file = variant.artifact
    panel.choose(file)
    panel.run.click()
    assert bench.commands[-1] == ("agree", {"files": (file,), "targets": ()})
    panel.ways.setCurrentIndex(1)
    panel.ways.activated.emit(1)
    assert not panel.targets.isHidden()
    panel.targets.show_targets((make_target("litert-interpreter", kernels="builtin"),))
    panel.run.click()
    assert bench.commands[-1][1]["targets"] == ("litert-interpreter:kernels=builtin",)
    request = AgreeRequest(file=file)
    bench.store.on_event(Event(job_id="a1", at=1.0, body=JobQueued(request=request)))
    assert not panel.run.isEnabled()
    first = FirstDifference(
        first=make_target("litert-interpreter", kernels="reference"),
        second=make_target("litert-interpreter"),
        op="CONV_2D", op_index=7, node_id="n7", name="conv", steps=2.0, is_beyond=True,
        beyond=1, differing=2, compared=9, ops=9,
    )  # fmt: skip
    result = replace(agreement(file, variant.sha256), first=first)
    bench.store.on_event(Event(job_id="a1", at=2.0, body=JobSucceeded(result=result)))
    assert bench.store.session.agreement(variant.sha256).result == result
    panel.show_op.click()
    shown = {"model_id": "m1", "variant_id": variant.id, "node": "n7"}
    assert bench.commands[-1] == ("show-node", shown)
    assert panel.run.isEnabled()
    rows = [line.split("\t") for line in panel.table.to_tsv().splitlines()[1:]]
    assert [row[:6] for row in rows] == [
        ["1", "Source", "·", "7.50 steps", "8 steps", "—"],
        ["2", "Reference kernels", "7.50 steps", "·", "⚠ 2 steps", "—"],
        ["3", "XNNPACK, 1 thread", "8 steps", "⚠ 2 steps", "·", "—"],
        ["4", "LiteRT C, CPU", "—", "—", "—", "·"],
    ]
    tooltip = panel.table.model().index(1, 4).data(Qt.ItemDataRole.ToolTipRole)
    assert "in output “y”, sample 3" in tooltip
    lines = panel.findings.text().splitlines()
    assert lines[0].startswith("⚠ LiteRT C, CPU gave no outputs")
    assert lines[1].startswith("⚠ Reference kernels and XNNPACK, 1 thread differ by 2 steps")
    panel.choose(bench.store.session.models[0].variants[0].artifact)
    assert panel.table.isHidden()


def test_a_failed_agreement_says_why(bench: PageBench, qtbot: QtBot) -> None:
    page = open_page(bench, qtbot, "agreement")
    file = bench.store.session.models[0].variants[0].artifact
    request = AgreeRequest(file=file)
    bench.store.on_event(Event(job_id="a1", at=1.0, body=JobQueued(request=request)))
    error = ErrorInfo(code="model-damaged", params={"path": file, "suffix": ".tflite"})
    bench.store.on_event(Event(job_id="a1", at=2.0, body=JobFailed(error=error)))
    assert page.agreement.banner.isVisible()


def test_classes_and_their_confusion_on_the_overview(bench: PageBench, qtbot: QtBot) -> None:
    old = bench.store.session.models[0].variants[-1].evaluation
    assert old is not None
    evaluation = replace(
        old,
        classes=(
            ClassScore(label=3, total=100, correct=98, answered=99, recall_ci95=(0.93, 0.99)),
        ),
        confusion=(
            ConfusionCell(label=3, answer=3, count=98),
            ConfusionCell(label=3, answer=5, count=2),
        ),
        cells=2,
    )
    card = class_card(evaluation)
    assert card is not None
    qtbot.addWidget(card)
    classes, matrix = card.findChildren(CopyableTable)
    assert classes.to_tsv().splitlines()[1].split("\t")[:4] == ["3", "100", "98 % (93–99)", "99"]
    assert matrix.to_tsv().splitlines()[:2] == ["label\t3\t5\t", "3\t98\t2\t"]
    tooltip = matrix.model().index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "2 samples of class 3 are called 5."
    assert class_card(old) is None
