"""Checkpoints with a graph: found by any of their parts, ends proposed, restored, converted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.core.checkpoints import checkpoint_files
from studio.core.errors import ModelError
from studio.core.files import content_sha256
from studio.core.formats import sniff
from studio.core.opening import Opening
from studio.core.requests import InspectRequest
from studio.core.verify_protocol import ReferenceRequest
from studio.data.computed import read_reference
from tests.engine.conftest import Build, run_artifact
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("checkpoint")
    script = Path(__file__).with_name("make_checkpoint.py")
    subprocess.run([sys.executable, script, found], check=True, capture_output=True)
    return found


def test_every_part_stands_for_the_whole(folder: Path) -> None:
    parts = checkpoint_files(folder)
    assert [one.name.partition("-")[2] for one in parts] == [
        "7.data-00000-of-00001",
        "7.index",
        "7.meta",
    ]
    assert {sniff(one).id for one in (*parts, folder, folder / "checkpoint")} == {"checkpoint"}
    assert len({content_sha256(one) for one in (*parts, folder)}) == 1


def test_another_weight_is_another_model(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    before = content_sha256(copy)
    data = next(copy.glob("*.data-*"))
    data.write_bytes(data.read_bytes()[:-1] + b"?")
    assert content_sha256(copy) != before


def test_of_several_the_newest_is_meant_or_none(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    for part in checkpoint_files(copy):
        shutil.copy(part, part.with_name(part.name.replace("-7.", "-8.")))
    assert {one.name.split(".")[1] for one in checkpoint_files(copy)} == {"ckpt-7"}
    (copy / "checkpoint").unlink()
    with pytest.raises(ModelError) as caught:
        sniff(copy)
    assert caught.value.code == "model-directory-unknown"
    assert sniff(copy / "model.ckpt-8.meta").id == "checkpoint"


def test_without_a_graph_it_is_refused(folder: Path) -> None:
    for path in (folder / "weights", folder / "weights" / "net.index"):
        with pytest.raises(ModelError) as caught:
            sniff(path)
        assert caught.value.code == "model-is-checkpoint"


def test_the_ends_are_those_of_the_network(engine: WarmChild, folder: Path) -> None:
    found = engine(InspectRequest(path=str(folder)))
    (signature,) = found.info.signatures
    assert [(one.name, one.shape) for one in signature.inputs] == [("x", (None, 8))]
    assert [(one.name, one.shape) for one in signature.outputs] == [("probabilities", (None, 3))]
    assert found.info.parameters == 8 * 6 + 6 + 6 * 3
    assert found.info.size_bytes == sum(one.stat().st_size for one in checkpoint_files(folder))
    assert {"MatMul", "Softmax"} <= set(found.info.ops)
    assert not any("Apply" in op for op in found.info.ops)


def test_it_computes_what_was_trained(
    engine: WarmChild, build: Build, folder: Path, tmp_path: Path
) -> None:
    known = np.load(folder / "io.npz")
    made = build(folder / "model.ckpt-7.meta")
    outputs = run_artifact(made.artifact, {"x": known["x"][:1]})
    np.testing.assert_allclose(outputs["probabilities"], known["probabilities"][:1], rtol=1e-4)
    request = ReferenceRequest(
        model=str(folder),
        output=str(tmp_path / "r.npz"),
        all_of=str(folder / "io.npz"),
        opening=Opening(inputs=("x",), outputs=("hidden",)),
    )
    engine(request)
    np.testing.assert_allclose(
        read_reference(request.output).outputs["hidden"], known["hidden"], rtol=1e-4
    )


def test_a_cut_off_part_is_damage(engine: WarmChild, folder: Path, tmp_path: Path) -> None:
    for number, pattern in enumerate(("*.data-*", "*.meta")):
        copy = Path(shutil.copytree(folder, tmp_path / str(number)))
        part = next(copy.glob(pattern))
        part.write_bytes(part.read_bytes()[:20])
        with pytest.raises(ModelError) as caught:
            engine(InspectRequest(path=str(copy)))
        assert caught.value.code == "model-damaged"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("evil")
    script = Path(__file__).with_name("make_evil_checkpoint.py")
    subprocess.run([sys.executable, script, found], check=True, capture_output=True)
    return found


@pytest.mark.parametrize("kind", ["function", "print", "save"])
def test_nothing_of_it_is_run_to_open_it(
    engine: WarmChild, build: Build, evil: Path, kind: str
) -> None:
    if kind == "function":
        with pytest.raises(ModelError) as caught:
            engine(InspectRequest(path=str(evil / kind)))
        assert caught.value.code == "model-needs-code"
    is_allowed = kind == "function"
    engine(InspectRequest(path=str(evil / kind), allow_code=is_allowed))
    outputs = run_artifact(
        build(evil / kind, allow_code=is_allowed).artifact, {"x": np.float32([[1, 10]])}
    )
    np.testing.assert_allclose(outputs["y"], [[31, 42]])
    assert not list((evil / kind).glob("ran*"))


def test_what_would_be_run_with_it_needs_a_yes(engine: WarmChild, evil: Path) -> None:
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(evil / "output")))
    assert (caught.value.code, caught.value.params["layers"]) == ("model-needs-code", "WriteFile")
    engine(InspectRequest(path=str(evil / "output"), allow_code=True))
    assert not (evil / "output" / "ran").exists(), "looking at it runs nothing"


def test_a_variable_in_parts_is_put_together(build: Build, evil: Path) -> None:
    outputs = run_artifact(build(evil / "plain").artifact, {"x": np.float32([[1, 10]])})
    np.testing.assert_allclose(outputs["y"], [[31, 42]])
