"""Exported PyTorch programs, read without PyTorch: what they take, cost and hide."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import ModelError, StudioError, UsageError
from studio.core.formats import format_by_id, sniff
from studio.core.requests import InspectRequest
from studio.graph.torch_archive import read_archive, write_checked
from studio.graph.torch_model import inspect_torch
from studio.graph.torch_weights import float_weights
from tests.kit import torch_export
from tests.kit.torch_files import pickled


@pytest.fixture
def net(tmp_path: Path) -> Path:
    return torch_export.write(tmp_path / "net.pt2")


def inspect(path: Path, **options: Any) -> Any:
    return inspect_torch(InspectRequest(path=str(path), **options))


def test_it_is_known_by_its_content(net: Path) -> None:
    other = net.rename(net.with_suffix(".zip"))
    assert sniff(other) is format_by_id("pt2")


def test_its_weights_are_read_without_pickles_and_only_as_a_whole(tmp_path: Path) -> None:
    plain = dict(float_weights(torch_export.write(tmp_path / "net.pt2")))
    assert {name: values.shape for name, values in plain.items()} == {
        "p_conv_weight": (4 * 3 * 9,), "p_head_weight": (5 * 4,)
    }  # fmt: skip
    assert plain["p_head_weight"].dtype == np.float32
    described = torch_export.program()["graph_module"]["graph"]["tensor_values"]["p_head_weight"]
    entry = {"path_name": "weight_1", "use_pickle": False, "tensor_meta": described}
    for spoiled in (
        {"use_pickle": True},
        {"path_name": "weight_7"},
        {"tensor_meta": {**described, "sizes": [{"as_int": 4}, {"as_int": 4}]}},
        {"tensor_meta": {**described, "dtype": 5}},
    ):
        path = torch_export.write(tmp_path / "o.pt2", weights={"head.weight": {**entry, **spoiled}})
        assert list(dict(float_weights(path))) == ["p_conv_weight"], spoiled


def test_what_is_in_it(net: Path) -> None:
    result = inspect(net)
    info = result.info
    (signature,) = info.signatures
    assert [(one.name, one.dtype, one.shape) for one in signature.inputs] == [
        ("x", "float32", (None, 3, None, 8))
    ]
    assert [(one.name, one.shape) for one in signature.outputs] == [("logits", (None, 5))]
    assert info.ops == {"conv2d": 1, "relu": 1, "mean": 1, "linear": 1}
    assert info.parameters == 4 * 3 * 9 + 5 * 4
    assert info.size_split["weights float32"] == 4 * (4 * 3 * 9 + 5 * 4)
    assert info.size_split["other"] + info.size_split["weights float32"] == info.size_bytes
    assert (info.macs, info.macs_unknown_ops) == (None, ("conv2d", "linear"))
    assert info.metadata == {"producer": "PyTorch 2.13.0", "opset": "aten 10"}
    assert [warning.code for warning in info.warnings] == ["dynamic-shapes"]
    conv = result.graph.nodes[0]
    assert (conv.id, conv.name, conv.attributes) == ("0/conv2d", "conv/conv2d", {"padding": "1, 1"})
    assert conv.parameters == 4 * 3 * 9


def test_of_an_open_batch_the_costs_of_one_are_counted(tmp_path: Path) -> None:
    """As of the other formats; a batch of at least 2 is only how such a file was traced."""
    described = torch_export.program()
    tensors = described["graph_module"]["graph"]["tensor_values"]
    for name in ("x", "conv2d", "relu"):
        tensors[name]["sizes"][2] = {"as_int": 16}
    result = inspect(torch_export.write(tmp_path / "one.pt2", described))
    assert result.info.macs == 4 * 16 * 8 * 27 + 5 * 4
    assert result.info.shapes_used == {"x": (1, 3, 16, 8)}
    assert result.info.signatures[0].inputs[0].shape == (None, 3, 16, 8), "as in the file"
    described["range_constraints"]["s1"]["min_val"] = 3
    refused = inspect(torch_export.write(tmp_path / "three.pt2", described)).info
    assert (refused.macs, refused.shapes_used) == (None, {})


def test_costs_at_given_shapes(net: Path) -> None:
    result = inspect(net, shapes={"x": (2, 3, 16, 8)})
    assert result.info.macs == 2 * 4 * 16 * 8 * 27 + 2 * 5 * 4
    assert result.info.shapes_used == {"x": (2, 3, 16, 8)}
    assert result.info.signatures[0].inputs[0].shape == (None, 3, None, 8), "as in the file"


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        ({"x": (1, 3, 15, 8)}, "shape-invalid"),  # four times what?
        ({"x": (1, 3, 16, 9)}, "shape-invalid"),
        ({"x": (1, 3, 16)}, "shape-invalid"),
        ({"x": (0, 3, 16, 8)}, "shape-invalid"),
        ({"x": (1, 3, 4 * 65, 8)}, "shape-invalid"),  # the file allows at most 64 times four
        ({"y": (1,)}, "shape-input-unknown"),
    ],
)
def test_shapes_that_do_not_fit(net: Path, shapes: dict[str, tuple[int, ...]], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        inspect(net, shapes=shapes)
    assert caught.value.code == code


def _target(described: dict[str, Any]) -> None:
    described["graph_module"]["graph"]["nodes"][0]["target"] = "torch.os.system"


def _expression(described: dict[str, Any]) -> None:
    sizes = described["graph_module"]["graph"]["tensor_values"]["relu"]["sizes"]
    sizes[0] = {"as_expr": {"expr_str": "__import__('os').system('true')"}}


def _call(described: dict[str, Any]) -> None:
    sizes = described["graph_module"]["graph"]["tensor_values"]["relu"]["sizes"]
    sizes[0] = {"as_expr": {"expr_str": "Add(eval('1'), Integer(1))"}}


def _constraint(described: dict[str, Any]) -> None:
    described["range_constraints"]["open('x')"] = {"min_val": 0, "max_val": None}


@pytest.mark.parametrize("spoil", [_target, _expression, _call, _constraint])
def test_code_in_the_description_needs_a_yes(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    described = torch_export.program()
    spoil(described)
    path = torch_export.write(tmp_path / "net.pt2", described)
    with pytest.raises(ModelError) as caught:
        inspect(path)
    assert caught.value.code == "model-needs-code"
    assert inspect(path, allow_code=True).info.format == "pt2", "reading it runs nothing"


@pytest.mark.parametrize(
    "kept",
    [
        {"samples": pickled("os system")},
        {"weights": {"odd": {"path_name": "weight_9", "use_pickle": True}}},
        {"weights": {"odd": {"path_name": "custom_obj_0", "use_pickle": False}}},
    ],
)
def test_pickles_need_a_yes(tmp_path: Path, kept: dict[str, Any]) -> None:
    path = torch_export.write(tmp_path / "net.pt2", **kept)
    with pytest.raises(ModelError) as caught:
        inspect(path)
    assert caught.value.code == "model-needs-code"
    assert "pickle: " in str(caught.value.params["layers"])


@pytest.mark.parametrize(
    "entry",
    [
        "data/weights/model.pt",  # of old, and taken before the tensors
        "data/constants/model.pt",
        "models/other.json",
        "data/sample_inputs/other.pt",
        "data/aotinductor/model/net.so",
        "data/weights/custom_obj_0",
        "data/weights/weight_0",  # a second one
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_beside_the_program_needs_a_yes(tmp_path: Path, entry: str) -> None:
    path = torch_export.write(tmp_path / "net.pt2", extra=(entry,))
    with pytest.raises(ModelError) as caught:
        inspect(path)
    assert (caught.value.code, caught.value.params["layers"]) == ("model-needs-code", entry)
    assert inspect(path, allow_code=True).info.format == "pt2"


def test_text_beside_the_program_needs_none(tmp_path: Path) -> None:
    plain = ("archive_version", "byteorder", ".data/version", "data/extra/labels.txt")
    assert inspect(torch_export.write(tmp_path / "net.pt2", extra=plain)).info.format == "pt2"


def test_only_what_was_checked_is_handed_on(tmp_path: Path) -> None:
    path = torch_export.write(tmp_path / "net.pt2")
    found = read_archive(path)
    evil = ("models/other.json", "data/weights/model.pt", "data/aotinductor/model/net.so")
    torch_export.write(path, samples=pickled("os system"), extra=evil)
    write_checked(path, found, tmp_path / "checked.pt2")
    with zipfile.ZipFile(tmp_path / "checked.pt2") as checked:
        assert sorted(checked.namelist()) == [
            "model/archive_format",
            "model/data/constants/model_constants_config.json",
            "model/data/sample_inputs/model.pt",
            "model/data/weights/model_weights_config.json",
            "model/data/weights/weight_0",
            "model/data/weights/weight_1",
            "model/models/model.json",
        ]
        assert checked.read("model/data/sample_inputs/model.pt") == b""
    again = read_archive(tmp_path / "checked.pt2")
    assert (again.program, again.weights, again.others) == (found.program, found.weights, ())


def test_damaged_files_say_so(net: Path, tmp_path: Path) -> None:
    whole = net.read_bytes()
    path = tmp_path / "cut.pt2"
    for length in (60, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelError) as caught:
            sniff(path)
        assert caught.value.code == "model-damaged"
    for key in ("graph", "signature"):
        described = torch_export.program()
        described["graph_module"][key] = {"nodes": 3}
        with pytest.raises(ModelError) as found:
            inspect(torch_export.write(path, described))
        assert found.value.code == "model-damaged"
    described = torch_export.program()
    described["graph_module"]["signature"]["output_specs"] = []
    with pytest.raises(ModelError) as none:
        inspect(torch_export.write(path, described))
    assert none.value.code == "torch-no-tensors"


def test_whatever_is_in_it_reading_ends_well_or_explained(tmp_path: Path) -> None:
    numbers = random.Random(7)
    odd = [None, -1, [], {}, "x", 3.5, 10**30, [{}], {"as_int": -5}, True]
    codes = set()
    for _ in range(400):
        described = torch_export.program()
        place: Any = described
        for _ in range(numbers.randrange(1, 9)):
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = numbers.choice(keys)
            if not isinstance(place[key], dict | list) or numbers.random() < 0.2:
                place[key] = numbers.choice(odd)
                break
            place = place[key]
        path = torch_export.write(tmp_path / "net.pt2", described)
        try:
            codes.add(inspect(path, shapes=numbers.choice([{}, {"x": (1, 3, 16, 8)}])).info.format)
        except StudioError as error:
            codes.add(error.code)
    assert {"pt2", "model-damaged"} <= codes
