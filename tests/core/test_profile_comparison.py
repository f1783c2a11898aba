"""Two profiles op by op, and which targets can be profiled."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from studio.core.messages import MESSAGES
from studio.core.profile import why_not_profiled
from studio.core.profile_comparison import compare_profiles
from studio.core.targets import TARGETS, make_target
from tests.kit.profiles import CONDITIONS, make_profile, timed


def test_ops_of_one_name_are_one_op_and_the_rest_goes_by_order_and_kind() -> None:
    first = make_profile(
        "a" * 64,
        (
            timed(0, "CONV_2D", "stem", 600),
            timed(1, "ADD", "add_1", 50),
            timed(2, "CONV_2D", "logits", 100),
        ),
    )
    second = make_profile(
        "b" * 64,
        (
            timed(0, "QUANTIZE", "stem_in", 30),
            timed(1, "CONV_2D", "stem", 200),
            timed(2, "ADD", "add_1_int8", 45),
            timed(3, "FULLY_CONNECTED", "logits", 40),
        ),
    )
    found = compare_profiles(first, second)
    seen = [
        (
            one.op,
            one.first.index if one.first else None,
            one.second.index if one.second else None,
            one.difference_us,
        )
        for one in found.ops
    ]
    assert seen == [
        ("CONV_2D", 0, 1, -400),
        ("CONV_2D → FULLY_CONNECTED", 2, 3, -60),
        ("QUANTIZE", None, 0, 30),
        ("ADD", 1, 2, -5),
    ]
    kinds = {
        one.op: (one.first_count, one.second_count, one.difference_us) for one in found.by_type
    }
    assert kinds == {
        "CONV_2D": (2, 1, -500),
        "FULLY_CONNECTED": (0, 1, 40),
        "QUANTIZE": (0, 1, 30),
        "ADD": (1, 1, -5),
    }


def test_a_name_that_stands_for_several_ops_names_none() -> None:
    first = make_profile("a" * 64, (timed(0, "ADD", "x", 10), timed(1, "MUL", "x", 20)))
    second = make_profile("b" * 64, (timed(0, "MUL", "x", 5),))
    pairs = [(one.first is not None, one.second is not None) for one in
             compare_profiles(first, second).ops]  # fmt: skip
    assert sorted(pairs) == [(True, False), (True, True)]


def test_what_the_delegate_added_is_never_an_op_of_the_file() -> None:
    first = make_profile("a" * 64, (timed(0, "TRANSPOSE", "t", 10),))
    second = make_profile("b" * 64, (timed(None, "TRANSPOSE", "", 10),))
    assert all(
        one.first is None or one.second is None for one in compare_profiles(first, second).ops
    )


@pytest.mark.parametrize("id", sorted(TARGETS))
def test_only_one_target_keeps_records_of_single_ops(id: str) -> None:
    refusal = why_not_profiled(make_target(id))
    assert (refusal is None) == (id == "litert-cpu")
    if refusal is not None:
        assert refusal.code == ("profile-gpu" if id.endswith("gpu") else "profile-target")
        assert refusal.code in MESSAGES


def test_what_sets_two_profiles_apart_is_said() -> None:
    alike = compare_profiles(make_profile("a"), make_profile("b"))
    assert alike.set_apart == ()
    moved = replace(CONDITIONS, cpu="Other CPU", exclusive=False)
    other = make_profile("b", target=make_target(threads=2), conditions=moved)
    found = [
        (one.what, one.first, one.second)
        for one in compare_profiles(make_profile("a"), other).set_apart
    ]
    assert found == [
        ("Target", "litert-cpu", "litert-cpu:threads=2"),
        ("Processor", "Some CPU", "Other CPU"),
        ("Other measurements meanwhile", "kept away", "possible"),
    ]
