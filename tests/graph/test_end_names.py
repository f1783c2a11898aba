"""Inputs and outputs are called as the signature calls them; a tensor's own name is a detail."""

from __future__ import annotations

from pathlib import Path

from studio.core.ends import with_end_names
from studio.core.graph_requests import CutRequest
from studio.core.model import Graph, GraphTensor, Signature, TensorSpec
from studio.graph.cutting import cut
from studio.graph.tflite import read_model
from tests.kit.small_tflite import named_in_another_order


def test_the_graph_knows_the_signatures_names(tmp_path: Path) -> None:
    info, graph = read_model(named_in_another_order(tmp_path / "m.tflite"))
    ends = (*graph.inputs[0], *graph.outputs[0])
    assert [graph.tensors[index].name for index in ends] == ["a", "b", "y0", "y1"]
    assert [graph.end_name(index) for index in ends] == ["first", "second", "difference", "kept"]
    assert {spec.name for spec in info.signatures[0].inputs} == {"first", "second"}


def test_a_part_is_cut_by_the_names_that_people_know(tmp_path: Path) -> None:
    path = named_in_another_order(tmp_path / "m.tflite")
    by_tensor, by_name = tmp_path / "t.tflite", tmp_path / "n.tflite"
    for out, name in ((by_tensor, "y1"), (by_name, "kept")):
        cut(CutRequest(path=str(path), artifact=str(out), outputs=(name,)))
    assert by_tensor.read_bytes() == by_name.read_bytes()


def test_names_go_by_place_and_only_where_all_fits() -> None:
    def tensor(index: int, name: str) -> GraphTensor:
        return GraphTensor(index=index, name=name, dtype="float32", shape=(1,))

    tensors = (tensor(0, "x:0"), tensor(1, "Identity:0"))
    graph = Graph(tensors=tensors, inputs=((0,),), outputs=((1,),))
    inputs = (TensorSpec(name="image", dtype="float32", shape=(1,)),)
    outputs = (TensorSpec(name="digit", dtype="int8", shape=(1,)),)
    named = with_end_names(graph, Signature(name="s", inputs=inputs, outputs=outputs))
    assert (named.end_name(0), named.end_name(1)) == ("image", "Identity:0")
