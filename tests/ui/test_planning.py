"""What ticks mean: recipes, presets, reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from studio.core.optimizations import CATALOG, PRESETS
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.session import Dataset, Draft, Model
from studio.core.weight_facts import WeightFacts
from studio.ui import planning
from tests.ui.page_support import make_info, make_session

INT8 = make_recipe([make_step("int8")])


def model_with(tmp_path: Path, **fields: object) -> Model:
    return replace(make_session(tmp_path).models[0], **{"variants": (), **fields})


@given(st.sets(st.sampled_from([planning.PLAIN, *CATALOG])))
def test_what_conflicts_becomes_a_variant_of_its_own_and_comes_back_as_the_same_ticks(
    ids: set[str],
) -> None:
    ticks = planning.Ticks(frozenset(ids), {})
    recipes = planning.recipes_for(ticks, Recipe())
    assert len(recipes) == len(ids)
    assert planning.ticks_of(Draft(recipes=recipes)).ids == ids


def test_what_fits_together_shares_a_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    sparse = replace(CATALOG["float16"], id="sparse", conflicts=(), packages=())
    monkeypatch.setitem(CATALOG, "sparse", sparse)
    ticks = planning.Ticks(frozenset({"sparse", "int8", "float16"}), {})
    labels = [recipe.label for recipe in planning.recipes_for(ticks, Recipe())]
    assert labels == ["float16+sparse", "int8+sparse"]


def test_parameters_and_what_all_share_reach_each_recipe() -> None:
    ticks = planning.Ticks(frozenset({"int8", planning.PLAIN}), {"int8": {"io": "int8"}})
    plain, int8 = planning.recipes_for(ticks, Recipe(batch="dynamic"))
    assert plain.steps == () and plain.batch == "dynamic"
    assert int8.steps[0].params["io"] == "int8" and int8.batch == "dynamic"
    assert planning.ticks_of(Draft(recipes=(int8,))).params["int8"]["io"] == "int8"


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_a_preset_is_recognized_again(preset: object) -> None:
    preset_id = preset.id  # type: ignore[attr-defined]
    draft = Draft(recipes=planning.preset_recipes(preset_id, Recipe(batch="dynamic")))
    assert planning.preset_of(draft) == preset_id
    assert planning.preset_of(Draft()) == ""


def test_int8_needs_data_or_an_explicit_yes_to_random(tmp_path: Path) -> None:
    model = model_with(tmp_path, draft=Draft(recipes=(INT8,)), calibration=None)
    assert "calibration data" in (planning.why_not_convert(model) or "")
    random = replace(model, draft=replace(model.draft, random_calibration=True))
    assert planning.why_not_convert(random) is None
    assert planning.ready_recipe(random, INT8).calibration == DatasetRef(kind="random")
    data = Dataset(path="/data.npz", ref=DatasetRef(sha256="ab"))
    given_data = replace(random, calibration=data)
    assert planning.ready_recipe(given_data, INT8).calibration == data.ref


def test_shapes_of_the_model_reach_the_recipe(tmp_path: Path) -> None:
    model = model_with(tmp_path, shapes={"image": (2, 28, 28, 1)})
    assert planning.ready_recipe(model, Recipe()).shapes == {"image": (2, 28, 28, 1)}


def test_a_quantized_file_is_not_quantized_again(tmp_path: Path) -> None:
    model = model_with(tmp_path, info=make_info(format="tflite", weight_kind="quantized"))
    for optimization in CATALOG.values():
        assert "quantized already" in (planning.why_not_optimization(model, optimization) or "")
        assert planning.why_none(model) == planning.why_not_optimization(model, optimization)
    assert planning.default_draft(model).recipes == (Recipe(),)
    assert planning.why_none(model_with(tmp_path)) == ""


def test_zeros_decide_on_sparse_encoding_and_are_told(tmp_path: Path) -> None:
    sparsity = CATALOG["sparsity"]
    unknown = model_with(tmp_path)
    assert planning.why_not_optimization(unknown, sparsity) is None
    assert "Only converting shows" in planning.remark_on(unknown, sparsity)
    dense = model_with(tmp_path, info=make_info(weight_facts=WeightFacts(tensors=1, elements=9)))
    assert "None of the weights is zero" in (planning.why_not_optimization(dense, sparsity) or "")
    facts = WeightFacts(tensors=1, elements=10, zeros=8, most=0.8, encoded=1, saved_bytes=41_300)
    pruned = model_with(tmp_path, info=make_info(weight_facts=facts))
    assert planning.why_not_optimization(pruned, sparsity) is None
    remark = planning.remark_on(pruned, sparsity)
    assert "80 % of the weights are zero" in remark and "41.3 kB" in remark
    assert planning.remark_on(pruned, CATALOG["int8"]) == ""


def test_values_that_exclude_each_other_are_said_at_once(tmp_path: Path) -> None:
    model = model_with(tmp_path, info=make_info(ops={"OfTheirOwn": 1}))
    int4 = CATALOG["dynamic-int4"]
    chosen = make_step("dynamic-int4", {"granularity": "block-32"})
    refused = planning.why_not_values(model, int4, chosen.params)
    assert set(refused) == {("method", "mse")}
    other = make_step("dynamic-int4", {"method": "mse"})
    blocks = {value for _, value in planning.why_not_values(model, int4, other.params)}
    assert blocks == {"block-32", "block-64", "block-128", "block-256"}
    both = make_step("dynamic-int4", {"granularity": "block-32", "method": "mse"})
    reason = planning.why_not_recipe(model, make_recipe([both]))
    assert reason is not None and "cannot be chosen by MSE" in reason


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    optimization = replace(CATALOG["float16"], packages=("no_such_package",))
    reason = planning.why_not_optimization(model_with(tmp_path), optimization)
    assert reason is not None and "no_such_package" in reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_missing": True}, "missing"),
        ({"info": None}, "still being opened"),
        ({"draft": Draft()}, "Tick at least one"),
    ],
)
def test_convert_says_why_it_cannot(tmp_path: Path, fields: dict, reason: str) -> None:
    model = model_with(tmp_path, **{"draft": Draft(recipes=(Recipe(),)), **fields})
    assert reason in (planning.why_not_convert(model) or "")


def test_the_first_ticks_are_what_the_data_allow(tmp_path: Path) -> None:
    without = planning.default_draft(model_with(tmp_path, calibration=None))
    assert without.recipes and not any(recipe.needs_calibration for recipe in without.recipes)
    model = model_with(tmp_path, calibration=Dataset(path="/data.npz"))
    assert any(recipe.needs_calibration for recipe in planning.default_draft(model).recipes)


def test_a_model_of_texts_is_not_converted(tmp_path: Path) -> None:
    info = make_info()
    (signature,) = info.signatures
    text = replace(signature.inputs[0], name="source", dtype="string")
    texts = replace(info, signatures=(replace(signature, inputs=(text,)),))
    reason = planning.why_not_convert(model_with(tmp_path, info=texts))
    assert reason is not None and "takes text (“source”" in reason
