"""Real .tflite files: all open, their counts are consistent, and a signature can be written."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from studio.core.graph_requests import ConstantsRequest
from studio.core.model import InspectResult
from studio.core.node_data import node_data
from studio.core.overlay_sums import together
from studio.core.overlay_values import make_overlay
from studio.core.overlays import Overlay, OverlaySources
from studio.graph.audit import audit
from studio.graph.constants import read_constants
from studio.graph.signature import read_io_indices, read_signature_defs, with_signature
from studio.graph.tflite import keeps_state, read_model
from tests.measure.conftest import Told
from tests.realmodels import RealModels

pytestmark = pytest.mark.realmodel


def all_files(realmodels: RealModels) -> list[Path]:
    pitch = realmodels.basic_pitch_saved_model.with_suffix(".tflite")
    return [*realmodels.all_mediapipe(), *realmodels.wakewords(), realmodels.fer_tflite, pitch]


def test_all_open_and_agree_with_the_generated_schema(realmodels: RealModels) -> None:
    for path in all_files(realmodels):
        info, graph = read_model(path)
        model = schema.ModelT.InitFromPackedBuf(path.read_bytes())
        assert len(graph.nodes) == sum(len(each.operators) for each in model.subgraphs), path.name
        assert len(graph.tensors) == sum(len(each.tensors) for each in model.subgraphs), path.name
        assert sum(info.size_split.values()) == info.size_bytes, path.name
        assert info.parameters, path.name
        assert len({node.id for node in graph.nodes}) == len(graph.nodes), path.name
        result = InspectResult(path=str(path), info=info, graph=graph)
        assert msgspec.json.decode(msgspec.json.encode(result), type=InspectResult) == result
        counted = audit(path)
        assert 0 <= counted.int8_op_share + counted.float_op_share <= 1, path.name


def test_wakewords_keep_state(realmodels: RealModels) -> None:
    assert all(map(keeps_state, realmodels.wakewords()))


def test_a_new_signature_changes_no_output(realmodels: RealModels) -> None:
    for path in (realmodels.fer_tflite, realmodels.wakewords()[0]):
        data = path.read_bytes()
        inputs, outputs = read_io_indices(data)
        signed = with_signature(data, "serving_default", {"in": inputs[0]}, {"out": outputs[0]})
        assert [entry.name for entry in read_signature_defs(signed)] == ["serving_default"]
        results = []
        for content in (data, signed):
            interpreter = Interpreter(model_content=content)
            interpreter.allocate_tensors()
            (details,) = interpreter.get_input_details()
            values = np.random.RandomState(0).random_sample(details["shape"]) * 9
            interpreter.set_tensor(details["index"], values.astype(details["dtype"]))
            interpreter.invoke()
            results.append(interpreter.get_tensor(interpreter.get_output_details()[0]["index"]))
        assert np.array_equal(*results)


def test_overlays_add_up_to_what_the_file_has(realmodels: RealModels) -> None:
    for path in all_files(realmodels):
        info, graph = read_model(path)
        sources = OverlaySources(graph=graph)
        macs, parameters, precision = (
            make_overlay(kind, sources) for kind in ("macs", "parameters", "precision")
        )
        assert isinstance(macs, Overlay) and isinstance(parameters, Overlay)
        assert isinstance(precision, Overlay)
        assert (info.macs is None) == bool(macs.gaps), path.name
        if info.macs is not None:
            assert macs.total == info.macs, path.name
        assert parameters.total is not None and info.parameters is not None
        read = {index for node in graph.nodes for index in node.inputs}
        are_read = all(one.index in read for one in graph.tensors if one.is_constant)
        assert parameters.total <= info.parameters, path.name
        assert not are_read or parameters.total == info.parameters, path.name
        computing = [n for n in graph.nodes if n.op in ("CONV_2D", "DEPTHWISE_CONV_2D")]
        assert all(node.parameters or node.counted_at for node in computing), path.name
        whole = together(precision, [node.id for node in graph.nodes])
        assert sum(count for _, count in whole.mixture) + whole.unknown == len(graph.nodes)
        data = node_data(graph, macs)
        assert sum(len(one.results) for one in data.values()) == len(macs.numbers), path.name


def test_pruned_weights_show_as_sparse(realmodels: RealModels) -> None:
    path = realmodels.mediapipe("face_detection_full_range_sparse")
    _, graph = read_model(path)
    constants = read_constants(ConstantsRequest(path=str(path)), Told().reporter)
    sparsity = make_overlay("sparsity", OverlaySources(graph=graph, constants=constants))
    assert isinstance(sparsity, Overlay)
    assert sum(node.op == "DENSIFY" for node in graph.nodes) == 46
    pruned = [node_id for node_id, share in sparsity.numbers.items() if share > 0.6]
    assert len(pruned) == 46
    ops = {node.id: node.op for node in graph.nodes}
    assert {ops[node_id] for node_id in pruned} == {"CONV_2D"}  # which computes with them
