"""Dimensions become known by the recipe or by asking, never by guessing."""

from __future__ import annotations

import pytest

from studio.core.errors import StudioError
from studio.core.model import Shape, Signature, TensorSpec
from studio.core.signatures import choose_signature
from studio.engine.shapes import resolve


def signature(*shapes: Shape | None) -> Signature:
    inputs = tuple(
        TensorSpec(name=f"x{index}", dtype="float32", shape=shape or (), rank_known=bool(shape))
        for index, shape in enumerate(shapes)
    )
    return Signature(name="serving_default", inputs=inputs, outputs=())


def shapes_of(resolved: Signature) -> list[Shape]:
    return [spec.shape for spec in resolved.inputs]


def test_a_dynamic_batch_becomes_one_and_only_a_batch_does() -> None:
    assert shapes_of(resolve(signature((None, 3), (2, 4)), {})) == [(1, 3), (2, 4)]


def test_a_kept_batch_stays_dynamic_beside_fixed_dimensions() -> None:
    resolved = resolve(signature((None, None, 3)), {"x0": (1, 7, 3)}, "dynamic")
    assert shapes_of(resolved) == [(None, 7, 3)]


@pytest.mark.parametrize("given", [(1, 7), (1, 7, 4), (1, 0, 3)])
def test_a_shape_that_contradicts_the_model_is_refused(given: tuple[int, ...]) -> None:
    with pytest.raises(StudioError) as caught:
        resolve(signature((None, None, 3)), {"x0": given})
    assert caught.value.code == "shape-invalid"


def test_missing_dimensions_are_asked_for_with_an_example() -> None:
    with pytest.raises(StudioError) as caught:
        resolve(signature((None, None, 3), (None, 2)), {})
    assert caught.value.code == "shape-needed"
    assert caught.value.params["inputs"] == "x0 (1, ?, 3)"
    assert caught.value.params["example"].startswith("--shape x0=1,")
    assert caught.value.exit_code == 2


def test_an_unknown_rank_is_asked_for_and_taken_as_given() -> None:
    with pytest.raises(StudioError) as caught:
        resolve(signature(None), {})
    assert caught.value.code == "shape-needed"
    assert shapes_of(resolve(signature(None), {"x0": (1, 5)})) == [(1, 5)]


def test_a_shape_for_an_input_that_does_not_exist_is_refused() -> None:
    with pytest.raises(StudioError) as caught:
        resolve(signature((None, 3)), {"y": (1, 3)})
    assert caught.value.params == {"name": "y", "known": "x0"}


def test_signatures_go_by_name_and_the_first_is_the_default() -> None:
    both = (signature((1, 2)), Signature(name="other", inputs=(), outputs=()))
    assert choose_signature(both, None).name == "serving_default"
    assert choose_signature(both, "other").name == "other"
    with pytest.raises(StudioError) as caught:
        choose_signature(both, "third")
    assert caught.value.code == "signature-unknown"
