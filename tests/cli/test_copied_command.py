"""A copied command, parsed by the command line, stands for the recipe that it was copied from."""

from __future__ import annotations

import contextlib
import inspect
import io
from pathlib import Path
from typing import Any, NoReturn, get_args

import msgspec
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.cli.commands import benchmark
from studio.cli.main import make_app, run
from studio.cli.opening_options import make_opening
from studio.core.cli_command import benchmark_arguments, convert_arguments
from studio.core.errors import UsageError
from studio.core.keep import Keep, KeepBy
from studio.core.measure_requests import BenchmarkRequest
from studio.core.opening import Opening
from studio.core.optimizations import CATALOG, Optimization
from studio.core.params import IntParam
from studio.core.recipe import (
    DatasetRef,
    Preprocessing,
    Recipe,
    Step,
    from_json,
    make_recipe,
    make_step,
)
from studio.core.scenarios import make_scenario
from studio.core.targets import make_target

names = st.text("abcxyz_0:/= ", min_size=1).filter(lambda text: text.strip() == text)
numbers = st.floats(-1e6, 1e6, allow_nan=False)
nonzero = numbers.filter(lambda value: abs(value) > 1e-9)


@st.composite
def steps(draw: st.DrawFn, entry: Optimization) -> Step:
    params = {
        param.name: draw(
            st.integers(param.minimum, param.maximum)
            if isinstance(param, IntParam)
            else st.sampled_from(param.choices)
        )
        for param in entry.params
    }
    return make_step(entry.id, params)


preprocessings = st.builds(
    Preprocessing,
    scale=nonzero,
    mean=st.lists(numbers, min_size=1, max_size=3).map(tuple),
    std=st.lists(nonzero, min_size=1, max_size=3).map(tuple),
)


def keeps(entry: Optimization) -> st.SearchStrategy[Keep]:
    by = st.sampled_from(get_args(KeepBy))
    pattern = st.text("ab_/:=;.0", min_size=1)
    return st.builds(Keep, by=by, pattern=pattern, precision=st.sampled_from(entry.keeps))


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    entry = draw(st.sampled_from([None, *CATALOG.values()]))
    chosen = [draw(steps(entry))] if entry else []
    calibration = None
    if entry and entry.needs_calibration:
        calibration = draw(
            st.one_of(
                st.just(DatasetRef(kind="random")),
                st.builds(DatasetRef, preprocessing=preprocessings),
            )
        )
    shape = st.lists(st.integers(1, 4096), min_size=1, max_size=4).map(tuple)
    return make_recipe(
        chosen,
        route=draw(st.sampled_from(["auto", "slow"])),
        batch=draw(st.sampled_from(["fixed", "dynamic"])),
        shapes=draw(st.dictionaries(names, shape, max_size=2)),
        signature=draw(st.none() | names),
        calibration=calibration,
        seed=draw(st.integers(0, 2**31)),
        keep=tuple(draw(st.lists(keeps(entry), max_size=3))) if entry and entry.keeps else (),
    )


def parsed(arguments: list[str]) -> Recipe:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run([*arguments[1:], "--print-recipe", "--json"])
    assert code == 0, printed.getvalue()
    return from_json(printed.getvalue())


@settings(deadline=None, max_examples=60)
@given(recipes())
def test_parses_to_the_same_recipe(recipe: Recipe) -> None:
    calibration = "c d.npz" if recipe.calibration and recipe.calibration.kind == "file" else ""
    arguments = convert_arguments("m.keras", "o.tflite", recipe, calibration=calibration)
    assert parsed(arguments) == recipe


def measurement(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> BenchmarkRequest:
    """What the command would have measured."""
    asked: list[BenchmarkRequest] = []

    def keep(_: object, request: BenchmarkRequest, *rest: object) -> NoReturn:
        asked.append(request)
        raise UsageError("interrupted")

    monkeypatch.setattr(benchmark, "execute", keep)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert run(arguments[1:]) == 2
    assert len(asked) == 1, printed.getvalue()
    return asked[0]


EVERYTHING = BenchmarkRequest(
    files=("/a b.tflite", "/c.keras"),
    targets=(make_target("litert-cpu", threads=2), make_target("tensorflow-cpu", batch=8)),
    scenarios=(make_scenario("offline", streams=3), make_scenario()),
    seconds=123.4567891,
    warmup_runs=7,
    processes=3,
    seed=11,
    threshold=0.0123456789,
    baseline=2,
    allow_code=True,
    openings=dict.fromkeys(
        ("/a b.tflite", "/c.keras"), Opening(engine="legacy-keras", custom_code="/my own.py")
    ),
    signatures={"/c.keras": "logits"},
    shapes={"/c.keras": {"x": (1, 8, 8, 3), "y": (2,)}},
    data="/d e.npz",
    data_ref=DatasetRef(preprocessing=Preprocessing(scale=0.5, crop=(8, 8))),
)


@pytest.mark.parametrize(
    "request_",
    [
        EVERYTHING,
        msgspec.structs.replace(EVERYTHING, sustained=True, seconds=100.0),
        msgspec.structs.replace(EVERYTHING, scenarios=(make_scenario("server", rate=50.0),)),
        BenchmarkRequest(files=("/a.tflite",)),
        BenchmarkRequest(files=("/a.tflite", "/a.tflite")),
    ],
    ids=["everything", "sustained", "server", "plain", "against itself"],
)
def test_every_field_of_a_measurement_survives(
    request_: BenchmarkRequest, monkeypatch: pytest.MonkeyPatch, studio_home: Path
) -> None:
    assert measurement(benchmark_arguments(request_), monkeypatch) == request_


@pytest.mark.parametrize(
    "of_files",
    [
        {"openings": {"/a.pb": Opening(inputs=("x",))}},
        {"openings": {"/a.pb": Opening(inputs=("x",)), "/b.pb": Opening(inputs=("y",))}},
        {"signatures": {"/b.pb": "logits"}},
        {"shapes": {"/a.pb": {"x": (1, 2)}}},
    ],
)
def test_what_one_option_cannot_say_is_refused(of_files: dict[str, Any]) -> None:
    request = BenchmarkRequest(files=("/a.pb", "/b.pb", "/c.tflite"), **of_files)
    with pytest.raises(UsageError) as caught:
        benchmark_arguments(request)
    assert caught.value.code == "command-sources-differ"
    alone = msgspec.structs.replace(request, files=("/c.tflite",))
    assert benchmark_arguments(alone)[:3] == ["studio", "benchmark", "/c.tflite"]


def test_no_field_is_left_out_of_that_test() -> None:
    changed = {
        name
        for request in (EVERYTHING, msgspec.structs.replace(EVERYTHING, sustained=True))
        for name in BenchmarkRequest.__struct_fields__
        if getattr(request, name) != getattr(BenchmarkRequest(files=()), name)
    }
    assert changed == set(BenchmarkRequest.__struct_fields__)


def test_content_hash_is_all_that_is_lost() -> None:
    ref = DatasetRef(sha256="ab" * 32)
    recipe = make_recipe([make_step("int8")], calibration=ref)
    again = parsed(convert_arguments("m", "o", recipe, calibration="c.npz"))
    assert again == msgspec.structs.replace(recipe, calibration=DatasetRef())


def test_how_a_source_is_opened_survives() -> None:
    opening = Opening(
        engine="legacy-keras",
        custom_code="/a b/layers.py",
        tags=("serve", "gpu"),
        inputs=("image:0",),
        outputs=("a:0", "b:1"),
    )
    command = typer.main.get_command(make_app())
    arguments = convert_arguments("m", "o", Recipe(), opening=opening)[1:]
    given = command.commands["convert"].make_context("convert", arguments[1:]).params
    names = inspect.signature(make_opening).parameters
    assert make_opening(**{name: given[name] for name in names}) == opening
    typed = [name for name in Opening.__struct_fields__ if name != "agreed"]  # a yes of the window
    assert all(getattr(opening, name) for name in typed)
