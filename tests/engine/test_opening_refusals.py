"""What is refused from the file alone, before anything of it is built."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import pytest

from studio.core.errors import ModelError
from studio.engine.loaders.archive import read_config
from studio.engine.loaders.keras_code import custom_classes, parse_config, require_no_code
from studio.engine.loaders.keras_file import load

DENSE = {"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 1}}


def keras_archive(path: Path, config: Any, extra: dict[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", "{}")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def code_of(error: pytest.ExceptionInfo[ModelError]) -> str:
    return error.value.code


@pytest.mark.parametrize(
    "layer",
    [
        {"class_name": "Lambda", "config": {"name": "f"}},
        {"class_name": "__lambda__", "config": {"value": "AAAA"}},
        {"class_name": "Anything", "config": {"function_type": "lambda", "function": ["4wEA"]}},
        {"class_name": "TorchModuleWrapper", "config": {"module": "gASV"}},
        {"class_name": "TFSMLayer", "config": {"filepath": "/elsewhere"}},
    ],
)
def test_code_is_found_at_any_depth(tmp_path: Path, layer: dict[str, Any]) -> None:
    config = {"class_name": "Functional", "config": {"layers": [DENSE, {"config": [[layer]]}]}}
    with pytest.raises(ModelError) as caught:
        require_no_code(tmp_path, config)
    assert code_of(caught) == "model-needs-code"
    title = "Lambda" if layer["class_name"] == "__lambda__" else layer["class_name"]
    assert title in caught.value.params["layers"]


def test_a_layer_is_named_once_and_not_its_function_too(tmp_path: Path) -> None:
    function = {"class_name": "__lambda__", "config": {"value": "AAAA"}}
    layer = {"class_name": "Lambda", "config": {"name": "double", "function": function}}
    with pytest.raises(ModelError) as caught:
        require_no_code(tmp_path, {"layers": [layer]})
    assert caught.value.params["layers"] == "Lambda “double”"


def test_code_does_not_hide_below_the_depth_that_is_looked_through(tmp_path: Path) -> None:
    config: Any = {"class_name": "Lambda", "config": {"name": "f"}}
    for _ in range(300):
        config = {"config": config}
    for allow_code in (False, True):
        with pytest.raises(ModelError) as caught:
            load(keras_archive(tmp_path / "m.keras", config), allow_code=allow_code)
        assert code_of(caught) == "model-damaged"
        assert "nested" in caught.value.detail


def test_code_is_refused_before_keras_is_imported(tmp_path: Path) -> None:
    config = {"class_name": "Sequential", "config": {"layers": [{"class_name": "Lambda"}]}}
    with pytest.raises(ModelError) as caught:
        load(keras_archive(tmp_path / "m.keras", config), allow_code=False)
    assert code_of(caught) == "model-needs-code"


def test_a_class_from_elsewhere_is_named(tmp_path: Path) -> None:
    own = {"module": "my_package.layers", "class_name": "Mine", "registered_name": "my>Mine"}
    assert custom_classes(tmp_path, {"class_name": "Functional", "layers": [DENSE, own]}) == (
        "Mine",
    )
    with pytest.raises(ModelError) as caught:
        load(keras_archive(tmp_path / "m.keras", {"class_name": "F", "x": [own]}), allow_code=False)
    assert (code_of(caught), caught.value.params["names"]) == ("model-custom-class", "Mine")


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    bomb = keras_archive(tmp_path / "m.keras", DENSE, {"model.weights.h5": bytes(100 << 20)})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(ModelError) as caught:
        read_config(bomb)
    assert code_of(caught) == "model-unpacks-too-large"


@pytest.mark.parametrize("text", [b"", b"{", b"[1]", b'"x"', b"\xff"])
def test_a_configuration_that_is_no_object_is_damage(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(ModelError) as caught:
        parse_config(tmp_path / "m.keras", text)
    assert code_of(caught) == "model-damaged"


def test_a_truncated_archive_and_a_truncated_hdf5_are_damage(tmp_path: Path) -> None:
    whole = keras_archive(tmp_path / "whole.keras", DENSE, {"model.weights.h5": bytes(5000)})
    short = tmp_path / "short.keras"
    short.write_bytes(whole.read_bytes()[:200])
    broken = tmp_path / "short.h5"
    with h5py.File(broken, "w") as file:
        file.attrs["model_config"] = json.dumps(DENSE)
        file["weights"] = list(range(10_000))
    broken.write_bytes(broken.read_bytes()[:3000])
    for path in (short, broken):
        with pytest.raises(ModelError) as caught:
            load(path, allow_code=False)
        assert code_of(caught) == "model-damaged", path


def test_an_hdf5_without_a_model_holds_only_weights(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file["weights"] = [1.0]
    with pytest.raises(ModelError) as caught:
        load(tmp_path / "w.h5", allow_code=False)
    assert code_of(caught) == "model-weights-only"
