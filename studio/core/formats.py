"""The table of input formats, one line each. Sniffing goes by header; suffixes only break ties."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec

from studio.core.checkpoints import checkpoint_prefix, has_graph
from studio.core.errors import ModelError
from studio.core.foreign_files import foreign_code, is_torch_export, torch_zip_code
from studio.core.protobuf_header import is_graph_def, is_onnx

TFLITE_IDENTIFIER = b"TFL3"
_HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
_ZIP_MAGIC = b"PK\x03\x04"


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """``loader``: dotted path of the module in the engine that reads it; "" = no TensorFlow.

    ``needs_torch``: PyTorch runs and converts it.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    is_directory: bool = False
    loader: str = ""
    needs_torch: bool = False

    @property
    def needs_tensorflow(self) -> bool:
        return bool(self.loader)


FORMATS: tuple[Format, ...] = (
    Format(id="tflite", title="LiteRT (TFLite)", suffixes=(".tflite", ".lite")),
    Format(
        id="keras", title="Keras", suffixes=(".keras",), loader="studio.engine.loaders.keras_file"
    ),
    Format(
        id="h5",
        title="Keras HDF5",
        suffixes=(".h5", ".hdf5"),
        loader="studio.engine.loaders.keras_file",
    ),
    Format(
        id="savedmodel",
        title="TensorFlow SavedModel",
        suffixes=(),
        is_directory=True,
        loader="studio.engine.loaders.saved_model",
    ),
    Format(
        id="graphdef",
        title="TensorFlow GraphDef",
        suffixes=(".pb",),
        loader="studio.engine.loaders.graph_def",
    ),
    Format(
        id="checkpoint",
        title="TensorFlow checkpoint",
        suffixes=(".meta", ".index"),
        loader="studio.engine.loaders.checkpoint",
    ),
    Format(id="onnx", title="ONNX", suffixes=(".onnx",)),
    Format(id="pt2", title="PyTorch export", suffixes=(".pt2",), needs_torch=True),
)


def format_by_id(format_id: str) -> Format:
    return next(entry for entry in FORMATS if entry.id == format_id)


def sniff(path: Path) -> Format:
    """The one of ``FORMATS`` that ``path`` has, by its content.

    Raises ModelError: model-missing, model-unreadable, model-empty, model-is-git-lfs,
    model-unknown-format, model-directory-unknown, model-damaged; torch-script, torch-state-dict,
    torch-pickle, torch-compiled, torch-export-old, model-tensors-only, model-is-checkpoint for what
    is known and cannot be opened.
    """
    if not path.exists():
        raise ModelError("model-missing", path=path)
    if path.is_dir():
        if (path / "saved_model.pb").is_file() or (path / "saved_model.pbtxt").is_file():
            return format_by_id("savedmodel")
        if checkpoint_prefix(path) is None:
            raise ModelError("model-directory-unknown", path=path)
        return _checkpoint(path)
    if not path.is_file():
        raise ModelError("model-unknown-format", path=path, known=_known())
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    if not head:
        raise ModelError("model-empty", path=path)
    if head[4:8] == TFLITE_IDENTIFIER:
        return format_by_id("tflite")
    if head.startswith(_HDF5_MAGIC):
        return format_by_id("h5")
    if head.startswith(_ZIP_MAGIC):
        return _sniff_zip(path)
    if head.startswith(b"version https://git-lfs"):
        raise ModelError("model-is-git-lfs", path=path)
    if checkpoint_prefix(path) is not None:
        return _checkpoint(path)
    foreign = foreign_code(path, head)
    if foreign is not None:
        raise ModelError(foreign, path=path)
    if is_onnx(path):
        return format_by_id("onnx")
    if path.name == "saved_model.pb":
        return format_by_id("savedmodel")
    if is_graph_def(path):
        return format_by_id("graphdef")
    if path.suffix.lower() in {suffix for entry in FORMATS for suffix in entry.suffixes}:
        raise ModelError("model-damaged", path=path, suffix=path.suffix)
    raise ModelError("model-unknown-format", path=path, known=_known())


def _checkpoint(path: Path) -> Format:
    prefix = checkpoint_prefix(path)
    if prefix is None or not has_graph(prefix):
        raise ModelError("model-is-checkpoint", path=path)
    return format_by_id("checkpoint")


def _sniff_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if entries and min(entry.header_offset for entry in entries) > 0:
                # of a file that was cut off, what is found is an archive inside of it
                raise zipfile.BadZipFile("the archive does not begin where the file does")
            names = {entry.filename for entry in entries}
        if is_torch_export(names):
            return format_by_id("pt2")
        foreign = torch_zip_code(path, names)
    except (zipfile.BadZipFile, OSError) as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error
    if {"config.json", "metadata.json"} <= names:
        return format_by_id("keras")
    if foreign is not None:
        raise ModelError(foreign, path=path)
    raise ModelError("model-unknown-format", path=path, known=_known())


def _known() -> str:
    return ", ".join(
        suffix or "SavedModel folder" for entry in FORMATS for suffix in entry.suffixes or ("",)
    )
