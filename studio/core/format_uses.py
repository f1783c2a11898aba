"""What can be done with files of each format, and what it needs: for lists, not for decisions."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path

import msgspec

from studio.core.formats import FORMATS, Format
from studio.core.onnx_program import find_program
from studio.core.targets import TARGETS


class FormatUse(msgspec.Struct, frozen=True, kw_only=True):
    """``converts``: by which route, "" = not; ``needs``: what is needed for all of it; ``missing``:
    what of that is not here; ``targets``: ids of those that measure it."""

    id: str
    title: str
    suffixes: tuple[str, ...]
    opens: bool
    converts: str
    targets: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""


_ROUTES = {
    "tflite": "quantized as it is, from float32",
    "keras": "TensorFlow's converter",
    "h5": "TensorFlow's converter",
    "savedmodel": "TensorFlow's converter",
    "graphdef": "TensorFlow's converter",
    "checkpoint": "TensorFlow's converter",
    "onnx": "onnx2tf, in an environment of its own",
    "pt2": "litert-torch, in a process of its own",
}
_NOTES = {
    "keras": "Keras 2 where Keras 3 refuses it; weights alone are refused",
    "h5": "Keras 2 where Keras 3 refuses it; weights alone are refused",
    "savedmodel": "every signature (--signature) and graph (--tag)",
    "graphdef": "frozen; ends by --input-node, --output-node; open shapes by --shape",
    "checkpoint": "with a graph (.meta); ends as of a GraphDef. Without one it is refused",
    "onnx": "all dimensions fixed (--shape); layouts stay, TRANSPOSE ops added are counted",
    "pt2": "opened without PyTorch; converted at fixed dimensions (--shape), run by PyTorch itself",
}
_LEGACY = ("keras", "h5")
_REFUSED: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("torch", "TorchScript, state dict, pickle", (".pt", ".pth"), "export a .pt2 instead"),
    ("safetensors", "safetensors", (".safetensors",), "weights without a model"),
)


def format_uses(onnx_folders: Iterable[Path]) -> tuple[FormatUse, ...]:
    """Every format, those that are refused by name at the end.

    ``onnx_folders``: environments in which onnx2tf is looked for.
    """
    program = find_program(onnx_folders)
    known = tuple(_use(entry, program) for entry in FORMATS)
    return known + tuple(
        FormatUse(id=id_, title=title, suffixes=suffixes, opens=False, converts="", note=note)
        for id_, title, suffixes, note in _REFUSED
    )


def _use(entry: Format, program: Path | None) -> FormatUse:
    needs, missing = [], []
    wanted = [("tensorflow", "tensorflow")] if entry.needs_tensorflow else []
    wanted += [("tf_keras", "tf_keras (extra legacy)")] if entry.id in _LEGACY else []
    wanted += [("onnx", "onnx (extra onnx)")] if entry.id == "onnx" else []
    wanted += [("onnxruntime", "onnxruntime (extra onnx)")] if entry.id == "onnx" else []
    wanted += [("torch", "torch (extra torch)")] if entry.needs_torch else []
    wanted += [("litert_torch", "litert-torch (extra torch)")] if entry.needs_torch else []
    for module, name in wanted:
        needs.append(name)
        if importlib.util.find_spec(module) is None:
            missing.append(name)
    if entry.id == "onnx":
        needs.append("onnx2tf (studio setup onnx)")
        missing += [needs[-1]] if program is None else []
    return FormatUse(
        id=entry.id,
        title=entry.title,
        suffixes=entry.suffixes,
        opens=True,
        converts=_ROUTES[entry.id],
        targets=tuple(kind.id for kind in TARGETS.values() if entry.id in kind.formats),
        needs=tuple(needs),
        missing=tuple(missing),
        note=_NOTES.get(entry.id, ""),
    )
