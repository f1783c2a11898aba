"""What Keras 2 lets a file call, and which words it reads, needs a person's yes where that is more
than computing."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import ModelError
from studio.engine.loaders.keras_code import require_no_code
from studio.engine.loaders.tf_functions import calls_more
from studio.engine.tensorflow_import import load_tensorflow

pytestmark = pytest.mark.tf

_MORE = re.compile(
    r"file|path|(?:^|_)dirs?(?:_|$)|directory|prefix|address|host|url|load|save|import|export|write"
    r"|read|dump|register|(?:^|_)py_|graph_def|xla_c|rpc|print|exec|eval(?!_?u)|callback|session"
)
_ONLY_CALLED_SO = {
    ("ctc_beam_search_decoder", "top_paths"),
    ("ctc_beam_search_decoder_v2", "top_paths"),
    ("fingerprint", "fingerprint"),
    ("merge", "already_sorted"),
    ("regex_replace", "rewrite"),
    ("static_state_saving_rnn", "state_saver"),  # an object, which no file can name
}
_OF_KERAS_BACKEND = {
    ("clear_session", "clear_session"),
    ("ctc_decode", "top_paths"),
    ("eval", "eval"),  # of a tensor
    ("get_session", "get_session"),
    ("get_uid", "prefix"),
    ("print_tensor", "print_tensor"),
    ("set_session", "session"),
    ("set_session", "set_session"),
}
"""Exported once Keras 2 is loaded, as another test may have done."""


@pytest.mark.parametrize(
    ("class_name", "config", "is_code"),
    [
        ("TFOpLambda", {"function": "math.add"}, False),
        ("TFOpLambda", {"function": "compat.v1.nn.relu"}, False),
        ("TFOpLambda", {"function": "__operators__.getitem"}, False),
        ("TFOpLambda", {"function": "cast"}, False),
        ("TFOpLambda", {"function": "io.decode_png"}, False),
        ("TFOpLambda", {"function": "raw_ops.Relu"}, False),
        ("TFOpLambda", {"function": "io.read_file"}, True),
        ("TFOpLambda", {"function": "io.gfile.rmtree"}, True),
        ("TFOpLambda", {"function": "compat.v1.gfile.DeleteRecursively"}, True),
        ("TFOpLambda", {"function": "raw_ops.WriteFile"}, True),
        ("TFOpLambda", {"function": "load_library"}, True),
        ("TFOpLambda", {"function": "py_function"}, True),
        ("TFOpLambda", {"function": "print"}, True),
        ("TFOpLambda", {"function": "keras.utils.get_file"}, True),
        ("SlicingOpLambda", {"function": "saved_model.load"}, True),
        ("ClassMethod", {"cls_symbol": "RaggedTensor", "method_name": "from_tensor"}, False),
        ("ClassMethod", {"cls_symbol": "io.TFRecordWriter"}, True),
        ("TensorFlowOpLayer", {"node_def": {"name": "a", "op": "Add"}}, False),
        ("TFOpLambda", {"function": "compat.v1.gather"}, False),
        ("TFOpLambda", {"function": "compat.v1.read_file"}, True),
        ("TFOpLambda", {"function": "compat.v1.matching_files"}, True),
        ("TFOpLambda", {"function": "quantization.experimental.quantize_saved_model"}, True),
        ("TFOpLambda", {"function": "raw_ops.DatasetFromGraph"}, True),
        ("ClassMethod", {"cls_symbol": "Tensor", "method_name": "__class__"}, True),
        ("TensorFlowOpLayer", {"node_def": "\n\x01a\x12\x03Add"}, False),
        ("TensorFlowOpLayer", {"node_def": "\n\x01a\x12\x08ReadFile"}, True),
        ("TensorFlowOpLayer", {"node_def": {"name": "a", "op": "ReadFile"}}, True),
        # what is parsed ends before the 2
        ("TensorFlowOpLayer", {"node_def": "\n\x01x\x12\x09WriteFile2\x00"}, True),
        ("TensorFlowOpLayer", {"node_def": '{"name": "a", "op": "Add"}'}, True),
        ("TensorFlowOpLayer", {"node_def": {"op": "Add", "more": 1}}, True),
        ("TensorFlowOpLayer", {}, True),
        ("IntegerLookup", {"vocabulary": [1, 2]}, False),
        ("IntegerLookup", {"vocabulary": None}, False),
        ("IntegerLookup", {"vocabulary": "/etc/words"}, True),
        ("Wrapper", {"layers": [{"vocabulary": "/etc/words"}]}, True),
        ("VocabularyFileCategoricalColumn", {"vocabulary_file": "/etc/words"}, True),
    ],
)
def test_what_a_keras_2_file_calls(class_name: str, config: Any, is_code: bool) -> None:
    whole = json.loads(json.dumps({"layers": [{"class_name": class_name, "config": config}]}))
    try:
        require_no_code(Path("net.h5"), whole)
    except ModelError as error:
        assert (is_code, error.code) == (True, "model-needs-code")
    else:
        assert not is_code


def test_no_function_of_tensorflow_that_names_a_file_is_let_through() -> None:
    """By its own name and those of its parameters, in all that TensorFlow exports. Ops as such are
    checked by what they declare."""
    load_tensorflow()
    from tensorflow.python.util import tf_export

    every = tf_export._NAME_TO_SYMBOL_MAPPING
    let_through = {
        name: symbol
        for name, symbol in every.items()
        if not calls_more("TFOpLambda", {"function": name}) and "raw_ops." not in name
    }
    assert 800 < len(let_through) < len(every) / 2
    suspicious = {
        (name.rpartition(".")[2], part)
        for name, symbol in let_through.items()
        for part in (name.rpartition(".")[2], *_parameters(symbol))
        if _MORE.search(part)
    }
    assert suspicious - _OF_KERAS_BACKEND == _ONLY_CALLED_SO


def _parameters(symbol: Any) -> tuple[str, ...]:
    try:
        return tuple(inspect.signature(symbol).parameters)
    except (TypeError, ValueError):
        return ()
