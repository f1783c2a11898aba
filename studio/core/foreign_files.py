"""Tells files of PyTorch, of checkpoints and of bare weights by their content, without running any.

PyTorch's are zip archives, or of old a row of pickles. A pickle is code: it is read here as the
list of its opcodes and never loaded. What it would import tells a model (classes of layers) from
the tensors of a state dict.
"""

from __future__ import annotations

import json
import pickletools
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

LEGACY_MAGIC = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
"""The first pickle of a file of torch.save before version 1.6: a number, 0x1950a86a20f9469cfc6c."""
_MODEL = re.compile(r"models/[^/]+\.json")
_TENSORS_ONLY = ("collections", "torch._utils", "torch.serialization", "torch._tensor", "numpy")
_TENSOR_TYPES = ("Storage", "Size", "dtype", "device", "Tensor", "float", "int", "bfloat", "bool")
_MOST_PICKLE_BYTES = 64 << 20
_MOST_HEADER_BYTES = 100 << 20
_LEGACY_PICKLES = 4
"""Magic number, protocol, system, and the object itself."""


def is_torch_export(names: Iterable[str]) -> bool:
    """Whether a zip archive with these entries is one of torch.export.save."""
    return any(_MODEL.fullmatch(name.partition("/")[2]) for name in names)


def torch_zip_code(path: Path, names: Iterable[str]) -> str | None:
    """The message for another zip archive of PyTorch with these entries; None = it is not one."""
    entries = {name.partition("/")[2] or name: name for name in names}
    inner = set(entries) | set(names)
    if "serialized_exported_program.json" in inner:
        return "torch-export-old"
    if "archive_format" in inner:
        return "torch-compiled"
    if "constants.pkl" in inner and any(name.startswith("code/") for name in inner):
        return "torch-script"
    if "data.pkl" in entries:
        with zipfile.ZipFile(path) as archive, archive.open(entries["data.pkl"]) as stream:
            return _pickle_code(stream, 1)
    return None


def foreign_code(path: Path, head: bytes) -> str | None:
    """The message for what Studio knows and does not open; None = it is not known."""
    if head.startswith(LEGACY_MAGIC):
        with path.open("rb") as stream:
            return _pickle_code(stream, _LEGACY_PICKLES)
    if _is_safetensors(path, head):
        return "model-tensors-only"
    suffixes = path.suffixes
    is_part = any(suffix.startswith((".data-", ".index", ".meta")) for suffix in suffixes[-1:])
    if is_part and ".ckpt" in suffixes:
        return "model-is-checkpoint"
    if head.startswith(b"model_checkpoint_path:"):
        return "model-is-checkpoint"
    return None


def classes_in_pickle(stream: IO[bytes], count: int = 1) -> tuple[str, ...]:
    """ "module name" of what ``count`` pickles in a row would import beside tensors."""
    return tuple(dict.fromkeys(filter(_is_class, _imports(stream, count))))


def _pickle_code(stream: IO[bytes], count: int) -> str:
    return "torch-pickle" if classes_in_pickle(stream, count) else "torch-state-dict"


def _imports(stream: IO[bytes], count: int) -> Iterator[str]:
    """ "module name" of all that ``count`` pickles in a row would import."""
    texts: list[str] = []
    for _ in range(count):
        try:
            for op, value, at in pickletools.genops(stream):
                if (at or 0) > _MOST_PICKLE_BYTES:
                    return
                if op.name == "GLOBAL":
                    yield str(value)
                elif op.name == "STACK_GLOBAL":
                    yield " ".join(texts[-2:])
                elif isinstance(value, str):
                    texts = [*texts[-1:], value]
        except (ValueError, EOFError, UnicodeDecodeError):
            return


def _is_class(name: str) -> bool:
    """Whether ``name`` is more than what tensors in a dictionary need."""
    module, _, attribute = name.partition(" ")
    if module.startswith(_TENSORS_ONLY):
        return False
    if module in ("torch", "torch.storage", "torch.cuda"):
        return not any(part in attribute for part in _TENSOR_TYPES)
    return not (module in ("builtins", "__builtin__") and attribute in ("set", "dict", "list"))


def _is_safetensors(path: Path, head: bytes) -> bool:
    """8 bytes of length, then so much JSON with a description of each tensor."""
    length = int.from_bytes(head[:8], "little")
    if head[8:9] != b"{" or not 2 <= length <= min(path.stat().st_size, _MOST_HEADER_BYTES):
        return False
    with path.open("rb") as stream:
        stream.seek(8)
        try:
            return isinstance(json.loads(stream.read(length)), dict)
        except (ValueError, RecursionError):
            return False
