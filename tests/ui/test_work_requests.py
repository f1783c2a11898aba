"""What the window asks the queue for: requests built out of models and variants."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.core.recipe import DatasetRef, Preprocessing, make_recipe, make_step
from studio.core.reduce import reduce
from studio.core.session import Dataset, Model, Session
from studio.core.settings import Settings
from studio.ui.actions.check_requests import check_request
from studio.ui.actions.checking import evaluate_requests
from studio.ui.actions.measuring import data_to_measure_with, measure_reason
from studio.ui.selection import Selection
from studio.ui.store import Store
from tests.ui.page_support import make_session


def model_with_two_signatures(tmp_path: Path) -> Model:
    model = make_session(tmp_path).models[0]
    first, second, third = model.variants[:3]
    other = replace(second.recipe, signature="other", shapes={"x": (1, 8)})
    return replace(
        model,
        evaluation_data=Dataset(path="/data/e.npz"),
        variants=(first, replace(second, recipe=other), third),
    )


def test_variants_are_paired_with_the_source_under_their_own_signature(tmp_path: Path) -> None:
    model = model_with_two_signatures(tmp_path)
    plain, other = (
        request for _, request in evaluate_requests([(model, one) for one in model.variants])
    )
    first, second, third = (variant.artifact for variant in model.variants)
    assert plain.files == (model.path, first, third)
    assert (plain.signature, plain.shapes) == (None, {})
    assert other.files == (model.path, second)
    assert (other.signature, other.shapes) == ("other", {"x": (1, 8)})


@pytest.mark.parametrize(
    ("calibrated_with", "used"),
    [
        (DatasetRef(sha256="aa"), 200),
        (DatasetRef(), 200),
        (DatasetRef(sha256="bb"), 0),
        (DatasetRef(kind="random"), 0),
    ],
)
def test_a_check_knows_what_served_to_calibrate(
    tmp_path: Path, calibrated_with: DatasetRef, used: int
) -> None:
    model = make_session(tmp_path).models[0]
    chosen = Dataset(path="/data/c.npz", ref=DatasetRef(sha256="aa"))
    model = replace(model, calibration=chosen, evaluation_data=None)
    recipe = make_recipe([make_step("int8")], calibration=calibrated_with, seed=5)
    request = check_request(model, replace(model.variants[0], recipe=recipe))
    inputs = request.inputs
    assert (inputs.given, inputs.evaluation, inputs.calibration) == ("", "", "/data/c.npz")
    assert (inputs.calibration_used, inputs.seed) == (used, 5)
    assert request.recipe == recipe
    held_out = replace(model, evaluation_data=Dataset(path="/data/e.npz"))
    assert check_request(held_out, model.variants[0]).inputs.evaluation == "/data/e.npz"


def test_inputs_are_the_models_data_where_the_settings_say_so(tmp_path: Path) -> None:
    ref = DatasetRef(preprocessing=Preprocessing(scale=0.5))
    model = make_session(tmp_path).models[0]
    model = replace(model, evaluation_data=Dataset(path="/data/e.npz", ref=ref), calibration=None)
    store = Store(reduce)
    store.load(Session(models=(model,)))
    store.select(Selection(model.id))
    files = tuple(variant.artifact for variant in model.variants)
    assert data_to_measure_with(store, Settings(), files) is None
    asked = Settings(benchmark_inputs="data")
    assert data_to_measure_with(store, asked, files) == model.evaluation_data
    other = replace(model, id="m2", path="/other.keras", variants=())
    store.load(Session(models=(model, other)))
    assert data_to_measure_with(store, asked, (*files, other.path)) is None, "whose would it be?"


def test_a_source_is_measured_where_a_chosen_target_runs_its_format(tmp_path: Path) -> None:
    model = replace(make_session(tmp_path).models[0], variants=())
    store = Store(reduce)
    store.load(Session(models=(model,)))
    store.select(Selection(model.id))
    assert measure_reason(store, Settings(targets="litert-cpu tensorflow-cpu")) is None
    assert "Convert the model first" in (measure_reason(store, Settings()) or "")
