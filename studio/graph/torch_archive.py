"""A .pt2 of torch.export.save read as data: JSON that describes the program, without torch.

PyTorch's own loader evaluates some of what such a file holds: pickles, expressions of sizes, names
of functions. All of these are looked at here before it may load one.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.core.foreign_files import LEGACY_MAGIC, classes_in_pickle

_MAX_JSON_BYTES = 256 << 20
_MAX_RATIO, _RATIO_FREE_BYTES = 100, 64 << 20
_TARGET = re.compile(
    r"torch\.ops\.(aten|prims|prim|higher_order|quantized_decomposed|torchvision)\.\w+(\.\w+)?"
    r"|torch\._?sym_\w+|math\.\w+"
    r"|_operator\.(add|sub|mul|floordiv|truediv|mod|neg|pos|abs|pow|eq|ne|lt|le|gt|ge|and_|or_|not_"
    r"|xor|invert|lshift|rshift|getitem)"
)
_TOKEN = re.compile(r"\s+|'\w+'|\d+(?:\.\d+)?|[A-Za-z_]\w*|\*\*|//|[<>=!]=|[-+*/%(),=<>&|~]")
_CALLED = frozenset({
    "Symbol", "Dummy", "Integer", "Rational", "Float", "Add", "Mul", "Pow", "Mod", "Max", "Min",
    "Abs", "floor", "ceiling", "FloorDiv", "CleanDiv", "CeilDiv", "PythonMod", "ModularIndexing",
    "Where", "Eq", "Ne", "Lt", "Le", "Gt", "Ge", "Equality", "Unequality", "LessThan",
    "StrictLessThan", "GreaterThan", "StrictGreaterThan", "And", "Or", "Not", "Identity", "ToFloat",
    "TruncToInt", "TruncToFloat", "FloorToInt", "CeilToInt", "RoundToInt", "RoundDecimal",
    "IntTrueDiv", "FloatTrueDiv", "FloatPow", "PowByNatural", "OpaqueUnaryFn_sqrt",
})  # fmt: skip
"""What expressions of sizes are made of; anything else that they call would be run."""


@dataclass(frozen=True)
class Archive:
    """``program``: the description; ``weights``, ``constants``: name -> what is stored of it;
    ``samples``: classes that the stored sample inputs would import beside tensors."""

    program: dict[str, Any]
    weights: dict[str, Any]
    constants: dict[str, Any]
    samples: tuple[str, ...]


def read_archive(path: Path) -> Archive:
    """Raises ModelError: model-damaged, model-unreadable, model-unpacks-too-large."""
    try:
        with zipfile.ZipFile(path) as archive:
            _require_bounds(path, archive)
            names = {name.partition("/")[2]: name for name in archive.namelist()}
            models = sorted(name for name in names if re.fullmatch(r"models/[^/]+\.json", name))
            model = "models/model.json" if "models/model.json" in models else models[0]
            title = Path(model).stem
            program = _json(archive, names[model])
            weights = _config(archive, names, f"data/weights/{title}_weights_config.json")
            constants = _config(archive, names, f"data/constants/{title}_constants_config.json")
            samples = _samples(archive, names, f"data/sample_inputs/{title}.pt")
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    except DAMAGE as error:
        raise damaged(path, error) from error
    return Archive(program, weights, constants, samples)


DAMAGE = (
    zipfile.BadZipFile, LookupError, EOFError, NotImplementedError, ValueError, TypeError,
    AttributeError, RecursionError, ArithmeticError, zlib.error,
)  # fmt: skip
"""What reading a file that is not as it should be ends in."""


def damaged(path: Path, error: Exception) -> ModelError:
    detail = f"{type(error).__name__}: {error}"
    return ModelError("model-damaged", detail, path=path, suffix=path.suffix)


def code_in(archive: Archive) -> tuple[str, ...]:
    """What loading the file with PyTorch would run or unpickle, in words; () = nothing."""
    found = [f"pickle: {name}" for name in archive.samples]
    for name, entry in (*archive.weights.items(), *archive.constants.items()):
        is_plain = str(entry.get("path_name", "")).startswith(("weight_", "tensor_"))
        if entry.get("use_pickle") or not is_plain:
            found.append(f"pickle: {name}")
    for key, text in _texts(archive.program):
        if key == "target" and not _TARGET.fullmatch(text):
            found.append(text[:80])
        if key in ("expr_str", "symbol") and not _is_arithmetic(text):
            found.append(text[:80])
    return tuple(dict.fromkeys(found))


def _is_arithmetic(text: str) -> bool:
    """Whether an expression calls nothing but functions of numbers, and reaches into nothing."""
    place, before = 0, ""
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None or "__" in token[0]:
            return False
        if token[0] == "(" and (before == ")" or _is_value(before)) and before not in _CALLED:
            return False
        if not token[0].isspace():
            before = token[0]
        place = token.end()
    return True


def _is_value(token: str) -> bool:
    return token[:1].isalnum() or token[:1] in ("_", "'")


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """(key, text) of all that PyTorch evaluates, wherever it stands."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        if not isinstance(found, dict):
            continue
        for key, entry in found.items():
            if key in ("target", "expr_str") and isinstance(entry, str):
                yield key, entry
            elif key == "range_constraints" and isinstance(entry, dict):
                yield from (("symbol", name) for name in entry)
            elif key != "metadata":
                waiting.append(entry)


def _samples(archive: zipfile.ZipFile, names: dict[str, str], name: str) -> tuple[str, ...]:
    if name not in names:
        return ()
    data = archive.read(names[name])
    if not data.startswith(b"PK"):
        return classes_in_pickle(io.BytesIO(data), 4 if data.startswith(LEGACY_MAGIC) else 1)
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        pickles = [entry for entry in inner.namelist() if entry.endswith(".pkl")]
        return tuple(
            one for entry in pickles for one in classes_in_pickle(io.BytesIO(inner.read(entry)))
        )


def _config(archive: zipfile.ZipFile, names: dict[str, str], name: str) -> dict[str, Any]:
    found = _json(archive, names[name])["config"]
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise ValueError(f"{name} describes no tensors")
    return found


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if archive.getinfo(name).file_size > _MAX_JSON_BYTES:
        raise ValueError(f"{name} is too large")
    found = json.loads(archive.read(name))
    if not isinstance(found, dict):
        raise ValueError(f"{name} is no object")
    return found


def _require_bounds(path: Path, archive: zipfile.ZipFile) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > max(_RATIO_FREE_BYTES, path.stat().st_size * _MAX_RATIO):
        raise ModelError("model-unpacks-too-large", path=path, size=unpacked)
