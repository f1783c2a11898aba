"""Exported PyTorch programs: run and converted where PyTorch is, elsewhere refused with steps."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import shutil
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.build_protocol import (
    BuildRequest,
    BuildResult,
    FloatStageMade,
    MakeFloatStageRequest,
)
from studio.core.errors import ConversionError, ModelError, UsageError
from studio.core.input_selection import InputSelection
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.verify_protocol import ReferenceRequest, RunInputRequest
from studio.data.computed import Reference, read_reference, write_reference
from studio.graph.torch_reader import read_model
from tests.engine.conftest import run_artifact
from tests.engine.warm_child import WarmChild
from tests.kit import torch_export

HAS_TORCH = all(importlib.util.find_spec(name) for name in ("torch", "litert_torch"))
needs_torch = pytest.mark.skipif(not HAS_TORCH, reason="PyTorch and litert-torch are not here")
pytestmark = [pytest.mark.tf, pytest.mark.filterwarnings("ignore::UserWarning")]


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmChild]:
    found = WarmChild(tmp_path_factory.mktemp("torch") / "child.log", "torch")
    yield found
    found.close()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """net.pt2: x (n, 3, 4 h, 8) -> {"logits": (n, 5)}; lstm.pt2; norm.pt2, which still trains;
    svd.pt2, which LiteRT has no op for."""
    import torch
    from torch import nn
    from torch.export import Dim, export, save

    class Net(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3, padding=1)
            self.head = nn.Linear(4, 5)

        def forward(self, x: Any) -> Any:
            return {"logits": self.head(torch.relu(self.conv(x)).mean((2, 3)))}

    class Lstm(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(4, 8, batch_first=True)

        def forward(self, steps: Any, *, scale: Any) -> Any:
            return self.lstm(steps)[0][:, -1] * scale

    class Svd(nn.Module):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            return torch.linalg.svd(x)[1]

    folder = tmp_path_factory.mktemp("exported")
    torch.manual_seed(0)
    dims = {"x": {0: Dim("n"), 2: 4 * Dim("h", max=64)}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = export(Net().eval(), (torch.rand(2, 3, 16, 8),), dynamic_shapes=dims)
        save(net, folder / "net.pt2")
        lstm = export(Lstm().eval(), (torch.rand(1, 5, 4),), {"scale": torch.rand(1)})
        save(lstm, folder / "lstm.pt2")
        save(export(nn.BatchNorm1d(4).train(), (torch.rand(3, 4),)), folder / "norm.pt2")
        save(export(Svd(), (torch.rand(3, 4),)), folder / "svd.pt2")
    return folder


def float_stage(child: WarmChild, source: Path, folder: Path, recipe: Recipe) -> FloatStageMade:
    request = MakeFloatStageRequest(
        source=str(source),
        output=str(folder / "float.tflite"),
        recipe=recipe,
        cache=str(folder / "cache"),
        cache_limit_bytes=10**9,
    )
    made = child(request)
    assert isinstance(made, FloatStageMade)
    return made


def expected(source: Path, **inputs: np.ndarray) -> list[np.ndarray]:
    """What PyTorch itself makes of the tensors, in the order of the signature."""
    import torch

    program = torch.export.load(source)
    tensors = [torch.from_numpy(value) for value in inputs.values()]
    names = list(inputs)
    results = program.module()(tensors[0], **dict(zip(names[1:], tensors[1:], strict=True)))
    found = results.values() if isinstance(results, dict) else [results]
    return [one.detach().numpy() for one in found]


@pytest.mark.skipif(HAS_TORCH, reason="PyTorch is here")
def test_without_torch_the_steps_are_said(child: WarmChild, tmp_path: Path) -> None:
    path = torch_export.write(tmp_path / "net.pt2")
    recipe = make_recipe((), shapes={"x": (1, 3, 16, 8)})
    reference = ReferenceRequest(model=str(path), output=str(tmp_path / "r.npz"))
    for ask in (lambda: float_stage(child, path, tmp_path, recipe), lambda: child(reference)):
        with pytest.raises(ConversionError) as caught:
            ask()
        assert caught.value.code == "torch-missing"
        assert caught.value.fixes == ("fix-install-torch", "fix-convert-elsewhere")


@needs_torch
def test_the_kit_writes_what_torch_writes(exported: Path, tmp_path: Path) -> None:
    ours = read_model(torch_export.write(tmp_path / "net.pt2"), {"x": (2, 3, 16, 8)})
    real = read_model(exported / "net.pt2", {"x": (2, 3, 16, 8)})
    assert ours.signature == real.signature
    assert [node.op for node in ours.graph.nodes] == [node.op for node in real.graph.nodes]
    assert [node.macs for node in ours.graph.nodes] == [node.macs for node in real.graph.nodes]


@needs_torch
def test_names_shapes_and_values_stay(child: WarmChild, exported: Path, tmp_path: Path) -> None:
    recipe = make_recipe((), shapes={"x": (1, 3, 12, 8)})
    made = float_stage(child, exported / "net.pt2", tmp_path, recipe)
    assert (made.stage.route, made.stage.cached) == ("litert-torch", False)
    assert made.stage.added_transposes == 2, "channels first, as in the program"
    x = np.random.default_rng(0).random((1, 3, 12, 8), np.float32)
    found = run_artifact(made.path, {"x": x})
    np.testing.assert_allclose(
        found["logits"], expected(exported / "net.pt2", x=x)[0], rtol=1e-4, atol=1e-5
    )
    again = float_stage(child, exported / "net.pt2", tmp_path, recipe)
    assert (again.stage.cached, again.stage.added_transposes) == (True, 2)


@needs_torch
def test_an_lstm_and_an_input_by_keyword(child: WarmChild, exported: Path, tmp_path: Path) -> None:
    made = float_stage(child, exported / "lstm.pt2", tmp_path, make_recipe())
    numbers = np.random.default_rng(0)
    steps, scale = numbers.random((1, 5, 4), np.float32), numbers.random(1, np.float32)
    (found,) = run_artifact(made.path, {"steps": steps, "scale": scale}).values()
    (wanted,) = expected(exported / "lstm.pt2", steps=steps, scale=scale)
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


@needs_torch
def test_the_source_is_run_by_torch(child: WarmChild, exported: Path, tmp_path: Path) -> None:
    request = ReferenceRequest(
        model=str(exported / "net.pt2"),
        output=str(tmp_path / "reference.npz"),
        shapes={"x": (1, 3, 12, 8)},
        selection=InputSelection(limit=3),
    )
    assert child(request).samples == 3
    made = read_reference(request.output)
    assert made.inputs["x"].shape == (3, 3, 12, 8)
    (wanted,) = expected(exported / "net.pt2", x=made.inputs["x"])
    np.testing.assert_allclose(made.outputs["logits"], wanted, rtol=1e-4, atol=1e-5)
    one = str(tmp_path / "one.npz")
    write_reference(one, Reference({"x": made.inputs["x"][:1]}, {}))
    tried = child(RunInputRequest(file=request.model, inputs=one, shapes=request.shapes))
    (output,) = tried.outputs
    assert output.name == "logits"
    np.testing.assert_allclose(output.values, wanted[0], rtol=1e-3, atol=1e-4)


@needs_torch
def test_its_convolution_is_quantized(
    child: WarmChild, engine: WarmChild, exported: Path, tmp_path: Path
) -> None:
    shapes = {"x": (1, 3, 12, 8)}
    recipe = make_recipe([make_step("int8")], shapes=shapes, calibration=DatasetRef(kind="random"))
    made = float_stage(child, exported / "net.pt2", tmp_path, recipe)
    request = BuildRequest(
        source=str(exported / "net.pt2"),
        artifact=str(tmp_path / "int8.tflite"),
        recipe=recipe,
        float_stage=made,
    )
    built = engine(request)
    assert isinstance(built, BuildResult)
    assert built.stages[0].route == "litert-torch"
    assert {"torch", "litert-torch"} <= set(built.versions)
    from studio.graph.parsing import parse

    main = parse(Path(built.artifact).read_bytes()).subgraphs[0]
    dtypes = {op.name: main.tensors[op.inputs[1]].dtype for op in main.ops if len(op.inputs) > 2}
    assert dtypes == {"CONV_2D": "int8", "FULLY_CONNECTED": "int8"}


@needs_torch
def test_what_cannot_be_converted_says_why(
    child: WarmChild, exported: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as asked:
        float_stage(child, exported / "net.pt2", tmp_path, make_recipe())
    assert (asked.value.code, asked.value.params["inputs"]) == ("shape-needed", "x (1, 3, ?, 8)")
    with pytest.raises(ConversionError) as batch:
        float_stage(child, exported / "net.pt2", tmp_path, replace(make_recipe(), batch="dynamic"))
    assert batch.value.code == "torch-needs-fixed-batch"
    with pytest.raises(ModelError) as training:
        float_stage(child, exported / "norm.pt2", tmp_path, make_recipe())
    assert training.value.code == "torch-keeps-state"
    with pytest.raises(ConversionError) as missing:
        float_stage(child, exported / "svd.pt2", tmp_path, make_recipe())
    assert missing.value.code == "litert-torch-failed"
    assert [place.op for place in missing.value.places] == ["linalg_svd"]


@needs_torch
def test_a_program_that_torch_cannot_read(child: WarmChild, tmp_path: Path) -> None:
    described = torch_export.program()
    described["schema_version"] = {"major": 99, "minor": 0}
    path = torch_export.write(tmp_path / "net.pt2", described)
    recipe = make_recipe((), shapes={"x": (1, 3, 16, 8)})
    with pytest.raises(ModelError) as caught:
        float_stage(child, path, tmp_path, recipe)
    assert caught.value.code == "torch-load-failed"


@needs_torch
@pytest.mark.parametrize("entry", ["weights", "constants", "program"])
def test_nothing_of_a_file_is_run_without_a_yes(
    child: WarmChild, exported: Path, tmp_path: Path, entry: str
) -> None:
    """Each of these runs a command when PyTorch's own loader reads the file."""
    path, ran = tmp_path / "net.pt2", tmp_path / "ran"
    with zipfile.ZipFile(exported / "net.pt2") as whole, zipfile.ZipFile(path, "w") as made:
        parts = {one: whole.read(one) for one in whole.namelist()}
        if entry == "program":
            for name, data in list(parts.items()):
                folder, _, last = name.rpartition("/")
                parts[f"{folder}/{last.replace('model', 'zzz')}"] = data
            parts["net/data/sample_inputs/zzz.pt"] = _running(ran)
        else:
            parts[f"net/data/{entry}/model.pt"] = _running(ran)
        for name, data in parts.items():
            made.writestr(name, data)
    recipe = make_recipe((), shapes={"x": (1, 3, 12, 8)})
    with pytest.raises(ModelError) as caught:
        float_stage(child, path, tmp_path, recipe)
    assert (caught.value.code, ran.exists()) == ("model-needs-code", False)
    reference = ReferenceRequest(
        model=str(path),
        output=str(tmp_path / "reference.npz"),
        shapes=recipe.shapes,
        selection=InputSelection(limit=1),
        allow_code=True,
    )
    with contextlib.suppress(ModelError):  # the pickle's result is no tensors
        child(reference)
    assert ran.exists(), "with a yes it is PyTorch's business"


def _running(file: Path) -> bytes:
    """What torch.load makes of it: ``file``."""
    made = io.BytesIO()
    code = f"cos\nsystem\n(Vtouch {file}\ntR.".encode()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in (("data.pkl", code), ("version", b"3\n"), ("byteorder", b"little")):
            archive.writestr(f"archive/{name}", data)
    return made.getvalue()


@needs_torch
def test_a_renamed_file_is_read_where_it_was_loaded(
    child: WarmChild, exported: Path, tmp_path: Path
) -> None:
    first = Path(shutil.copy(exported / "net.pt2", tmp_path / "a.pt2"))
    float_stage(child, first, tmp_path, make_recipe((), shapes={"x": (1, 3, 12, 8)}))
    second = first.rename(tmp_path / "b.pt2")
    made = float_stage(child, second, tmp_path, make_recipe((), shapes={"x": (1, 3, 16, 8)}))
    assert made.stage.cached is False
