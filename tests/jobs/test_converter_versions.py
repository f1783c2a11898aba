"""Versions in reports: also of what converts in an environment of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.onnx_program import scripts_folder, version_of
from studio.jobs.converter_versions import versions_of
from tests.jobs.bench import make_config


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    made = tmp_path / "environment"
    scripts_folder(made).mkdir(parents=True)
    program = scripts_folder(made) / ("onnx2tf.exe" if os.name == "nt" else "onnx2tf")
    program.write_text("")
    program.chmod(0o755)
    yield made


def install(environment: Path, version: str) -> None:
    folder = environment / "lib/python3.12/site-packages" / f"onnx2tf-{version}.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: onnx2tf\nVersion: {version}\n")


def test_what_converts_onnx_is_named_as_it_is_installed(environment: Path, tmp_path: Path) -> None:
    config = make_config(tmp_path, onnx_folders=(environment,))
    assert versions_of(config)["onnx2tf"] == "unknown"
    install(environment, "1.2.3")
    assert versions_of(config)["onnx2tf"] == "1.2.3"
    assert version_of(scripts_folder(environment) / "onnx2tf") == "1.2.3"
    assert versions_of(make_config(tmp_path))["onnx2tf"] == "not installed"


def test_extras_are_named_where_they_are_there(tmp_path: Path) -> None:
    from importlib import metadata

    found = versions_of(make_config(tmp_path))
    extras = {"torch", "litert-torch", "onnx", "onnxruntime"}
    installed = {one.name for one in metadata.distributions()} & extras
    assert extras & set(found) == installed
    assert all(found[name] == metadata.version(name) for name in installed)
