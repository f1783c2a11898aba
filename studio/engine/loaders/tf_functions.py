"""Which functions of TensorFlow a Keras 2 file may name without being asked about.

Such a file may hold layers that are nothing but a call: TFOpLambda finds any public function of
TensorFlow by its name ("math.add", but "io.gfile.rmtree" too) and calls it, on what the file says,
while the model is built. Let through is what only computes; all else needs a yes.
"""

from __future__ import annotations

import re
from typing import Any

from studio.engine.loaders.op_types import may_touch_files

_COMPUTING = (
    *("math", "nn", "image", "linalg", "random", "signal", "sparse", "strings", "ragged"),
    *("bitwise", "sets", "quantization", "audio", "dtypes", "__operators__"),
    *("keras.activations", "keras.backend"),
)
_READING_A_FILE = "fixed_unigram_candidate_sampler"
_CODERS = re.compile(
    r"io\.(?:decode|encode|parse|serialize|deserialize)_(?!proto)\w+|io\.is_jpeg"
    r"|io\.extract_jpeg_shape|debugging\.(?:assert_\w+|check_numerics)"
)
_UNNAMED = re.compile(
    r"(?!load_|py_|numpy_|rpc_|import_|d_tensor_|configure_|shutdown_|register_|print$|function$"
    r"|xla_call_module|xla_custom_call)[a-z]\w*"
)
_CLASSES = frozenset({"RaggedTensor", "SparseTensor", "Tensor", "TensorShape"})
_OP_NAME = re.compile(r"[A-Z]\w+")


def calls_more(class_name: str, config: dict[str, Any]) -> bool:
    """Whether a layer of a Keras 2 file calls what may do more than compute."""
    match class_name:
        case "TFOpLambda" | "SlicingOpLambda":
            return not _only_computes(str(config.get("function", "")))
        case "ClassMethod":
            return str(config.get("cls_symbol", "")) not in _CLASSES
        case "TensorFlowOpLayer":
            return any(map(may_touch_files, _OP_NAME.findall(str(config.get("node_def", "")))))
    return False


def _only_computes(function: str) -> bool:
    """``function``: as TensorFlow exports it, e.g. "nn.relu", "cast", "compat.v1.nn.relu"."""
    name = function.removeprefix("compat.v1.")
    if name.startswith("raw_ops."):
        return not may_touch_files(name.removeprefix("raw_ops."))
    if name.endswith(_READING_A_FILE):
        return False
    if name.startswith(tuple(f"{one}." for one in _COMPUTING)):
        return True
    return bool(_CODERS.fullmatch(name) or _UNNAMED.fullmatch(name))
