"""Every real .tflite file through the C library, beside the classic interpreter."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import RunError
from studio.core.messages import render
from studio.core.model import Signature, TensorSpec
from studio.core.targets import make_target
from studio.runtimes import get_runtime
from studio.runtimes.protocol import LoadedModel
from tests.realmodels import RealModels

pytestmark = pytest.mark.realmodel

TARGET, INTERPRETER = make_target("litert-cpu"), make_target("litert-interpreter")
STEPS = 4
INTERPRETER_ONLY = {"nmp.tflite"}
"""Outputs whose size only the run tells have no buffer that the C library would take."""


def files(models: RealModels) -> list[Path]:
    found = [
        *models.folder("mediapipe").rglob("*.tflite"),
        *models.wakewords(),
        models.fer_tflite,
        *models.folder("basic-pitch").rglob("*.tflite"),
    ]
    assert len(found) > 15
    return sorted(found)


def inputs_of(model: LoadedModel, step: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(step)
    values = {}
    for spec in model.signature.inputs:
        shape, dtype = model.shape(spec.name), np.dtype(spec.dtype)
        if dtype.kind == "f":
            values[spec.name] = random.random(shape).astype(dtype)
        else:
            values[spec.name] = random.integers(0, 100, shape).astype(dtype)
    return values


def steps_of(model: LoadedModel) -> list[dict[str, np.ndarray]]:
    outputs = []
    for step in range(STEPS):
        model.set_inputs(inputs_of(model, step))
        model.invoke()
        outputs.append(model.outputs())
    return outputs


def by_name(signature: Signature) -> tuple[str, dict[str, TensorSpec], dict[str, TensorSpec]]:
    """The order of inputs and outputs is the runtime's own."""
    return (
        signature.name,
        {spec.name: spec for spec in signature.inputs},
        {spec.name: spec for spec in signature.outputs},
    )


def agree(
    path: Path, found: list[dict[str, np.ndarray]], expected: list[dict[str, np.ndarray]]
) -> None:
    for one, other in zip(found, expected, strict=True):
        assert one.keys() == other.keys()
        for name, values in other.items():
            assert one[name].dtype == values.dtype
            scale = float(np.abs(values.astype(np.float64)).max()) or 1.0
            tolerance = 1.0 if values.dtype.kind in "iu" else 1e-4 * scale
            np.testing.assert_allclose(
                one[name].astype(np.float64),
                values.astype(np.float64),
                rtol=0,
                atol=tolerance,
                err_msg=path.name,
            )


@pytest.fixture(scope="module")
def interpreted(realmodels: RealModels) -> dict[Path, RunError | None]:
    """Every file, and what the interpreter has against it."""
    found: dict[Path, RunError | None] = {}
    for path in files(realmodels):
        try:
            get_runtime("litert-interpreter").load(path, INTERPRETER).close()
        except RunError as error:
            found[path] = error
        else:
            found[path] = None
    return found


def test_outputs_agree_and_state_begins_anew(interpreted: dict[Path, RunError | None]):
    runs = [path for path, error in interpreted.items() if error is None]
    assert len(runs) > 15
    for path in runs:
        if path.name in INTERPRETER_ONLY:
            continue
        with (
            closing(get_runtime("litert-interpreter").load(path, INTERPRETER)) as reference,
            closing(get_runtime("litert-c").load(path, TARGET)) as model,
        ):
            assert by_name(model.signature) == by_name(reference.signature), path.name
            first = steps_of(model)
            agree(path, first, steps_of(reference))
            model.reset()
            for before, after in zip(first, steps_of(model), strict=True):
                for name, values in before.items():
                    np.testing.assert_array_equal(after[name], values, err_msg=path.name)


def test_what_the_interpreter_refuses_is_refused_for_the_same_reason(
    interpreted: dict[Path, RunError | None],
):
    refused = {path: error for path, error in interpreted.items() if error is not None}
    assert [path.name for path in refused] == ["face_landmark_with_attention.tflite"]
    for path, error in refused.items():
        with pytest.raises(RunError) as caught:
            get_runtime("litert-c").load(path, TARGET)
        assert (caught.value.code, caught.value.params) == (error.code, error.params)


@pytest.mark.parametrize("name", sorted(INTERPRETER_ONLY))
def test_what_only_the_interpreter_runs_says_so(
    name: str, interpreted: dict[Path, RunError | None]
):
    (path,) = [path for path in interpreted if path.name == name]
    with closing(get_runtime("litert-interpreter").load(path, INTERPRETER)) as reference:
        steps_of(reference)
    with (
        closing(get_runtime("litert-c").load(path, TARGET)) as model,
        pytest.raises(RunError) as caught,
    ):
        steps_of(model)
    assert "--target litert-interpreter" in render(caught.value.code, {})[1]
