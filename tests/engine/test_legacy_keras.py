"""Files of Keras 2: which of them go to the process that has it, and what comes out there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest
from studio.core.errors import ModelError
from studio.core.files import file_sha256
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import InspectRequest
from tests.engine import on_target
from tests.engine.conftest import run_artifact
from tests.engine.warm_child import WarmChild

pytest.importorskip("tf_keras", reason="the extra “legacy” is not installed", exc_type=ImportError)
pytestmark = pytest.mark.tf

CODE = """
from tensorflow import keras

class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **rest):
        super().__init__(**rest)
        self.factor = factor

    def call(self, x):
        return x * self.factor
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("legacy")
    script = Path(__file__).with_name("make_legacy_models.py")
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmChild]:
    child = WarmChild(tmp_path_factory.mktemp("engine") / "legacy.log", "legacy-keras")
    yield child
    child.close()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("slashes.h5", "block/conv, TFOpLambda, head/dense"),
        ("slashes.keras", "block/conv, TFOpLambda, head/dense"),
        ("recurrent.h5", "time_major"),
        ("local.h5", "LocallyConnected2D"),
        ("custom.h5", "Keras 3 refuses it"),
    ],
)
def test_what_keras_3_refuses_is_sent_to_keras_2(
    engine: WarmChild, old: Path, name: str, reason: str
) -> None:
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(old / name)))
    assert caught.value.code == "model-needs-legacy-keras"
    assert caught.value.params["reason"] == reason


def test_what_keras_3_reads_stays_with_it(engine: WarmChild, old: Path) -> None:
    info = engine(InspectRequest(path=str(old / "plain.h5"))).info
    assert info.metadata["keras_version"].startswith("2.")
    assert "engine" not in info.metadata


@pytest.mark.parametrize("name", ["slashes.h5", "slashes.keras"])
def test_keras_2_says_what_is_in_it(legacy: WarmChild, old: Path, name: str) -> None:
    result = legacy(InspectRequest(path=str(old / name)))
    info = result.info
    assert info.metadata["engine"].startswith("Keras 2 (tf_keras 2.")
    assert info.ops == {"Conv2D": 1, "TFOpLambda": 3, "Flatten": 1, "Dense": 1}
    assert info.parameters == 3 * 3 * 3 * 4 + 4 + 6 * 6 * 4 * 5 + 5
    assert info.macs == 6 * 6 * 3 * 3 * 3 * 4 + 6 * 6 * 4 * 5
    macs = {node.name: node.macs for node in result.graph.nodes}
    assert macs["block/conv"] == 6 * 6 * 3 * 3 * 3 * 4
    (signature,) = info.signatures
    assert [(spec.name, spec.dtype, spec.shape) for spec in signature.inputs] == [
        ("image", "float32", (None, 8, 8, 3))
    ]
    assert [spec.name for spec in signature.outputs] == ["head/dense"]


def test_keras_2_converts_to_the_same_function(
    legacy: WarmChild, old: Path, tmp_path: Path
) -> None:
    made = legacy(
        BuildRequest(
            source=str(old / "slashes.h5"),
            artifact=str(tmp_path / "m.tflite"),
            recipe=make_recipe(),
        )
    )
    assert made.stages[0].route == "legacy-keras"
    assert made.versions["tf_keras"].startswith("2.")
    with np.load(old / "slashes.npz") as known:
        for x, y in zip(known["x"], known["y"], strict=True):
            found = run_artifact(made.artifact, {"image": x[None]})
            np.testing.assert_allclose(found["head/dense"][0], y, rtol=1e-4, atol=1e-5)


def test_a_dynamic_batch_takes_the_slow_route(legacy: WarmChild, old: Path, tmp_path: Path) -> None:
    recipe = replace(make_recipe(), batch="dynamic")
    artifact = tmp_path / "m.tflite"
    made = legacy(
        BuildRequest(source=str(old / "slashes.h5"), artifact=str(artifact), recipe=recipe)
    )
    assert made.stages[0].route == "legacy-keras-export"
    with np.load(old / "slashes.npz") as known:
        found = run_artifact(made.artifact, {"image": known["x"]})
        np.testing.assert_allclose(found["head/dense"], known["y"], rtol=1e-4, atol=1e-5)


def test_keras_2_refuses_a_file_of_keras_3(legacy: WarmChild) -> None:
    sample = Path(__file__).parents[2] / "resources" / "samples" / "mnist_cnn.keras"
    with pytest.raises(ModelError) as caught:
        legacy(InspectRequest(path=str(sample)))
    assert caught.value.code == "model-needs-keras-3"


def test_weights_alone_are_refused(engine: WarmChild, old: Path) -> None:
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(old / "weights_only.h5")))
    assert caught.value.code == "model-weights-only"


def test_a_file_of_the_users_gives_the_classes(
    legacy: WarmChild, old: Path, tmp_path: Path
) -> None:
    path, code = str(old / "custom.h5"), tmp_path / "scale.py"
    with pytest.raises(ModelError) as caught:
        legacy(InspectRequest(path=path))
    assert (caught.value.code, caught.value.params["names"]) == ("model-custom-class", "Scale")
    code.write_text(CODE)
    opening = Opening(custom_code=str(code))
    request = InspectRequest(path=path, allow_code=True, opening=opening)
    assert legacy(request).info.ops == {"Scale": 1}
    with pytest.raises(ModelError) as caught:
        legacy(replace(request, allow_code=False))
    assert caught.value.code == "custom-code-not-allowed"
    agreed = replace(opening, agreed=(file_sha256(code),))
    assert legacy(replace(request, opening=agreed)).info.ops == {"Scale": 1}
    code.write_text("raise RuntimeError('no')")
    with pytest.raises(ModelError) as caught:
        legacy(replace(request, opening=agreed))
    assert caught.value.code == "custom-code-not-allowed", "the yes was to what stood there before"
    with pytest.raises(ModelError) as caught:
        legacy(request)
    assert caught.value.code == "custom-code-failed"
    assert caught.value.params["reason"] == "RuntimeError: no"
    code.unlink()
    with pytest.raises(ModelError) as caught:
        legacy(request)
    assert caught.value.code == "custom-code-unreadable"


def test_other_code_makes_another_float_stage(legacy: WarmChild, old: Path, tmp_path: Path) -> None:
    code = tmp_path / "scale.py"
    request = BuildRequest(
        source=str(old / "custom.h5"),
        artifact=str(tmp_path / "m.tflite"),
        recipe=make_recipe(),
        allow_code=True,
        opening=Opening(custom_code=str(code)),
        cache=str(tmp_path / "cache"),
    )
    values = np.ones((1, 4), np.float32)
    for change, expected in (("", 3.0), (" + 1", 4.0)):
        code.write_text(CODE.replace("* self.factor", f"* self.factor{change}"))
        made = legacy(request)
        assert not made.stages[0].cached
        assert run_artifact(made.artifact, {"values": values})["scaled"][0, 0] == expected


@pytest.mark.slow
def test_keras_2_is_measured_beside_keras_3(old: Path) -> None:
    """A process that measures holds both; the second model shows that the first left no trace."""
    cases = [(old / name, "tensorflow-cpu", False) for name in ("slashes.h5", "plain.h5")]
    slashes, plain, *_ = on_target.run(cases)
    assert slashes["outputs"] == {"head/dense": [1, 5]}
    assert list(plain["outputs"].values()) == [[1, 3]]
