"""A .pt2 of torch.export.save read as data: JSON that describes the program, without torch.

PyTorch's own loader evaluates some of what such a file holds: pickles, expressions of sizes, names
of functions, compiled libraries; and it loads all programs of a file, not only the one that is
meant. All of these are looked at here before it may load one. What it then loads is not the file
but what was checked, packed anew by :func:`write_checked`.
"""

from __future__ import annotations

import io
import json
import re
import shutil
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


_PLAIN = re.compile(
    r"byteorder|archive_format|archive_version|version|\.data/(version|serialization_id)"
    r"|data/(weights/weight|constants/tensor)_\d+|data/extra/.*"
)
"""Entries that are read as numbers or text, whatever they hold."""
_STORED = re.compile(r"(weight|tensor)_\d+")
_CONFIGS = ("data/weights/{}_weights_config.json", "data/constants/{}_constants_config.json")
_SAMPLES = "data/sample_inputs/{}.pt"


@dataclass(frozen=True)
class Archive:
    """``program``: the description; ``weights``, ``constants``: name -> what is stored of it;
    ``samples``: classes that the stored sample inputs would import beside tensors; ``others``:
    entries that PyTorch's loader would take up beside these, to run or to unpickle them."""

    program: dict[str, Any]
    weights: dict[str, Any]
    constants: dict[str, Any]
    samples: tuple[str, ...]
    others: tuple[str, ...] = ()


def read_archive(path: Path) -> Archive:
    """Raises ModelError: model-damaged, model-unreadable, model-unpacks-too-large."""
    try:
        with zipfile.ZipFile(path) as archive:
            _require_bounds(path, archive)
            names = _names(archive)
            models = sorted(name for name in names if re.fullmatch(r"models/[^/]+\.json", name))
            model = "models/model.json" if "models/model.json" in models else models[0]
            title = Path(model).stem
            program = _json(archive, names[model])
            weights, constants = (_config(archive, names, name.format(title)) for name in _CONFIGS)
            samples = _samples(archive, names, _SAMPLES.format(title))
            known = {model, _SAMPLES.format(title), *(name.format(title) for name in _CONFIGS)}
            others = _others(archive, known)
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    except DAMAGE as error:
        raise damaged(path, error) from error
    return Archive(program, weights, constants, samples, others)


def write_checked(path: Path, archive: Archive, target: Path) -> None:
    """Write ``archive``, read from ``path``, as a .pt2 that holds what was checked and no more.

    Of the file itself only tensors are read once more: numbers, which nothing runs. Sample inputs,
    a pickle that nothing here needs, are left empty, as PyTorch writes them where there are none.
    Raises ModelError: model-damaged, model-unreadable; OSError where ``target`` cannot be written.
    """
    written = {
        "models/model.json": json.dumps(archive.program).encode(),
        _CONFIGS[0].format("model"): json.dumps({"config": archive.weights}).encode(),
        _CONFIGS[1].format("model"): json.dumps({"config": archive.constants}).encode(),
        _SAMPLES.format("model"): b"",
        "archive_format": b"pt2",
    }
    with zipfile.ZipFile(target, "w") as made:
        for name, data in written.items():
            made.writestr(f"model/{name}", data)
        try:
            with zipfile.ZipFile(path) as found:
                _require_bounds(path, found)
                for inner, name in _names(found).items():
                    if inner in written or not _PLAIN.fullmatch(inner):
                        continue
                    info = zipfile.ZipInfo(f"model/{inner}")
                    info.file_size = found.getinfo(name).file_size
                    with found.open(name) as stream, made.open(info, "w") as into:
                        shutil.copyfileobj(stream, into)
        except DAMAGE as error:
            raise damaged(path, error) from error


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
    found = [*archive.others, *(f"pickle: {name}" for name in archive.samples)]
    for name, entry in (*archive.weights.items(), *archive.constants.items()):
        is_plain = _STORED.fullmatch(str(entry.get("path_name", "")))
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


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name inside of the folder that all entries lie in -> the entry's own."""
    return {name.partition("/")[2]: name for name in archive.namelist()}


def _others(archive: zipfile.ZipFile, known: set[str]) -> tuple[str, ...]:
    """Entries beside ``known`` and plain ones; also a second one of a name: which of the two
    PyTorch takes is not said."""
    seen: set[str] = set()
    found = []
    for name in archive.namelist():
        inner = name.partition("/")[2]
        if inner in seen or not (inner in known or _PLAIN.fullmatch(inner)):
            found.append(inner or name)
        seen.add(inner)
    return tuple(found)


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
