"""Per-op precision as text, in recipes and in the draft."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core import edits
from studio.core.errors import UsageError
from studio.core.keep import (
    PRECISIONS,
    Keep,
    KeepBy,
    KeepOutcome,
    KeepPrecision,
    format_keep,
    parse_keep,
    with_keep,
)
from studio.core.optimizations import CATALOG
from studio.core.recipe import Recipe, from_json, make_recipe, make_step, offered_keeps, to_json
from studio.core.session import Draft, Model, Session

FLOAT = Keep(pattern="conv", precision="float")
INT16 = Keep(pattern="CONV_2D", precision="int16", by="op")

keeps = st.builds(
    Keep,
    by=st.sampled_from(get_args(KeepBy)),
    precision=st.sampled_from(PRECISIONS),
    pattern=st.text("abc=:/;_ .0", min_size=1) | st.sampled_from(["node:x", "op:a=b", "name:"]),
)


@given(keeps)
def test_what_is_written_is_read_again(keep: Keep) -> None:
    assert parse_keep(format_keep(keep)) == keep


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("conv=float", FLOAT),
        ("op:CONV_2D=int16", INT16),
        ("node:a=b;c=int8", Keep(pattern="a=b;c", precision="int8", by="node")),
    ],
)
def test_the_short_form(text: str, keep: Keep) -> None:
    assert parse_keep(text) == keep
    assert format_keep(keep) == text


@pytest.mark.parametrize("text", ["conv", "conv=half", "=float", "(=float", "op:=int8"])
def test_what_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_keep(text)
    assert caught.value.code == "argument-invalid"


def test_a_new_entry_replaces_what_was_said_of_the_same_and_decides() -> None:
    changed = Keep(pattern="conv", precision="int16")
    assert with_keep((FLOAT, INT16), changed) == (INT16, changed)


def test_a_recipe_carries_only_what_its_optimization_can_keep() -> None:
    with pytest.raises(UsageError) as caught:
        make_recipe([make_step("dynamic-range")], keep=(INT16,))
    assert caught.value.code == "keep-not-offered"
    assert offered_keeps((FLOAT, INT16), [make_step("dynamic-range")]) == (FLOAT,)
    assert offered_keeps((FLOAT, INT16), []) == ()


def test_it_decides_the_fingerprint_and_survives_json() -> None:
    plain = make_recipe([make_step("int8")])
    kept = make_recipe([make_step("int8")], keep=(FLOAT, INT16))
    other = make_recipe([make_step("int8")], keep=(INT16, FLOAT))
    assert len({one.fingerprint() for one in (plain, kept, other)}) == 3
    assert from_json(to_json(kept)) == kept
    broken = to_json(kept).replace(b'"conv"', b'"("')
    with pytest.raises(UsageError):
        from_json(broken)


def test_the_draft_keeps_the_list_and_each_recipe_its_part() -> None:
    recipes = (Recipe(), make_recipe([make_step("float16")]), make_recipe([make_step("int8")]))
    session = Session(models=(Model(id="m", path="/m", name="m", draft=Draft(recipes=recipes)),))
    draft = edits.set_keep(session, "m", (FLOAT, INT16)).models[0].draft
    assert draft.keep == (FLOAT, INT16)
    assert [recipe.keep for recipe in draft.recipes] == [(), (FLOAT,), (FLOAT, INT16)]
    assert edits.set_keep(session, "gone", (FLOAT,)) is session


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((0, 0, 0), "keep-matched-nothing"),
        ((3, 3, 3), ""),
        ((3, 3, 1), ""),
        ((3, 3, 0), "keep-changed-nothing"),
        ((3, 2, 3), "keep-not-held"),
    ],
)
def test_what_is_said_of_an_entry(counts: tuple[int, int, int], reason: str) -> None:
    matched, held, changed = counts
    outcome = KeepOutcome(keep=FLOAT, matched=matched, held=held, changed=changed)
    assert outcome.reason == reason


@pytest.mark.parametrize("entry", CATALOG.values(), ids=lambda entry: entry.id)
def test_a_precision_that_is_the_optimizations_own_is_not_offered(entry: object) -> None:
    own: dict[str, KeepPrecision] = {"int8": "int8", "int16x8": "int16", "dynamic-range": "int8"}
    assert own.get(entry.id) not in entry.keeps  # type: ignore[attr-defined]
