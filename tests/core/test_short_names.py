"""Short names: what a list has in common is left out, and no two become one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.core.short_names import ShortNames, short_names

PARTS = st.lists(st.sampled_from(["net", "a", "b", "conv", ""]), min_size=1, max_size=4)
NAMES = st.lists(st.lists(PARTS.map("/".join), min_size=1, max_size=3).map(";".join), max_size=8)


def test_what_nearly_all_begin_with_is_left_out() -> None:
    names = [f"mobilenet/block_{index}/conv" for index in range(9)]
    found = short_names([*names, "arith.constant"])
    assert found["mobilenet/block_3/conv"] == "…/block_3/conv"
    assert found["arith.constant"] == "arith.constant"


def test_of_fused_ops_the_first_name_is_kept() -> None:
    found = short_names(["net/a/Relu;net/a/bn;net/a/Conv", "net/b/Relu;net/b/bn", "net/c/Add"])
    assert list(found.values()) == ["…/a/Relu;…", "…/b/Relu;…", "…/c/Add"]


def test_what_only_some_share_stays() -> None:
    assert short_names(["a/x", "a/y", "b/x", "b/y"]) == {
        name: name for name in ("a/x", "a/y", "b/x", "b/y")
    }
    assert short_names(["only/one"]) == {"only/one": "only/one"}


def test_names_that_would_become_one_stay_whole() -> None:
    assert short_names(["a;x", "a;y", "b"]) == {"a;x": "a;x", "a;y": "a;y", "b": "b"}


@given(NAMES)
def test_no_two_become_one(names: list[str]) -> None:
    found = short_names(names)
    assert set(found) == set(names)
    assert len(set(found.values())) == len(found)


def test_of_other_names_nothing_is_known() -> None:
    short = ShortNames(["net/a", "net/b"])
    assert short("net/a") == "…/a" and short("net/c") == "net/c"
    short.learn(["x/a", "x/b"])
    assert short("net/a") == "net/a" and short("x/b") == "…/b"
