"""What sort of work an op does, told by its name, in the words of LiteRT, TensorFlow, Keras, ONNX.

A sort is a help for the eye, a stripe on the box; nothing is counted by it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtGui import QColor

from studio.core.messages.marking import mark

OpKind = Literal["compute", "arithmetic", "pool", "shape", "quantize", "control", "other"]

KIND_TITLES: dict[OpKind, str] = {
    "compute": mark("weights times inputs"),
    "arithmetic": mark("element by element"),
    "pool": mark("pooling, reducing"),
    "shape": mark("moving, reshaping"),
    "quantize": mark("changing types"),
    "control": mark("control, state"),
    "other": mark("other"),
}
"""In the order of the legend."""

# Hues after Okabe and Ito, each lightened or darkened for the ground that it stands on.
_LIGHT: dict[OpKind, str] = {
    "compute": "#0072b2",
    "arithmetic": "#009e73",
    "pool": "#d55e00",
    "shape": "#8b95a1",
    "quantize": "#b79a00",
    "control": "#b5508a",
    "other": "#4a525b",
}
_DARK: dict[OpKind, str] = {
    "compute": "#56b4e9",
    "arithmetic": "#2fc493",
    "pool": "#f0843c",
    "shape": "#7d8894",
    "quantize": "#e3cb4a",
    "control": "#d987b9",
    "other": "#b6bec7",
}

# The first that occurs in the name decides, so what is more special stands first.
_WORDS: tuple[tuple[str, OpKind], ...] = (
    ("quant", "quantize"), ("cast", "quantize"), ("densify", "quantize"), ("bitcast", "shape"),
    ("while", "control"), ("callonce", "control"), ("varhandle", "control"),
    ("variable", "control"), ("partitioned", "control"), ("hashtable", "control"),
    ("unpool", "shape"), ("pool", "pool"), ("reduce", "pool"), ("mean", "pool"),
    ("argm", "pool"), ("topk", "pool"), ("cumsum", "pool"), ("nonmaxsuppression", "pool"),
    ("conv", "compute"), ("fullyconnected", "compute"), ("dense", "compute"),
    ("matmul", "compute"), ("gemm", "compute"), ("lstm", "compute"), ("gru", "compute"),
    ("rnn", "compute"), ("svdf", "compute"), ("einsum", "compute"), ("attention", "compute"),
    ("embedding", "compute"),
    ("reshape", "shape"), ("transpose", "shape"), ("concat", "shape"), ("pad", "shape"),
    ("slice", "shape"), ("split", "shape"), ("gather", "shape"), ("squeeze", "shape"),
    ("expanddims", "shape"), ("pack", "shape"), ("tile", "shape"), ("flatten", "shape"),
    ("shape", "shape"), ("resize", "shape"), ("upsampl", "shape"), ("space", "shape"),
    ("cropping", "shape"), ("broadcastto", "shape"), ("scatter", "shape"), ("reverse", "shape"),
    ("identity", "shape"), ("fill", "shape"), ("permute", "shape"), ("range", "shape"),
    ("relu", "arithmetic"), ("logistic", "arithmetic"), ("sigmoid", "arithmetic"),
    ("softmax", "arithmetic"), ("tanh", "arithmetic"), ("swish", "arithmetic"),
    ("elu", "arithmetic"), ("activation", "arithmetic"), ("add", "arithmetic"),
    ("sub", "arithmetic"), ("mul", "arithmetic"), ("div", "arithmetic"), ("max", "arithmetic"),
    ("min", "arithmetic"), ("pow", "arithmetic"), ("sqrt", "arithmetic"), ("exp", "arithmetic"),
    ("log", "arithmetic"), ("abs", "arithmetic"), ("neg", "arithmetic"), ("round", "arithmetic"),
    ("floor", "arithmetic"), ("ceil", "arithmetic"), ("square", "arithmetic"),
    ("norm", "arithmetic"), ("bias", "arithmetic"), ("clip", "arithmetic"),
    ("equal", "arithmetic"), ("greater", "arithmetic"), ("less", "arithmetic"),
    ("select", "arithmetic"), ("where", "arithmetic"), ("sin", "arithmetic"),
    ("cos", "arithmetic"), ("erf", "arithmetic"), ("sign", "arithmetic"),
    ("sum", "pool"),
)  # fmt: skip
_EXACT: dict[str, OpKind] = {
    "if": "control", "call": "control", "loop": "control", "sum": "pool", "dropout": "arithmetic",
    "stablehlocomposite": "control",
    # of PyTorch, whose names are short
    "linear": "compute", "mm": "compute", "bmm": "compute", "addmm": "compute",
    "baddbmm": "compute", "view": "shape", "cat": "shape", "t": "shape", "expand": "shape",
    "chunk": "shape", "unbind": "shape", "getitem": "shape",
}  # fmt: skip


@lru_cache(maxsize=2048)
def kind_of(op: str) -> OpKind:
    """The sort of work of the op of that name."""
    name = op.lower().replace("_", "")
    if name in _EXACT:
        return _EXACT[name]
    return next((kind for word, kind in _WORDS if word in name), "other")


@lru_cache(maxsize=32)
def kind_color(kind: OpKind, *, dark: bool) -> QColor:
    return QColor((_DARK if dark else _LIGHT)[kind])
