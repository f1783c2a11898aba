"""A part of a .tflite is a model that computes what the whole one does inside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from studio.core.errors import ModelError, StudioError, UsageError
from studio.core.graph_requests import CutRequest, CutResult
from studio.core.model import Graph
from studio.graph.cutting import cut
from studio.graph.signature import read_signature_defs
from studio.graph.tflite import read_model
from tests.kit.layered_tflite import classifier, convolutions, int8_dense
from tests.kit.small_tflite import (
    Signed,
    accumulator,
    endless_loop,
    named_in_another_order,
    relu_chain,
)
from tests.realmodels import RealModels

KERNELS = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES


def take(path: Path, out: Path, *outputs: str, inputs: tuple[str, ...] = ()) -> CutResult:
    return cut(CutRequest(path=str(path), artifact=str(out), outputs=outputs, inputs=inputs))


def whole_values(path: Path) -> tuple[Graph, dict[str, np.ndarray]]:
    """Tensor name -> value in a run on random inputs, of all that a run leaves behind."""
    whole = Interpreter(
        str(path), experimental_op_resolver_type=KERNELS, experimental_preserve_all_tensors=True
    )
    whole.allocate_tensors()
    chance = np.random.RandomState(0)
    for details in whole.get_input_details():
        span = 100 if np.issubdtype(details["dtype"], np.integer) else 1
        values = chance.random_sample(details["shape"]) * span
        whole.set_tensor(details["index"], values.astype(details["dtype"]))
    whole.invoke()
    graph = read_model(path)[1]
    values = {}
    for node in graph.nodes:
        for tensor in (*node.inputs, *node.outputs):
            if tensor >= 0 and graph.tensors[tensor].subgraph == 0:
                values[graph.tensors[tensor].name] = whole.get_tensor(tensor)
    return graph, values


def run_part(path: Path, values: dict[str, np.ndarray]) -> list[np.ndarray]:
    part = Interpreter(str(path), experimental_op_resolver_type=KERNELS)
    part.allocate_tensors()
    for details in part.get_input_details():
        part.set_tensor(details["index"], values[details["name"]])
    part.invoke()
    return [part.get_tensor(details["index"]) for details in part.get_output_details()]


def require_same(path: Path, folder: Path, places: int = 4) -> int:
    """Cuts behind several ops, and between two of them; returns how many parts were compared."""
    graph, values = whole_values(path)
    constants = {tensor.name for tensor in graph.tensors if tensor.is_constant}
    nodes = [node for node in graph.nodes if node.subgraph == 0 and node.op != "DEQUANTIZE"]
    compared = 0
    for at in range(places):
        node = nodes[(len(nodes) - 1) * at // (places - 1)]
        name = graph.tensors[node.outputs[0]].name
        out = folder / f"{at}.tflite"
        made = take(path, out, name)
        assert made.kept_ops == len(read_model(out)[1].nodes)
        (found,) = run_part(out, values)
        np.testing.assert_array_equal(found, values[name], err_msg=f"{path.name}: {name}")
        begins = tuple(
            dict.fromkeys(
                graph.tensors[tensor].name
                for tensor in node.inputs
                if tensor >= 0 and graph.tensors[tensor].name not in constants
            )
        )
        single = take(path, folder / f"{at}_op.tflite", name, inputs=begins)
        assert single.kept_ops == 1
        (found,) = run_part(folder / f"{at}_op.tflite", values)
        np.testing.assert_array_equal(found, values[name], err_msg=f"{path.name}: one op")
        compared += 2
    return compared


def test_a_part_is_smaller_and_computes_the_same(tmp_path: Path) -> None:
    path = convolutions(tmp_path / "m.tflite", size=6, channels=4, depth=4)
    assert require_same(path, tmp_path) == 8
    assert (tmp_path / "0.tflite").stat().st_size < (tmp_path / "3.tflite").stat().st_size


def test_quantized_parts_keep_scales_and_types(tmp_path: Path) -> None:
    path = int8_dense(tmp_path / "m.tflite", np.eye(6, 4))
    graph = read_model(path)[1]
    name = graph.tensors[graph.nodes[0].outputs[0]].name
    take(path, tmp_path / "part.tflite", name)
    info = read_model(tmp_path / "part.tflite")[0]
    before = read_model(path)[0].signatures[0].inputs[0]
    assert info.signatures[0].inputs[0].quantization == before.quantization
    assert require_same(path, tmp_path, places=2) == 4


def test_names_of_the_signature_stay_and_others_are_the_tensors(tmp_path: Path) -> None:
    path = relu_chain(tmp_path / "m.tflite", depth=3, signed=Signed(input="image"))
    take(path, tmp_path / "part.tflite", "h1")
    (signature,) = read_signature_defs((tmp_path / "part.tflite").read_bytes())
    assert (list(signature.inputs), list(signature.outputs)) == (["image"], ["h1"])


def test_several_outputs_in_the_order_that_was_asked_for(tmp_path: Path) -> None:
    path = named_in_another_order(tmp_path / "m.tflite")
    take(path, tmp_path / "part.tflite", "y1", "y0")
    (signature,) = read_signature_defs((tmp_path / "part.tflite").read_bytes())
    assert list(signature.outputs) == ["kept", "difference"]
    _, values = whole_values(path)
    for found, name in zip(run_part(tmp_path / "part.tflite", values), ("y1", "y0"), strict=True):
        np.testing.assert_array_equal(found, values[name])


def test_dynamic_shapes_stay_open(tmp_path: Path) -> None:
    path = classifier(tmp_path / "m.tflite", np.eye(6, 4), dynamic=True, signed=Signed())
    graph = read_model(path)[1]
    take(path, tmp_path / "part.tflite", graph.tensors[graph.nodes[0].outputs[0]].name)
    spec = read_model(tmp_path / "part.tflite")[0].signatures[0].inputs[0]
    assert spec.shape[0] is None


def test_a_tensor_goes_by_a_part_of_its_joined_name(tmp_path: Path) -> None:
    path = relu_chain(tmp_path / "m.tflite", depth=3, inside="net/r{0}/Relu6;net/c{0}/Conv2D;net/b")
    for given in ("net/r1/Relu6", "net/c1/Conv2D", "…/r1/Relu6;…", "r1/Relu6"):
        part = tmp_path / "part.tflite"
        assert take(path, part, given).kept_ops == 2, given
        part.unlink()
    with pytest.raises(UsageError) as caught:
        take(path, part, "net/b")
    assert caught.value.code == "cut-tensor-ambiguous"
    with pytest.raises(UsageError) as caught:
        take(path, part, "net/r1/Relu")
    assert caught.value.params["names"].split(", ")[0] == "net/r1/Relu6"


@pytest.mark.parametrize(
    ("outputs", "inputs", "code"),
    [
        (("nothing",), (), "cut-tensor-unknown"),
        (("H1",), (), "cut-tensor-near"),
        (("x",), (), "cut-not-made"),
        (("h1",), ("h1",), "cut-not-made"),
        (("h0",), ("h1",), "cut-input-unused"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, outputs: tuple[str, ...], inputs: tuple[str, ...], code: str
) -> None:
    path = relu_chain(tmp_path / "m.tflite", depth=3)
    with pytest.raises(UsageError) as caught:
        take(path, tmp_path / "part.tflite", *outputs, inputs=inputs)
    assert caught.value.code == code
    assert not (tmp_path / "part.tflite").exists()


def test_a_part_that_needs_more_inputs_says_which(tmp_path: Path) -> None:
    path = named_in_another_order(tmp_path / "m.tflite")
    with pytest.raises(UsageError) as caught:
        take(path, tmp_path / "part.tflite", "y0", inputs=("b",))
    assert (caught.value.code, caught.value.params["names"]) == ("cut-input-missing", "a")


def test_weights_are_no_inputs(tmp_path: Path) -> None:
    """A value given for one would be written into what belongs to the file: a crash."""
    path = convolutions(tmp_path / "m.tflite", size=6, channels=4, depth=2)
    graph = read_model(path)[1]
    node = graph.nodes[1]
    names = tuple(graph.tensors[at].name for at in node.inputs[:2])
    assert [graph.tensors[at].is_constant for at in node.inputs[:2]] == [False, True]
    with pytest.raises(UsageError) as caught:
        take(path, tmp_path / "part.tflite", graph.tensors[node.outputs[0]].name, inputs=names)
    assert (caught.value.code, caught.value.params["name"]) == ("cut-input-constant", names[1])
    assert not (tmp_path / "part.tflite").exists()


def test_loops_and_variables_are_refused_and_what_is_beside_them_is_not(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        take(endless_loop(tmp_path / "loop.tflite"), tmp_path / "part.tflite", "y")
    assert (caught.value.code, caught.value.params["ops"]) == ("cut-calls", "WHILE")
    with pytest.raises(UsageError) as usage:
        take(tmp_path / "loop.tflite", tmp_path / "part.tflite", "above")
    assert usage.value.code == "cut-tensor-inside"
    state = accumulator(tmp_path / "state.tflite")
    with pytest.raises(ModelError) as caught:
        take(state, tmp_path / "part.tflite", "y")
    assert caught.value.code == "cut-variables"
    made = take(state, tmp_path / "part.tflite", "y", inputs=("total", "x"))
    assert made.kept_ops == 1
    (found,) = run_part(
        tmp_path / "part.tflite",
        {"total": np.full((1, 4), 2, np.float32), "x": np.ones((1, 4), np.float32)},
    )
    assert found.tolist() == [[3, 3, 3, 3]]


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = relu_chain(tmp_path / "m.tflite", depth=3)
    (tmp_path / "part.tflite").write_bytes(b"mine")
    with pytest.raises(UsageError) as caught:
        take(path, tmp_path / "part.tflite", "h1")
    assert caught.value.code == "output-exists"
    assert (tmp_path / "part.tflite").read_bytes() == b"mine"
    request = CutRequest(path=str(path), artifact=str(path), outputs=("h1",), overwrite=True)
    with pytest.raises(UsageError) as caught:
        cut(request)
    assert caught.value.code == "output-is-source"


@pytest.mark.realmodel
def test_real_models_float_half_sparse_and_int8(realmodels: RealModels, tmp_path: Path) -> None:
    pitch = realmodels.basic_pitch_saved_model.with_suffix(".tflite")
    names = ("face_detection_short_range", "face_detection_full_range_sparse", "face_landmark")
    for path in (pitch, realmodels.fer_tflite, *map(realmodels.mediapipe, names)):
        assert require_same(path, tmp_path) == 8
        for made in tmp_path.iterdir():
            made.unlink()
    with pytest.raises(StudioError) as caught:
        path = realmodels.wakewords()[0]
        graph = read_model(path)[1]
        take(path, tmp_path / "part.tflite", graph.tensors[graph.outputs[0][0]].name)
    assert caught.value.code == "cut-variables"
