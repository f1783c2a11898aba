"""The report: self-contained, escaped, honest about what is unknown, and says nothing of speed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.core.agreement import AgreeResult, Difference, Way
from studio.core.beside_latency import Drift
from studio.core.edits import rename_variant
from studio.core.errors import ErrorInfo, StorageError
from studio.core.incidents import Incident
from studio.core.measurements import Placement
from studio.core.scenarios import make_scenario
from studio.core.session import Agreement, Run, Session
from studio.core.sustained import Moment, Sustained, SustainedArm, Window
from studio.core.targets import make_target
from studio.report.comparison import comparison_rows
from studio.report.html import report_html, write_report
from studio.report.samples import blocks_of, raw_samples
from tests.history.building import make_run, make_session, write_samples
from tests.ui.page_support import make_comparison

VOID = {"meta", "rect", "path", "br"}


class Checker(HTMLParser):
    """Well-nested tags, no scripts, nothing loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "iframe", "img", "object", "base"}
        for name, value in attrs:
            assert name not in {"src", "href", "srcset", "action"}
            assert not name.startswith("on")
            assert "url(" not in (value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parse(page: str) -> str:
    """The visible text of a page that is sound."""
    checker = Checker()
    checker.feed(re.sub(r"(<(?:path|rect)[^>]*)/>", r"\1>", page))
    assert checker.open == []
    return " ".join(checker.text)


@pytest.fixture
def measured(tmp_path: Path) -> tuple[Session, Run]:
    session = make_session(tmp_path / "a", 3)
    samples = tmp_path / "samples"
    write_samples(samples, files=3, processes=3, blocks=20)
    files = tuple(variant.artifact for variant in session.models[0].variants)
    return session, make_run(files, samples)


def test_how_a_file_agrees_with_itself_is_reported(measured: tuple[Session, Run]) -> None:
    session, run = measured
    model = session.models[0]
    sha256 = model.variants[1].sha256
    result = AgreeResult(
        file=model.variants[1].artifact,
        sha256=sha256,
        against="m",
        samples=20,
        inputs_from="evaluation",
        ways=(
            Way(target=make_target("litert-interpreter", kernels="reference")),
            Way(target=make_target("litert-interpreter")),
        ),
        differences=(Difference(first=0, second=1, output="y", steps=2.0, is_same=False),),
    )
    agreed = Agreement(id=sha256, at=1.0, result=result)
    for page in (
        report_html(model, run, agreed=(agreed,)),
        report_html(replace(session, agreements=(agreed,)), run),
    ):
        text = parse(page)
        assert "On 20 samples of held-out evaluation data." in text
        assert "Reference kernels and XNNPACK, 1 thread differ by 2 steps" in text
        assert text.count("⚠ 2 steps") == 2
    assert "Reference kernels" not in parse(report_html(model, run))


def test_a_full_report_is_sound_and_self_contained(measured: tuple[Session, Run]) -> None:
    session, run = measured
    page = report_html(session.models[0], run)
    text = parse(page)
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<figure>") == 4
    for expected in ("2.16", "± 0.03", "97.3 %", "96.1–98.2", "−0.4 pp", "99.5 %", "0, 1"):
        assert expected in text
    assert "calibration samples that were not used" in text
    assert session.models[0].variants[0].recipe.fingerprint() in text
    assert "2.21.0" in text
    assert "1,800 raw samples" in text


def test_the_same_class_as_the_source_is_of_the_evaluation(measured: tuple[Session, Run]) -> None:
    page = report_html(*measured)
    assert "same class 99 % on the 1,000 samples of the evaluation" in page
    assert "samples of the check" not in page, "where a variant was evaluated"


def test_no_tick_where_a_check_has_shown_nothing(measured: tuple[Session, Run]) -> None:
    session, run = measured
    (model,) = session.models
    check = model.variants[0].check
    assert check is not None
    empty = "∅ nothing was shown: the output is the same for every input"
    for notes, said in (((), "✓ ok"), (("output-both-constant",), empty)):
        outputs = tuple(replace(one, notes=notes) for one in check.outputs)
        first = replace(model.variants[0], check=replace(check, status="ok", outputs=outputs))
        text = parse(report_html(replace(model, variants=(first, *model.variants[1:])), run))
        assert [mark for mark in ("✓ ok", empty) if mark in text] == [said]


def test_what_cut_a_run_short_is_said(measured: tuple[Session, Run]) -> None:
    session, run = measured
    killed = ErrorInfo(code="child-killed", params={"child": "measure", "signal": "SIGKILL"})
    incident = Incident(error=killed, process=0, samples=1234)
    cut = replace(run, result=replace(run.result, incidents=(incident,)))
    assert "1,234" in parse(report_html(session, cut))
    assert "was killed from outside (SIGKILL)" in parse(report_html(session, cut))
    assert "cut short" not in parse(report_html(session, run))


def test_verdicts_are_said_in_words_with_what_decided(measured: tuple[Session, Run]) -> None:
    session, run = measured
    faster = make_comparison(1)
    open_one = make_comparison(2, "cannot-tell")
    drift = Drift(percent_per_minute=3.2, ci99=(1.1, 5.4))
    first, *rest = run.result.measurements
    odd = replace(first, drift=drift, notes=("outputs-nan",))
    result = replace(run.result, comparisons=(faster, open_one), measurements=(odd, *rest))
    names = [variant.name for variant in session.models[0].variants]
    text = parse(report_html(session, replace(run, result=result)))
    assert f"{names[1]} is faster than {names[0]}: 0.370x, 95 % 0.362 to 0.381" in text
    assert f"Cannot tell whether {names[2]} is faster or slower than {names[0]}" in text
    assert "about 41 s longer would probably tell" in text
    assert text.count("CPU time decided") == 1
    assert "31 % of the run time was spent waiting" in text
    assert f"{names[0]}: Latency drifted while measuring: +3 % a minute" in text
    assert "The outputs were NaN or infinite" in text
    assert "faster" not in parse(report_html(session, run))


def test_several_targets_are_told_apart(measured: tuple[Session, Run]) -> None:
    session, run = measured
    first, second, *_ = run.result.measurements
    again = replace(first, target=make_target("litert-interpreter"))
    rows = comparison_rows(
        session, replace(run, result=replace(run.result, measurements=(first, second, again)))
    )
    names = [row.name for row in rows if row.measurement is not None]
    variant, other, *_ = session.models[0].variants
    assert names == [
        f"{variant.name} · {first.target.text}",
        f"{other.name} · {first.target.text}",
        f"{variant.name} · litert-interpreter",
    ]
    assert len({row.mark_index for row in rows}) == len(rows)


def test_scenarios_and_what_a_run_takes_in_are_told(measured: tuple[Session, Run]) -> None:
    session, run = measured
    offline = make_scenario("offline", streams=4)
    measurements = tuple(replace(one, scenario=offline) for one in run.result.measurements)
    request = replace(run.request, scenarios=(offline,))
    text = parse(
        report_html(
            session,
            replace(run, request=request, result=replace(run.result, measurements=measurements)),
        )
    )
    assert "offline:streams=4" in text
    assert "offline:streams=4: 64" in text
    assert "64 inputs a run" in text


def test_a_sustained_run_has_its_section(measured: tuple[Session, Run]) -> None:
    session, run = measured
    windows = tuple(
        Window(begin_s=at, end_s=at + 10.0, median_ms=1 + at / 300, ci95_ms=(0.9, 2.2))
        for at in range(0, 300, 10)
    )
    arm = SustainedArm(windows=windows, last_over_first=1.4, ci95=(1.36, 1.44))
    found = Sustained(
        arms=(arm,) * 3,
        moments=tuple(Moment(block=at, at_s=float(at), busy_percent=50.0) for at in range(1, 301)),
    )
    page = report_html(session, replace(run, result=replace(run.result, sustained=found)))
    text = parse(page)
    name = session.models[0].variants[0].name
    assert f"{name} got slower: 1.40x in the last third of the time" in text
    assert page.count('class="band ') == 3
    assert page.count('class="quiet-line ') == 1
    assert "Unknown here: clock, temperature." in text
    assert "Sustained" not in parse(report_html(session, run))


def test_an_emulated_gpu_is_called_so(measured: tuple[Session, Run]) -> None:
    session, run = measured
    first, *others = run.result.measurements
    placement = Placement(kind="full", device="SwiftShader", is_software=True)
    on_gpu = replace(first, target=make_target("litert-gpu"), placement=placement)
    run = replace(run, result=replace(run.result, measurements=(on_gpu, *others)))
    assert "GPU (software: SwiftShader)" in parse(report_html(session.models[0], run))


def test_no_word_of_who_wins(measured: tuple[Session, Run]) -> None:
    session, run = measured
    assert not re.search(r"faster|slower|speed-?up|winner", report_html(session, run), re.I)


def test_names_cannot_become_markup(measured: tuple[Session, Run]) -> None:
    session, run = measured
    session = rename_variant(session, "v0", "<script>alert(1)</script>")
    model = replace(session.models[0], name='"><img src=x>', path="/x/<b>.keras")
    page = report_html(model, run)
    parse(page)
    assert "<script" not in page
    assert "<img" not in page
    assert "Test CPU &lt;x86&gt;" in page
    assert "logits&lt;0&gt;" in page


def test_a_variant_that_crashed_says_so(measured: tuple[Session, Run]) -> None:
    session, run = measured
    text = parse(report_html(session, run))
    assert "crashed.tflite" in text
    assert "✕" in text


def test_without_a_run_or_anything(measured: tuple[Session, Run]) -> None:
    session, run = measured
    assert "Latency" not in parse(report_html(session, None))
    assert "Measurement" in parse(report_html(Session(), run))
    parse(report_html(Session(), None))


def test_without_raw_samples_their_plots_are_left_out(measured: tuple[Session, Run]) -> None:
    session, run = measured
    gone = replace(run, result=replace(run.result, samples_path="/gone"))
    page = report_html(session, gone)
    assert page.count("<figure>") == 2
    assert "are not available" in parse(page)
    assert report_html(session, gone, blocks_of(run)).count("<figure>") == 4


def test_extreme_numbers_still_draw(measured: tuple[Session, Run]) -> None:
    session, run = measured
    first, *rest = run.result.measurements
    extreme = replace(first, median_ms=2000.0, median_ci95_ms=None, p90_ms=None)
    run = replace(run, result=replace(run.result, measurements=(extreme, *rest)))
    page = report_html(session, run)
    parse(page)
    assert not re.search(r"\bnan\b", page, re.I)
    assert "2000 ms" in page


def test_many_samples_make_a_small_page(tmp_path: Path) -> None:
    session = make_session(tmp_path / "a", 2)
    samples = tmp_path / "samples"
    write_samples(samples, processes=3, blocks=2_000)
    files = tuple(variant.artifact for variant in session.models[0].variants)
    page = report_html(session, make_run(files, samples))
    assert len(page) < 120_000
    assert "120,000 raw samples" in page


def test_each_text_can_be_translated(measured: tuple[Session, Run]) -> None:
    session, run = measured
    text = parse(report_html(session, run, translate=lambda text: f"«{text}»"))
    for title in ("«Variants»", "«Conditions»", "«Latency»", "«Checks»", "«Recipes»", "«Versions»"):
        assert title in text


def test_rows_match_files_by_content_then_by_path(measured: tuple[Session, Run]) -> None:
    session, run = measured
    rows = comparison_rows(session, run)
    assert [row.file_index for row in rows] == [None, 0, 1, 2, 3]
    assert rows[-1].name == "crashed.tflite"
    assert len({row.mark_index for row in rows}) == len(rows)
    moved = replace(session.models[0].variants[0], artifact="/elsewhere.tflite")
    model = replace(session.models[0], variants=(moved,))
    assert comparison_rows(model, run)[1].file_index == 0


def test_samples_come_in_the_order_measured(measured: tuple[Session, Run]) -> None:
    found = raw_samples(reversed(blocks_of(measured[1])))
    assert len(found) == 1_800
    assert list(found.process) == sorted(found.process)
    assert found.block.max() == 59
    assert found.of(0).min() >= 2.0


def test_the_file_is_written_or_an_error_told(
    measured: tuple[Session, Run], tmp_path: Path
) -> None:
    session, run = measured
    write_report(tmp_path / "out" / "report.html", session, run)
    parse((tmp_path / "out" / "report.html").read_text(encoding="utf-8"))
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        write_report(tmp_path / "file" / "report.html", session, run)
