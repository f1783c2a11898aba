"""What LiteRT refuses, in the words of the error catalog; shared by the ways to call it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from studio.core.errors import RunError
from studio.core.model import Shape, Signature

_CUSTOM_OP = re.compile(r"unresolved custom op: (\S+?)\.?(?:\s|$)")
_FLEX_OP = re.compile(r"\(Flex(\w+)\)")


def load_error(path: str, text: str, code: str = "run-load-failed") -> RunError:
    """The error that the library's own ``text`` describes; ``code`` where it is none we know."""
    if custom := _CUSTOM_OP.search(text):
        return RunError("run-custom-op", text, path=path, op=custom.group(1))
    if "Select TensorFlow op" in text or "Flex" in text:
        ops = sorted(set(_FLEX_OP.findall(text)))
        return RunError("run-select-tf-ops", text, path=path, ops=", ".join(ops) or "?")
    return RunError(code, text, path=path)


def require_inputs(path: str, signature: Signature, inputs: Mapping[str, np.ndarray]) -> None:
    """Raises RunError: run-string-input, run-input-missing, run-input-unknown, run-input-dtype."""
    specs = {spec.name: spec for spec in signature.inputs}
    for spec in signature.inputs:
        if spec.dtype == "string":
            raise RunError("run-string-input", path=path, name=spec.name)
        if spec.name not in inputs:
            raise RunError("run-input-missing", path=path, name=spec.name)
    for name, value in inputs.items():
        if name not in specs:
            raise RunError("run-input-unknown", name=name, known=", ".join(specs))
        if value.dtype.name != specs[name].dtype:
            raise RunError(
                "run-input-dtype",
                path=path,
                name=name,
                dtype=value.dtype,
                expected=specs[name].dtype,
            )


def require_shape(path: str, signature: Signature, name: str, shape: tuple[int, ...]) -> None:
    """Raises RunError ``run-input-shape`` where a fixed dimension of ``name`` is another."""
    expected = next(spec.shape for spec in signature.inputs if spec.name == name)
    fits = len(shape) == len(expected) and all(
        wanted is None or wanted == given for wanted, given in zip(expected, shape, strict=True)
    )
    if not fits:
        raise RunError(
            "run-input-shape",
            path=path,
            name=name,
            shape=shape_text(shape),
            expected=shape_text(expected),
        )


def shape_text(shape: Shape) -> str:
    """ "1x?x3"."""
    return "x".join("?" if dim is None else str(dim) for dim in shape) or "scalar"
