"""The search for the smallest part that dies, and which errors say that something died."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.bisecting import BisectResult, Death, death_of, is_native_death, shrink
from studio.core.bisecting_text import facts, inputs_text, minimal_text, title
from studio.core.errors import ErrorInfo

DEATH = Death(code="child-crashed", signal="SIGSEGV", child="convert", phase="quantizing")


@given(
    count=st.integers(1, 60),
    needed=st.sets(st.integers(0, 59), min_size=1, max_size=4),
)
def test_just_what_it_dies_of_is_left(count: int, needed: set[int]) -> None:
    needed = {one % count for one in needed}
    tried: list[tuple[int, ...]] = []

    def dies(items: tuple[int, ...]) -> bool:
        tried.append(items)
        return needed <= set(items)

    kept, is_minimal = shrink(range(count), dies, lambda: True)
    assert (kept, is_minimal) == (tuple(sorted(needed)), True)
    assert len(set(tried)) == len(tried)  # nothing is tried twice
    assert () not in tried


@given(count=st.integers(2, 30), seed=st.randoms(use_true_random=False))
def test_whatever_dies_nothing_of_the_result_can_be_dropped(count: int, seed: object) -> None:
    """Also where a smaller part dies and a larger one does not."""
    known: dict[tuple[int, ...], bool] = {tuple(range(count)): True}

    def dies(items: tuple[int, ...]) -> bool:
        return known.setdefault(items, seed.random() < 0.3)  # type: ignore[attr-defined]

    kept, is_minimal = shrink(range(count), dies, lambda: True)
    assert is_minimal
    assert dies(kept)
    if len(kept) > 1:
        assert not any(known[(*kept[:at], *kept[at + 1 :])] for at in range(len(kept)))


def test_out_of_trials_the_best_so_far_is_not_called_minimal() -> None:
    left = iter(range(3))
    kept, is_minimal = shrink(
        range(64), lambda items: 5 in items, lambda: next(left, None) is not None
    )
    assert not is_minimal
    assert 5 in kept
    assert len(kept) < 64


def test_a_chain_of_a_hundred_is_cut_in_a_few_trials() -> None:
    tried: list[int] = []

    def dies(items: tuple[int, ...]) -> bool:
        tried.append(len(items))
        return 77 in items

    assert shrink(range(124), dies, lambda: True) == ((77,), True)
    assert len(tried) <= 20


@pytest.mark.parametrize(
    ("code", "params", "is_death"),
    [
        ("child-crashed", {"signal": "SIGSEGV"}, True),
        ("child-aborted", {"signal": "SIGABRT"}, True),
        ("child-killed", {"signal": "SIGKILL"}, False),
        ("artifact-crashed", {"died": "child-aborted"}, True),
        ("artifact-crashed", {"died": "child-out-of-memory"}, False),
        ("artifact-crashed", {}, False),
        ("conversion-failed", {}, False),
    ],
)
def test_what_is_a_death(code: str, params: dict[str, str], is_death: bool) -> None:
    assert is_native_death(ErrorInfo(code=code, params=params)) == is_death


def test_a_death_tells_the_process_and_what_it_was_at() -> None:
    params = {"path": "a", "died": "child-crashed", "signal": "SIGBUS", "child": "verify"}
    found = death_of(ErrorInfo(code="artifact-crashed-in-check", params=params), "checking")
    assert found == Death(code="child-crashed", signal="SIGBUS", child="verify", phase="checking")
    assert found is not None
    assert found.place == "checking"


def result(**fields: object) -> BisectResult:
    values: dict[str, object] = {
        "source": "/m/net.keras", "archive": "/m/crash.zip", "sha256": "", "size_bytes": 1,
        "death": DEATH, "cut_from": "tflite", "total_ops": 12, "ops": 2,
        "kinds": ("EXP", "MUL"), "trials": 9, "is_minimal": True, "inputs": "computed",
        "data": "/d/s.npz", "rows": (3,), "samples": 1, "command": "studio convert part.tflite",
    }  # fmt: skip
    return BisectResult(**{**values, **fields})  # type: ignore[arg-type]


def test_it_is_said_where_inputs_come_from_and_in_which_sense_it_is_the_smallest() -> None:
    assert title(result()) == "The convert process crashed (SIGSEGV): 12 ops → 2"
    assert inputs_text(result()) == (
        "what the ops before the part make of sample 3 of s.npz (counted from 0)"
    )
    assert inputs_text(result(inputs="given")) == "sample 3 of s.npz (counted from 0)"
    assert inputs_text(result(data="", rows=(), inputs="given")).startswith("1 seeded random")
    assert "cannot be run" in inputs_text(result(inputs="random"))
    assert "None of these ops" in minimal_text(result())
    assert minimal_text(result(ops=1)) == "It is a single op."
    assert "may not be the smallest" in minimal_text(result(is_minimal=False))


def test_ops_of_a_frozen_graph_are_called_so_and_no_inputs_are_spoken_of() -> None:
    found = result(cut_from="frozen-graph", inputs="none", data="", rows=(), samples=0)
    assert title(found) == ("The convert process crashed (SIGSEGV): 12 ops of the frozen graph → 2")
    told = dict(facts(found))
    assert told["ops left of the frozen graph"] == "2 / 12: EXP, MUL"
    assert "inputs" not in told
    assert "unknown shapes" in minimal_text(result(cut_from="frozen-graph", is_minimal=False))
    assert {"ops left", "inputs"} <= set(dict(facts(result())))
