"""Old tables of ops are brought up to date without a change of what is computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from studio.graph.op_codes import with_op_codes
from studio.graph.signature import read_signature_defs
from studio.graph.tflite import read_model
from tests.kit.layered_tflite import classifier
from tests.kit.small_tflite import Signed, as_old
from tests.realmodels import RealModels


def codes(data: bytes) -> list[tuple[int, int]]:
    model = schema.ModelT.InitFromPackedBuf(data)
    return [(code.builtinCode, code.deprecatedBuiltinCode) for code in model.operatorCodes]


def first_output(data: bytes) -> np.ndarray:
    interpreter = Interpreter(model_content=data)
    interpreter.allocate_tensors()
    (details,) = interpreter.get_input_details()
    interpreter.set_tensor(details["index"], np.full(details["shape"], 0.3, np.float32))
    interpreter.invoke()
    return np.asarray(interpreter.get_tensor(interpreter.get_output_details()[0]["index"]))


def test_codes_move_to_the_new_field(tmp_path: Path) -> None:
    path = classifier(tmp_path / "m.tflite", np.eye(3, 4), signed=Signed())
    new = path.read_bytes()
    old = as_old(new)
    assert [code for code, _ in codes(old)] == [0, 0]
    updated = with_op_codes(old)
    assert codes(updated) == codes(new)
    assert updated.endswith(old)
    assert read_signature_defs(updated) == read_signature_defs(old)
    assert np.array_equal(first_output(updated), first_output(old))
    (tmp_path / "u.tflite").write_bytes(updated)
    assert read_model(tmp_path / "u.tflite")[0].ops == {"FULLY_CONNECTED": 1, "SOFTMAX": 1}


def test_new_files_stay_as_they_are(tmp_path: Path) -> None:
    data = classifier(tmp_path / "m.tflite", np.eye(3, 4)).read_bytes()
    assert with_op_codes(data) is data


@pytest.mark.realmodel
def test_an_old_model_can_be_quantized(realmodels: RealModels, tmp_path: Path) -> None:
    """ai-edge-quantizer leaves the file as it is otherwise."""
    quantizer = pytest.importorskip("ai_edge_quantizer")
    data = realmodels.mediapipe("iris_landmark").read_bytes()
    sizes = []
    for content in (data, with_op_codes(data)):
        (tmp_path / "m.tflite").write_bytes(content)
        tool = quantizer.quantizer.Quantizer(str(tmp_path / "m.tflite"))
        tool.load_quantization_recipe(quantizer.recipe.dynamic_wi8_afp32())
        sizes.append(len(tool.quantize(None, enable_progress_report=False).quantized_model))
    assert sizes[0] >= len(data)
    assert sizes[1] < len(data) / 3
    assert np.array_equal(first_output(data), first_output(with_op_codes(data)))
