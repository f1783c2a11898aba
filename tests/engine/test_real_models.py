"""Models that others trained and shipped: opened, converted, or refused with the way out."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.optimizations import CATALOG
from studio.core.requests import InputSelection, InspectRequest
from studio.core.verify_protocol import ReferenceRequest
from tests.engine.conftest import Build, run_artifact
from tests.engine.warm_child import WarmChild
from tests.realmodels import RealModels

pytestmark = [pytest.mark.tf, pytest.mark.realmodel]


def largest_error(engine: WarmChild, source: Path, artifact: str, folder: Path) -> float:
    """Largest absolute error over three random inputs and all outputs."""
    output = folder / "reference.npz"
    selection = InputSelection(limit=3)
    engine(ReferenceRequest(model=str(source), output=str(output), selection=selection))
    with np.load(output) as archive:
        expected = dict(archive)
    worst = 0.0
    for index in range(3):
        inputs = {k[3:]: v[index][None] for k, v in expected.items() if k.startswith("in:")}
        for name, array in run_artifact(artifact, inputs).items():
            worst = max(worst, float(np.abs(array[0] - expected[f"out:{name}"][index]).max()))
    return worst


def test_a_legacy_h5(
    engine: WarmChild, build: Build, realmodels: RealModels, tmp_path: Path
) -> None:
    info = engine(InspectRequest(path=str(realmodels.fer_h5))).info
    assert (info.parameters, info.macs) == (58_423, 10_163_392)
    assert info.size_split["optimizer state"] > info.size_split["weights float32"]
    made = build(realmodels.fer_h5)
    assert made.stages[0].route == "concrete-function"
    assert largest_error(engine, realmodels.fer_h5, made.artifact, tmp_path) < 1e-5


@pytest.mark.parametrize("optimization", ["", *CATALOG])
def test_a_keras_3_file_in_every_kind(
    engine: WarmChild, build: Build, realmodels: RealModels, tmp_path: Path, optimization: str
) -> None:
    made = build(realmodels.digits_keras, optimization)
    limit = {"int8": 0.3}.get(optimization, 0.1 if "int4" in optimization else 0.02)
    assert largest_error(engine, realmodels.digits_keras, made.artifact, tmp_path) < limit


def test_a_saved_model_that_only_the_old_loader_reads(
    engine: WarmChild, build: Build, realmodels: RealModels, tmp_path: Path
) -> None:
    source = realmodels.basic_pitch_saved_model
    info = engine(InspectRequest(path=str(source))).info
    assert info.parameters == 16_864
    assert [x.shape for x in info.signatures[0].outputs] == [
        (None, 172, 264),
        (None, 172, 88),
        (None, 172, 88),
    ]
    made = build(source)
    # with tf_keras beside it, TensorFlow's own loader has what it lacks for this file otherwise
    has_keras_2 = importlib.util.find_spec("tf_keras") is not None
    assert made.stages[0].route == ("concrete-function" if has_keras_2 else "frozen-graph")
    assert largest_error(engine, source, made.artifact, tmp_path) < 1e-5


def test_text_input_is_refused_with_an_explanation(
    engine: WarmChild, build: Build, realmodels: RealModels
) -> None:
    source = realmodels.guesslang_saved_model
    info = engine(InspectRequest(path=str(source))).info
    assert "string-inputs" in [warning.code for warning in info.warnings]
    with pytest.raises(StudioError) as caught:
        build(source)
    assert caught.value.code == "model-string-ops"
    assert "StringNGrams" in caught.value.params["ops"]
    assert caught.value.params["names"] == "inputs"
