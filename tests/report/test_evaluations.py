"""Evaluations and what is claimed in words, in the report."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.evaluation import ClassScore, ConfusionCell, Figure, Flip
from studio.core.evaluation_results import Evaluation
from studio.core.session import Session
from studio.report.html import report_html
from tests.ui.page_support import judged, make_comparison, make_run, make_session, with_run


def with_evaluation(session: Session, evaluation: Evaluation) -> Session:
    model = session.models[0]
    *others, last = model.variants
    variants = (*others, replace(last, evaluation=evaluation))
    return replace(session, models=(replace(model, variants=variants),))


def test_classes_and_flips_are_told(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    old = session.models[0].variants[-1].evaluation
    assert old is not None and old.paired is not None
    evaluation = replace(
        old,
        samples=1000,
        paired=replace(old.paired, p_value=0.62),
        classes=(ClassScore(label=3, total=100, correct=98, answered=101, recall_ci95=(0.9, 1.0)),),
        confusion=(
            ConfusionCell(label=3, answer=3, count=98),
            ConfusionCell(label=3, answer=-1, count=2),
        ),
        flips=(Flip(index=54, label=0, source=0, file=6, source_score=0.5, file_score=0.535),),
        flip_count=7,
    )
    page = report_html(with_evaluation(session, evaluation), None)
    assert "<h2>Evaluation</h2>" in page
    assert "McNemar&#x27;s exact test</td><td>p = 0.62" in page
    assert "3 → NaN: 2" in page
    assert "6  0.535" in page
    assert "1 of 7 are listed." in page


def test_other_tasks_have_their_metrics(tmp_path: Path) -> None:
    evaluation = Evaluation(
        file="f",
        sha256="x",
        task="regression",
        samples=50,
        figures=(
            Figure(
                metric="mae",
                value=0.5,
                ci95=(0.45, 0.55),
                difference=0.01,
                difference_ci95=(0.002, 0.02),
            ),
        ),
    )
    page = report_html(with_evaluation(make_session(tmp_path), evaluation), None)
    assert "<td>Mean absolute error</td><td>0.50 ± 0.05</td>" in page
    assert "+0.010 (+0.0020, +0.020)" in page


def test_a_sentence_says_what_each_variant_is(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    run = make_run(session)
    hashes = [variant.sha256 for variant in session.models[0].variants]
    measured = tuple(
        replace(one, sha256=sha256)
        for one, sha256 in zip(run.result.measurements, hashes, strict=True)
    )
    run = replace(run, result=replace(run.result, measurements=measured))
    run = judged(run, make_comparison(1, "slower"), make_comparison(2))
    page = report_html(with_run(session, run), run)
    assert "<h2>In words</h2>" in page
    assert "1.31x slower than float32 here [1.28, 1.34], litert-cpu" in page
    assert "2.70x faster than float32 here [2.62, 2.76], litert-cpu" in page
    assert "smaller and 2.70x faster than float32 here" in page
