"""An exported PyTorch program (.pt2): its overview, read without PyTorch.

What it takes and gives stands in the file, dimensions that are open as expressions of symbols.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from studio.core.agreed import is_agreed
from studio.core.ends import with_end_names
from studio.core.errors import ModelError, UsageError
from studio.core.files import file_sha256
from studio.core.model import InspectResult, ModelInfo, ModelWarning, Shape, TensorSpec
from studio.core.opening import Opening
from studio.core.requests import InspectRequest
from studio.graph.torch_archive import DAMAGE, Archive, code_in, damaged
from studio.graph.torch_arguments import DTYPES
from studio.graph.torch_reader import BYTES, FLOATS, TorchModel, model_of, read_model


def inspect_torch(request: InspectRequest) -> InspectResult:
    """``request.shapes``: of inputs, for the costs; else they stay as they are.

    Raises ModelError: those of :func:`read_model`, model-needs-code without ``allow_code``;
    UsageError: shape-input-unknown, shape-invalid.
    """
    path = Path(request.path)
    found = read_model(path, request.shapes)
    require_no_code(path, found.archive, request.allow_code, request.opening)
    found, shapes = _of_one(path, found, request.shapes)
    try:
        info = _info(path, found, shapes)
    except DAMAGE as error:
        raise damaged(path, error) from error
    return InspectResult(
        path=request.path, info=info, graph=with_end_names(found.graph, found.signature)
    )


def _of_one(
    path: Path, found: TorchModel, given: dict[str, tuple[int, ...]]
) -> tuple[TorchModel, dict[str, tuple[int, ...]]]:
    """With a batch of 1 where the batch alone is open, as the other formats are counted; as it is
    where nobody can know the rest, or the program refuses one. With the shapes of its inputs."""
    batched = {
        spec.name: (1, *(dim or 0 for dim in spec.shape[1:]))
        for spec in found.signature.inputs
        if spec.shape[:1] == (None,) and spec.name not in given
    }
    shapes = {**given, **batched}
    if not batched or any(0 in shape for shape in batched.values()):
        return found, given
    try:
        return model_of(path, found.archive, shapes), shapes
    except UsageError:
        return found, given


def _info(path: Path, found: TorchModel, given: Mapping[str, tuple[int, ...]]) -> ModelInfo:
    uncounted = tuple(dict.fromkeys(node.op for node in found.graph.nodes if node.macs is None))
    size, sha256 = path.stat().st_size, file_sha256(path)
    weights = _weights(found.archive)
    split = Counter({f"weights {dtype}": count * BYTES[dtype] for dtype, count in weights.items()})
    rest = size - sum(split.values())
    shapes = {
        spec.name: tuple(dim or 0 for dim in spec.shape)
        for spec in _at(found.signature.inputs, given)
        if not spec.is_dynamic
    }
    return ModelInfo(
        format="pt2",
        size_bytes=size,
        sha256=sha256,
        signatures=(found.signature,),
        ops=dict(Counter(node.op for node in found.graph.nodes).most_common()),
        parameters=sum(count for dtype, count in weights.items() if dtype in FLOATS),
        macs=None if uncounted else sum(node.macs or 0 for node in found.graph.nodes),
        warnings=_warnings(found),
        macs_unknown_ops=uncounted,
        size_split={**split, **({"other": rest} if rest > 0 else {})},
        metadata=_metadata(found.archive.program),
        shapes_used=shapes,
    )


def require_no_code(path: Path, archive: Archive, allow_code: bool, opening: Opening) -> bool:
    """Whether it may run code. Raises ModelError model-needs-code, which names the content, where
    loading it would run any that nobody allowed."""
    is_allowed = is_agreed(path, allow_code, opening)
    try:
        code = () if is_allowed else code_in(archive)
    except DAMAGE as error:
        raise damaged(path, error) from error
    if code:
        found = {"layers": ", ".join(code[:5]), "sha256": file_sha256(path)}
        raise ModelError("model-needs-code", path=path, **found)
    return is_allowed


def _at(
    specs: tuple[TensorSpec, ...], shapes: Mapping[str, tuple[int, ...]]
) -> Iterator[TensorSpec]:
    for spec in specs:
        shape: Shape = shapes.get(spec.name, spec.shape)
        yield TensorSpec(name=spec.name, dtype=spec.dtype, shape=shape)


def _weights(archive: Archive) -> Counter[str]:
    """Elements by dtype of what is stored, what two names share counted once."""
    found: Counter[str] = Counter()
    stored = [*archive.weights.values(), *archive.constants.values()]
    for entry in {str(one.get("path_name")): one for one in stored}.values():
        meta = entry.get("tensor_meta") or {}
        dtype = DTYPES.get(int(meta.get("dtype", 0)), "")
        if dtype:
            found[dtype] += math.prod(int(size.get("as_int", 0)) for size in meta["sizes"])
    return found


def _metadata(program: Mapping[str, Any]) -> dict[str, str]:
    opsets = program.get("opset_version") or {}
    values = {
        "producer": f"PyTorch {program.get('torch_version') or ''}".strip(),
        "opset": ", ".join(f"{name} {number}" for name, number in opsets.items()),
    }
    return {name: value for name, value in values.items() if value}


def _warnings(found: TorchModel) -> tuple[ModelWarning, ...]:
    warnings = []
    dynamic = [
        f"{spec.name} ({', '.join('?' if dim is None else str(dim) for dim in spec.shape)})"
        for spec in found.signature.inputs
        if None in spec.shape[1:]
    ]
    if dynamic:
        warnings.append(ModelWarning(code="dynamic-shapes", params={"inputs": ", ".join(dynamic)}))
    if found.mutated:
        warnings.append(ModelWarning(code="stateful"))
    return tuple(warnings)
