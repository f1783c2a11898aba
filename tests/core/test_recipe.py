"""Recipes: validated where they are made, equal after a round trip, stably fingerprinted."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import UsageError
from studio.core.optimizations import CATALOG, PRESETS
from studio.core.params import ChoiceParam, IntParam, Param, ParamValue
from studio.core.recipe import (
    DatasetRef,
    Preprocessing,
    Recipe,
    Step,
    format_step,
    from_json,
    make_recipe,
    make_step,
    parse_step,
    to_json,
)


def values_of(param: Param) -> st.SearchStrategy[ParamValue]:
    if isinstance(param, IntParam):
        return st.integers(param.minimum, param.maximum)
    return st.sampled_from(param.choices)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    declared = draw(st.sampled_from(list(CATALOG.values())))
    given_params = {
        param.name: draw(values_of(param)) for param in declared.params if draw(st.booleans())
    }
    return make_step(declared.id, given_params)


finite = st.floats(allow_nan=False, allow_infinity=False)
datasets = st.builds(
    DatasetRef,
    kind=st.sampled_from(["file", "random"]),
    sha256=st.text("0123456789abcdef", max_size=64),
    preprocessing=st.builds(
        Preprocessing,
        scale=finite,
        mean=st.lists(finite, min_size=1, max_size=4).map(tuple),
        std=st.lists(finite, min_size=1, max_size=4).map(tuple),
    ),
)
shapes = st.dictionaries(
    st.text(min_size=1, max_size=8), st.lists(st.integers(1, 4096), max_size=5).map(tuple)
)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    return make_recipe(
        draw(st.lists(steps(), max_size=1)),
        route=draw(st.sampled_from(["auto", "slow"])),
        batch=draw(st.sampled_from(["fixed", "dynamic"])),
        shapes=draw(shapes),
        signature=draw(st.none() | st.text(max_size=8)),
        calibration=draw(st.none() | datasets),
        seed=draw(st.integers(0, 2**31)),
    )


@given(recipes())
def test_json_round_trip_keeps_recipe_and_fingerprint(recipe: Recipe) -> None:
    again = from_json(to_json(recipe))
    assert again == recipe
    assert again.fingerprint() == recipe.fingerprint()
    reordered = json.dumps(dict(reversed(json.loads(to_json(recipe)).items())), indent=2)
    assert from_json(reordered).fingerprint() == recipe.fingerprint()


@given(recipes(), recipes())
def test_different_recipes_have_different_fingerprints(first: Recipe, second: Recipe) -> None:
    assert (first == second) == (first.fingerprint() == second.fingerprint())


@given(steps())
def test_a_step_survives_the_command_line(step: Step) -> None:
    assert parse_step(format_step(step)) == step


def test_defaults_are_filled_in_and_left_out_again() -> None:
    step = parse_step("int8")
    assert step.params == {"io": "float32", "samples": 200, "granularity": "channel"}
    assert format_step(step) == "int8"
    assert format_step(parse_step("int8:samples=10,io=int8")) == "int8:io=int8,samples=10"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("int9", "optimization-unknown"),
        ("", "optimization-unknown"),
        ("int8:samples", "argument-invalid"),
        ("int8:samples=0", "parameter-invalid"),
        ("int8:samples=many", "parameter-invalid"),
        ("int8:io=int4", "parameter-invalid"),
        ("int8:speed=9", "parameter-unknown"),
        ("float16:io=int8", "parameter-unknown"),
    ],
)
def test_wrong_steps_are_refused(text: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_step(text)
    assert caught.value.code == code


@pytest.mark.parametrize("first", CATALOG)
@pytest.mark.parametrize("second", CATALOG)
def test_conflicts_are_refused_in_either_order(first: str, second: str) -> None:
    assert (second in CATALOG[first].conflicts) == (first in CATALOG[second].conflicts)
    if first == second or second in CATALOG[first].conflicts:
        with pytest.raises(UsageError, match="optimization-conflict"):
            make_recipe([make_step(first), make_step(second)])


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"version": 99}', '{"steps": [{"optimization": 3}]}', '{"route": "magic"}'],
)
def test_what_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_json(text, "r.json")
    assert caught.value.code == "recipe-invalid"


def test_a_recipe_file_with_an_unknown_or_conflicting_step_is_refused() -> None:
    for text in (
        '{"steps": [{"optimization": "warp"}]}',
        '{"steps": [{"optimization": "int8", "params": {"samples": -1}}]}',
        '{"steps": [{"optimization": "int8"}, {"optimization": "float16"}]}',
    ):
        with pytest.raises(UsageError):
            from_json(text)


def test_labels_and_calibration_follow_the_steps() -> None:
    assert make_recipe().label == "float32"
    assert make_recipe([make_step("int8")]).label == "int8"
    assert make_recipe([make_step("int8")]).needs_calibration
    assert not make_recipe([make_step("float16")]).needs_calibration


def test_the_catalog_is_coherent() -> None:
    for key, entry in CATALOG.items():
        assert key == entry.id
        assert set(entry.conflicts) <= set(CATALOG)
        for param in entry.params:
            assert param.parse(param.default) == param.default
            if isinstance(param, ChoiceParam):
                assert param.default in param.choices
    for preset in PRESETS:
        for variant in preset.variants:
            make_recipe([make_step(optimization) for optimization in variant])
