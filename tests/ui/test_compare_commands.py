"""The compare page's buttons act on the rows that it shows."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from studio.core import edits
from studio.core.measure_requests import BenchmarkRequest
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import EvaluateRequest
from studio.core.session import Draft
from studio.ui.pages.compare import ComparePage
from studio.ui.selection import Selection
from tests.ui.window_kit import Bench


def test_measure_and_evaluate_take_all_rows_where_one_is_selected(bench: Bench) -> None:
    bench.open_model()
    draft = Draft(recipes=(make_recipe(), make_recipe([make_step("float16")])))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until_quiet(3)
    data = bench.root / "data.npz"
    data.write_bytes(b"PK")
    bench.run("choose-evaluation", path=str(data))
    artifacts = tuple(variant.artifact for variant in bench.model.variants)
    bench.program.store.select(Selection(bench.model.id, (bench.model.variants[0].id,)))
    bench.run("show-compare")
    page = bench.program.window.center.pages["compare"]
    assert isinstance(page, ComparePage)
    buttons = {button.text(): button for button in page.findChildren(QPushButton)}
    for name, kind in (("Measure", BenchmarkRequest), ("Evaluate", EvaluateRequest)):
        bench.run("show-compare")
        count = len(bench.session.jobs)
        buttons[name].click()
        bench.until(lambda count=count: len(bench.session.jobs) > count)
        request = bench.session.jobs[-1].request
        assert isinstance(request, kind)
        assert request.files[-2:] == artifacts
        bench.run("cancel-all")
        bench.until_quiet(count + 1)
