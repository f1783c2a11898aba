"""ONNX files are opened to be looked at: graph, shapes, costs where they can be counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from studio.core.errors import ModelError, StudioError, UsageError
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.graph.onnx_model import inspect_onnx
from tests.kit import small_onnx
from tests.realmodels import RealModels


def read(path: Path, **shapes: tuple[int, ...]) -> InspectResult:
    return inspect_onnx(InspectRequest(path=str(path), shapes=shapes))


def make_branching(path: Path) -> Path:
    """x -> MatMul w -> If: Conv-free branches, of which one multiplies again."""
    weights = helper.make_tensor("w", TensorProto.FLOAT, (4, 3), [0.5] * 12)
    more = helper.make_tensor("v", TensorProto.FLOAT, (3, 3), [0.5] * 9)
    branches = {}
    for name, op, inputs in (("then", "MatMul", ["h", "v"]), ("else", "Relu", ["h"])):
        made = helper.make_tensor_value_info(f"{name}_y", TensorProto.FLOAT, ("n", 3))
        node = helper.make_node(op, inputs, [f"{name}_y"])
        branches[name] = helper.make_graph([node], name, [], [made])
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "w"], ["h"], name="first"),
            helper.make_node(
                "If", ["c"], ["y"], then_branch=branches["then"], else_branch=branches["else"]
            ),
        ],
        "net",
        [
            helper.make_tensor_value_info("x", TensorProto.FLOAT, ("n", 4)),
            helper.make_tensor_value_info("c", TensorProto.BOOL, ()),
        ],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ("n", 3))],
        [weights, more],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)
    return path


def test_small_constants_are_told(tmp_path: Path) -> None:
    """Stored or stated, of numbers that are finite and few; others are not known."""
    stored = {
        "w": (TensorProto.FLOAT, (20,), [0.5] * 20), "six": (TensorProto.FLOAT, (), [6.0]),
        "shape": (TensorProto.INT64, (2,), [-1, 4]), "endless": (TensorProto.FLOAT, (), [np.inf]),
        "flag": (TensorProto.BOOL, (1,), [True]), "name": (TensorProto.STRING, (1,), [b"x"]),
    }  # fmt: skip
    nodes = [
        helper.make_node("Constant", [], ["two"], value_float=2.0),
        helper.make_node("Constant", [], ["axes"], value_ints=[0, 1]),
        helper.make_node("Constant", [], ["half"], value=helper.make_tensor(
            "t", TensorProto.FLOAT16, (1,), [0.5])),
        helper.make_node("Relu", ["x"], ["y"]),
    ]  # fmt: skip
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, (4,)) for name in "xy"]
    graph = helper.make_graph(
        nodes, "net", ends[:1], ends[1:],
        [helper.make_tensor(name, *parts) for name, parts in stored.items()],
    )  # fmt: skip
    onnx.save(helper.make_model(graph), tmp_path / "net.onnx")
    found = {one.name: one.values for one in read(tmp_path / "net.onnx").graph.tensors}
    assert {name: values for name, values in found.items() if values} == {
        "six": (6.0,), "shape": (-1.0, 4.0), "flag": (1.0,), "two": (2.0,), "axes": (0.0, 1.0),
        "half": (0.5,),
    }  # fmt: skip


def test_a_small_file(tmp_path: Path) -> None:
    found = read(small_onnx.relu(tmp_path / "net.onnx", ("rows", 4)))
    (node,) = found.graph.nodes
    assert (node.id, node.op, node.macs, node.precision) == ("0/Relu/y", "Relu", 0, "float32")
    assert found.info.signatures[0].inputs[0].shape == (None, 4)
    assert (found.info.format, found.info.macs, found.info.parameters) == ("onnx", 0, 0)
    assert [warning.code for warning in found.info.warnings] == ["dynamic-shapes"]
    assert msgspec.json.decode(msgspec.json.encode(found), type=InspectResult) == found


def test_branches_are_subgraphs_and_keep_the_costs_unknown(tmp_path: Path) -> None:
    found = read(make_branching(tmp_path / "net.onnx"), x=(2, 4))
    assert [(node.subgraph, node.op, node.macs) for node in found.graph.nodes] == [
        (0, "MatMul", 24),
        (1, "Relu", 0),
        (2, "MatMul", 18),
        (0, "If", 0),
    ]
    assert (found.info.macs, found.info.macs_unknown_ops) == (None, ("If",))
    outer = next(tensor.index for tensor in found.graph.tensors if tensor.name == "h")
    assert [node.inputs[0] for node in found.graph.nodes[1:3]] == [outer, outer]
    assert found.info.parameters == 21
    assert len(found.graph.outputs) == 3


def test_shapes_fix_open_dimensions_and_must_fit(tmp_path: Path) -> None:
    path = make_branching(tmp_path / "net.onnx")
    assert read(path).graph.nodes[0].macs is None
    assert read(path, x=(5, 4)).info.shapes_used["x"] == (5, 4)
    with pytest.raises(UsageError) as caught:
        read(path, x=(5, 3))
    assert caught.value.code == "shape-invalid"
    with pytest.raises(UsageError) as caught:
        read(path, z=(5, 3))
    assert caught.value.code == "shape-input-unknown"


def test_without_the_package_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_onnx.relu(tmp_path / "net.onnx")
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ModelError) as caught:
        read(path)
    assert caught.value.code == "model-needs-onnx"


def test_damaged_bytes_are_an_error(tmp_path: Path) -> None:
    whole = make_branching(tmp_path / "net.onnx").read_bytes()
    path = tmp_path / "damaged.onnx"
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
        try:
            msgspec.json.encode(read(path))
        except StudioError as error:
            assert error.code == "model-damaged"


_PEAK = """
import re, sys
from pathlib import Path
import onnx.shape_inference
from studio.core.requests import InspectRequest
from studio.graph.onnx_model import inspect_onnx
def peak():
    return 1024 * int(re.search("VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
before = peak()
(node,) = inspect_onnx(InspectRequest(path=sys.argv[1])).graph.nodes
print(node.macs, peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="others tell the peak of parents as well")
def test_weights_are_held_no_more_than_needed_to_parse_them(tmp_path: Path) -> None:
    """Twice: the file's bytes, and what the protocol buffer makes of them."""
    size = 100_000_000
    weights = helper.make_tensor("w", TensorProto.FLOAT, (5000, 5000), bytes(size), raw=True)
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("x", (2, 5000)), ("y", None))
    ]
    node = helper.make_node("MatMul", ["x", "w"], ["y"])
    graph = helper.make_graph([node], "net", ends[:1], ends[1:], [weights])
    onnx.save(helper.make_model(graph), tmp_path / "net.onnx")
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(tmp_path / "net.onnx")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    macs, peak = map(int, done.stdout.split())
    assert macs == 2 * 5000 * 5000, "the shape of y is inferred"
    assert peak < 2.3 * size


@pytest.mark.realmodel
def test_real_files(realmodels: RealModels) -> None:
    pitch = realmodels.basic_pitch_onnx
    counted = inspect_onnx(
        InspectRequest(path=str(pitch), shapes={"serving_default_input_2:0": (1, 43844, 1)})
    )
    # the same network as the .tflite beside it
    assert counted.info.macs == pytest.approx(524e6, rel=0.01)
    magika = read(realmodels.magika_onnx)
    assert (magika.info.parameters, magika.info.macs) == (pytest.approx(784e3, rel=0.01), None)
    silero = read(realmodels.silero_onnx)
    assert silero.info.ops["If"] == 25
    assert "If" in silero.info.macs_unknown_ops
    half = read(realmodels.silero_half_onnx)
    # one of the two sampling rates, so about half of the weights, in float32 all the same
    assert 2 * half.info.parameters == pytest.approx(silero.info.parameters, rel=0.2)
