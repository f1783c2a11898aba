"""The search for the ops that have to stay in float."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from studio.core.data_findings import DataFinding
from studio.core.diagnosis import ErrorFigures, TensorError
from studio.core.errors import ErrorInfo, UsageError
from studio.core.evaluation_results import PairedAccuracy
from studio.core.fix_notes import fix_notes
from studio.core.fix_text import fix_message, goal_text, outcome_text, score_text
from studio.core.fixing import (
    Trial,
    best_of,
    candidates,
    closest_of,
    end_of,
    parse_goal,
    search,
    work_of,
)
from studio.core.messages import render
from studio.core.session import Fix


def tensor(op: int, error: float, *read_by: int) -> TensorError:
    figures = ErrorFigures(rmse_over_range=error)
    return TensorError(
        name=f"t{op}",
        against=f"t{op}",
        op="CONV_2D",
        op_index=op,
        node_id=f"0/CONV_2D/t{op}",
        cumulative=figures,
        local=figures,
        macs=100 - op,
        read_by=read_by,
    )


def test_a_group_reaches_through_what_hands_values_on() -> None:
    pool = tensor(2, 1e-9, 3)
    found = candidates([tensor(1, 0.3, 2), pool, tensor(3, 0.01, 4), tensor(4, 0.002)])
    assert found == [(1, 2, 3), (3, 4), (4,)]


@given(
    needed=st.sets(st.integers(0, 30), min_size=1, max_size=4),
    order=st.permutations(range(31)),
)
def test_just_what_is_needed_is_kept(needed: set[int], order: list[int]) -> None:
    macs: dict[int, int | None] = dict.fromkeys(range(31), 10)

    def judge(kept: tuple[int, ...]) -> Trial:
        return Trial(kept=kept, score=0.0, size_bytes=1, is_met=needed <= set(kept))

    trials = search([(op,) for op in order], macs, judge, most_trials=200)
    best = best_of(trials, macs)
    assert best is not None
    assert set(best.kept) == needed
    assert len({one.kept for one in trials}) == len(trials)  # nothing is tried twice


def test_a_goal_out_of_reach_ends_with_everything_tried() -> None:
    def judge(kept: tuple[int, ...]) -> Trial:
        return Trial(kept=kept, score=None, size_bytes=1, is_met=False)

    trials = search([(0,), (1,), (2,)], {}, judge)
    assert [one.kept for one in trials] == [(0,), (0, 1), (0, 1, 2)]
    assert best_of(trials, {}) is None
    assert search([], {}, judge) == []


def test_trials_are_bounded() -> None:
    def judge(kept: tuple[int, ...]) -> Trial:
        return Trial(kept=kept, score=None, size_bytes=1, is_met=len(kept) > 60)

    assert len(search([(op,) for op in range(64)], {}, judge, most_trials=5)) <= 6


def test_of_equal_sets_the_one_with_less_work_is_best() -> None:
    macs: dict[int, int | None] = {0: 100, 1: 5, 2: 5}
    trials = [Trial(kept=kept, score=1.0, size_bytes=1, is_met=True) for kept in ((0,), (1, 2))]
    best = best_of(trials, macs)
    assert best is not None and best.kept == (1, 2)
    unknown = Trial(kept=(1, 7), score=1.0, size_bytes=1, is_met=True)
    assert best_of([unknown, trials[0]], macs) == trials[0]  # not known is not nothing
    assert work_of((0, 1), macs) == 105
    assert work_of((0, 9), macs) is None


def test_of_two_fragile_places_the_smallest_set_that_was_tried_is_best() -> None:
    """Ops 3 and 4 are one place, 17 and 18 the other; 5 and 19 only come along."""
    macs: dict[int, int | None] = {3: 50, 4: 30, 5: 400, 17: 8, 18: 1, 19: 0}
    needed = {3, 4, 17, 18}

    def judge(kept: tuple[int, ...]) -> Trial:
        islands = sum(op - 1 not in kept for op in kept)
        return Trial(
            kept=kept,
            score=1.0 if needed <= set(kept) else 0.1,
            size_bytes=1,
            is_met=needed <= set(kept),
            translations=2 + 2 * islands,
        )

    trials = search([(18, 19), (17, 18, 19), (3, 4, 5)], macs, judge)
    best = best_of(trials, macs)
    assert best is not None and set(best.kept) == needed
    met = [one for one in trials if one.is_met]
    assert len(met) > 2
    assert all((work_of(best.kept, macs) or 0) <= (work_of(one.kept, macs) or 0) for one in met)
    assert best.translations == 2 + 2 * 2  # each of the two islands has its borders


def test_of_sets_alike_the_one_with_fewer_borders_is_best() -> None:
    apart, together = (
        Trial(kept=kept, score=1.0, size_bytes=1, is_met=True, translations=count)
        for kept, count in (((1, 5), 6), ((1, 2), 4))
    )
    assert best_of([apart, together], dict.fromkeys(range(6), 7)) == together


def test_of_equal_work_the_smaller_file_is_best_even_with_more_ops_kept() -> None:
    whole, part = (
        Trial(kept=kept, score=1.0, size_bytes=size, is_met=True)
        for kept, size in (((1, 2, 3), 10_500), ((1, 2), 10_900))
    )
    assert best_of([part, whole], {1: 5, 2: 5, 3: 0}) == whole


def test_what_could_not_be_made_was_not_tried() -> None:
    low = Trial(kept=(2,), score=0.2, size_bytes=1, is_met=False)
    unmade = Trial(
        kept=(1, 2),
        score=None,
        size_bytes=None,
        is_met=False,
        error=ErrorInfo(code="int16-failed", params={"reason": "why"}),
    )
    assert end_of([low, unmade], 24) == "not-made"
    goal = parse_goal("agreement>=0.99")
    fix = Fix(
        id="", at=0.0, job_id="", goal=goal, trials=(low, unmade), closest=low, end="not-made"
    )
    title, hint = render(*fix_message(fix, "a"))
    assert "the best of 1 trial has" in title
    assert "1 more could not be made" in hint and "why" in hint
    assert outcome_text(unmade).startswith("could not be made: 16-bit activations are not possible")


def test_why_a_goal_is_missed_that_the_score_meets() -> None:
    broken = Trial(
        kept=(1,),
        score=0.99,
        size_bytes=1,
        is_met=False,
        is_broken=True,
        reasons=("output-cosine-low",),
    )
    assert outcome_text(broken).startswith("no, check failed: ")
    assert len(outcome_text(broken)) > len("no, check failed: ")


def test_what_it_was_judged_on_and_how_finely_that_tells() -> None:
    goal = parse_goal("agreement>=0.999")
    given = Trial(
        kept=(), score=1.0, size_bytes=1, is_met=True, samples=100, inputs_from="evaluation"
    )
    fix = Fix(id="", at=0.0, job_id="", goal=goal, before=given, end="met-already")
    assert fix_notes(fix) == [
        "Judged on 100 samples of the evaluation data.",
        "One sample of 100 is 1 %: agreement ≥ 99.9 % is finer than they can tell.",
    ]
    alone = replace(fix, before=replace(given, samples=1))
    assert fix_notes(alone)[0] == "Judged on a single sample of the evaluation data."
    fine = replace(fix, before=replace(given, samples=1000))
    assert len(fix_notes(fine)) == 1


def test_a_result_that_is_float_in_all_but_name_is_not_praised() -> None:
    best = Trial(
        kept=(1, 2),
        score=1.0,
        size_bytes=1,
        is_met=True,
        integer_macs=0.0,
        is_not_smaller=True,
        samples=400,
        inputs_from="evaluation",
    )
    leaked = DataFinding(code="doctor-never-heard-of", severity="wrong")
    gain = PairedAccuracy(
        difference=0.002,
        ci95=(-0.002, 0.006),
        only_source=0,
        only_candidate=2,
        agreement=0.998,
        p_value=0.5,
    )
    fix = Fix(
        id="",
        at=0.0,
        job_id="",
        goal=parse_goal("accuracy>=0.99"),
        trials=(best,),
        best=best,
        end="met",
        findings=(leaked,),
        gain=gain,
    )
    said = "\n".join(fix_notes(fix))
    assert "chosen among 1 trial by these samples" in said
    assert "now right 2, now wrong 0 (McNemar p 0.5;" in said
    assert "Nothing useful is left in integers" in said
    assert "no smaller than the plain float32" in said
    assert "doctor-never-heard-of" in said


def test_why_a_search_stopped_and_how_close_it_came() -> None:
    goal = parse_goal("agreement>=0.99")
    broken = Trial(kept=(1,), score=0.9, size_bytes=1, is_met=False, is_broken=True)
    low, high = (Trial(kept=(2,), score=score, size_bytes=1, is_met=False) for score in (0.2, 0.7))
    unknown = Trial(kept=(3,), score=None, size_bytes=1, is_met=False)
    assert closest_of([broken, low, high, unknown], goal) == high
    assert closest_of([low, high], parse_goal("rmse<=0.01")) == low
    assert closest_of([broken, unknown], goal) == broken
    assert closest_of([unknown], goal) is None
    assert end_of([low, high], 2) == "trials-spent"
    assert end_of([low, high], 3) == "all-tried"
    assert end_of([], 3) == "nothing-to-try"
    assert end_of([low, replace(high, is_met=True)], 2) == "met"


def test_the_op_that_makes_nan_is_tried_first() -> None:
    broken = replace(tensor(5, 0.0), local=ErrorFigures(), adds_not_finite=True)
    assert candidates([tensor(1, 0.3), broken])[0] == (5,)


@pytest.mark.parametrize(
    ("text", "met", "missed"),
    [
        ("agreement >= 0.99", 0.99, 0.98),
        ("agreement>=99 %", 0.99, 0.98),
        ("accuracy>=0.9", 0.95, 0.5),
        ("rmse<=0.01", 0.0, 0.02),
        ("rmse<=1%", 0.01, 0.02),
        ("agreement>=99.9%", 0.999, 0.9989),
        ("agreement>=99.99999%", 0.9999999, 0.9999998),
    ],
)
def test_goals(text: str, met: float, missed: float) -> None:
    goal = parse_goal(text)
    assert goal.is_met(met)
    assert not goal.is_met(missed)
    assert not goal.is_met(None)
    assert parse_goal(goal.text) == goal


def test_goals_and_scores_read_alike() -> None:
    """In percent, however they were typed."""
    assert goal_text(parse_goal("agreement>=0.995")) == "agreement ≥ 99.5 %"
    assert goal_text(parse_goal("accuracy>=99.95%")) == "accuracy ≥ 99.95 %"
    assert goal_text(parse_goal("accuracy>=99.99999%")) == "accuracy ≥ 99.99999 %"
    goal = parse_goal("rmse<=0.01")
    assert goal_text(goal) == "RMSE / range ≤ 1 %"
    given = Trial(kept=(), score=0.0123, size_bytes=1, is_met=False)
    assert score_text(goal, given) == "1.2 %"


@pytest.mark.parametrize(
    "text",
    ["", "agreement", "agreement>=2", "rmse>=0.1", "rmse<=x", "agreement>=101%", "accuracy>=9%0"],
)
def test_what_is_no_goal(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_goal(text)
    assert caught.value.code == "argument-invalid"
