"""ONNX -> float .tflite by onnx2tf, run as a program: its pins clash with TensorFlow's.

Every input keeps its layout (``-kat``), so that shapes stay those of the ONNX file; what that costs
in TRANSPOSE ops is counted. Shapes are all fixed before (``-ois``).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from studio.core.child import Reporter
from studio.core.errors import ConversionError
from studio.core.model import Graph, Shape, Signature, TensorSpec
from studio.core.recipe import Recipe
from studio.core.requests import InspectRequest
from studio.core.signatures import choose_signature
from studio.engine.converter import SIGNATURE_NAME
from studio.engine.file_facts import main_signature, parse_bytes, require_runnable
from studio.engine.shapes import format_shape, resolve
from studio.graph.onnx_model import inspect_onnx
from studio.graph.parsing import Parsed
from studio.graph.signature import with_signature

_ROUTE = "onnx2tf"
_TRANSPOSE = "transpose"
_TAIL = 6000
_COLORS = re.compile(r"\x1b\[[\d;]*m")
_FAILURE = re.compile(
    r"^(?:\w+\.)*\w*(?:Error|Exception)\b.*|^ERROR: ?(?!The trace|input_onnx).+", re.MULTILINE
)


def convert_onnx(path: Path, program: str, recipe: Recipe, reporter: Reporter) -> tuple[bytes, str]:
    """(.tflite with ``serving_default``, route).

    Raises ModelError: those of ``inspect_onnx``, signature-unknown; UsageError: those of
    ``resolve``; ConversionError: onnx-needs-fixed-batch, onnx2tf-failed, onnx2tf-died,
    onnx-interface-changed, converted-variables-unfrozen.
    """
    found = inspect_onnx(InspectRequest(path=str(path)))
    signature = choose_signature(found.info.signatures, recipe.signature)
    if recipe.batch == "dynamic":
        error = ConversionError("onnx-needs-fixed-batch", path=path)
        error.fixes = ("fix-fixed-batch",)
        raise error
    resolved = resolve(signature, recipe.shapes)
    reporter.phase("converting")
    with tempfile.TemporaryDirectory() as folder:
        data = _run(path, program, resolved, Path(folder))
    parsed = parse_bytes(data)
    require_runnable(parsed, is_stateful=False)
    return _named(path, data, parsed, resolved), _ROUTE


def added_transposes(
    data: bytes, source: Graph, layout_ops: frozenset[str] = frozenset({_TRANSPOSE})
) -> int:
    """How many TRANSPOSE ops the .tflite has more than its source; never below 0.

    ``layout_ops``: what they are called there, in small letters.
    """
    after = sum(
        op.name.lower() == _TRANSPOSE for graph in parse_bytes(data).subgraphs for op in graph.ops
    )
    return max(0, after - sum(node.op.lower() in layout_ops for node in source.nodes))


def _run(path: Path, program: str, signature: Signature, folder: Path) -> bytes:
    names = [_written(spec.name) for spec in signature.inputs]
    shapes = [
        f"{_written(spec.name)}:{','.join(str(dim) for dim in spec.shape)}"
        for spec in signature.inputs
        if spec.shape
    ]
    copy = folder / "source" / "model.onnx"  # it writes what it simplifies into the file it reads
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    command = [program, "-i", str(copy), "-o", str(folder), "-coion", "-osd", "-n"]
    command += ["-ois", *shapes] if shapes else []
    command += ["-kat", *names]
    done = subprocess.run(
        command,
        env=_environment(Path(program)),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = _COLORS.sub("", done.stdout.decode("utf-8", "replace"))
    print(text[-_TAIL:], file=sys.stderr)  # into the job's log
    made = next(iter(folder.glob("*_float32.tflite")), None)
    if done.returncode != 0 or made is None:
        raise _failed(path, text, done.returncode)
    return made.read_bytes()


def _environment(program: Path) -> dict[str, str]:
    """Its own packages only, and its own folder first on the path: it calls other programs."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TF_USE_LEGACY_KERAS", "KERAS_BACKEND")
    env = {key: value for key, value in os.environ.items() if key not in ours}
    return env | {"PATH": os.pathsep.join((str(program.parent), env.get("PATH", "")))}


def _failed(path: Path, text: str, code: int) -> ConversionError:
    if code < 0:
        name = _signal_name(-code)
        return ConversionError("onnx2tf-died", text[-_TAIL:], path=path, signal=name)
    reasons = [line.strip() for line in _FAILURE.findall(text) if line.strip()]
    reason = reasons[-1][:300] if reasons else f"exit code {code}"
    error = ConversionError("onnx2tf-failed", text[-_TAIL:], path=path, reason=reason)
    error.fixes = ("fix-simplify-onnx", "fix-replace-op")
    return error


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _named(path: Path, data: bytes, parsed: Parsed, wanted: Signature) -> bytes:
    """``data`` with the names and in the order of the ONNX file. Raises onnx-interface-changed
    where an input or output is not there, or has other dimensions."""
    found, main = main_signature(parsed), parsed.subgraphs[0]
    places: list[dict[str, int]] = []
    for specs, known in (
        (wanted.inputs, found.inputs if found else {}),
        (wanted.outputs, found.outputs if found else {}),
    ):
        chosen: dict[str, int] = {}
        for spec in specs:
            place = known.get(_written(spec.name))
            made = None if place is None else tuple(main.tensors[place].shape)
            if place is None or made is None or not _alike(spec, made):
                raise ConversionError(
                    "onnx-interface-changed",
                    path=path,
                    name=spec.name,
                    stated=format_shape(spec),
                    made="–" if made is None else str(made),
                )
            chosen[spec.name] = place
        places.append(chosen)
    return with_signature(data, SIGNATURE_NAME, *places)


def _written(name: str) -> str:
    """``name`` as onnx2tf writes it, which looks for it so in its options as well."""
    return name.replace(":", "__")


def _alike(spec: TensorSpec, made: Shape) -> bool:
    if not spec.rank_known:
        return True
    return len(spec.shape) == len(made) and all(
        one is None or two in (None, one) for one, two in zip(spec.shape, made, strict=True)
    )
