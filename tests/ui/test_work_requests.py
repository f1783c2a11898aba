"""What the window asks the queue for: requests built out of models and variants."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.session import Dataset, Model
from studio.ui.actions.work import evaluate_requests
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
