"""Takes a part out of a .tflite: the ops that make the wanted tensors, as a model of its own.

Ops, tensors and their options stay as they are but for their numbers; weights are copied byte by
byte. A part that calls other subgraphs, or reads or writes resource variables, is refused: what it
computes depends on what lies outside of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from studio.core.errors import ModelError, StorageError, UsageError
from studio.core.files import replaceable, replacing
from studio.core.graph_requests import CutRequest, CutResult
from studio.graph.flatbuffer import Source
from studio.graph.op_kinds import CALLS, HASHTABLES, VARIABLES
from studio.graph.packing import pack
from studio.graph.parsing import Op, Parsed, Subgraph
from studio.graph.tflite import mapped, parse_model

_STABLEHLO = "STABLEHLO_"
_NEAR = 3
"""How many names are offered in place of one that is not there."""


@dataclass(frozen=True)
class Part:
    """Places in the main subgraph: tensors in the order in which a caller sees them, and ops."""

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    ops: tuple[int, ...]


def cut(request: CutRequest) -> CutResult:
    """Write the part to ``request.artifact``, whole or not at all.

    Raises ModelError as ``tflite.mapped``, and cut-calls, cut-variables, model-external-buffers;
    UsageError: output-exists, output-is-source, output-no-file, cut-tensor-unknown,
    cut-tensor-near, cut-tensor-ambiguous, cut-not-made, cut-input-constant, cut-input-unused,
    cut-input-missing; StorageError: artifact-unwritable.
    """
    target = Path(request.artifact)
    _refuse_taken(request, target)
    with mapped(Path(request.path)) as data:
        parsed = parse_model(data)
        content = data[:]  # views into a mapping would keep it from being closed
        part = find_part(parsed, request.outputs, request.inputs)
        pieces = pack(Source(content).root(), parsed, part.ops, part.inputs, part.outputs)
        digest, size = hashlib.sha256(), 0
        try:
            with replacing(target) as stream:
                for piece in pieces:
                    stream.write(piece)
                    digest.update(piece)
                    size += len(piece)
        except OSError as error:
            raise StorageError("artifact-unwritable", str(error), path=target) from error
    return CutResult(
        artifact=request.artifact,
        sha256=digest.hexdigest(),
        size_bytes=size,
        kept_ops=len(part.ops),
        total_ops=sum(len(subgraph.ops) for subgraph in parsed.subgraphs),
    )


def find_part(parsed: Parsed, outputs: Sequence[str], inputs: Sequence[str]) -> Part:
    """Raises as :func:`cut` about what cannot be cut."""
    main = parsed.subgraphs[0]
    wanted = [_tensor(parsed, name) for name in outputs]
    begins = [_tensor(parsed, name) for name in inputs]
    makers = {tensor: at for at, op in enumerate(main.ops) for tensor in op.outputs if tensor >= 0}
    for tensor in wanted:
        if tensor not in makers or tensor in begins:
            raise UsageError("cut-not-made", name=main.tensors[tensor].name)
    for tensor in begins:  # a runtime crashes on values for a tensor that has its own
        if main.tensors[tensor].is_constant or main.tensors[tensor].is_variable:
            raise UsageError("cut-input-constant", name=main.tensors[tensor].name)
    needed, ops = _reach(main, wanted, makers, begins)
    _refuse_calls(main.ops[at] for at in ops)
    unused = [tensor for tensor in begins if tensor not in needed]
    if unused:
        raise UsageError("cut-input-unused", name=main.tensors[unused[0]].name)
    given = [
        tensor
        for tensor in dict.fromkeys((*main.inputs, *sorted(needed)))
        if tensor in needed and tensor not in makers and _is_value(main, tensor)
    ]
    missing = [tensor for tensor in given if tensor not in begins]
    if begins and missing:
        names = ", ".join(main.tensors[tensor].name for tensor in missing)
        raise UsageError("cut-input-missing", names=names)
    return Part(
        inputs=tuple(dict.fromkeys(begins or given)),
        outputs=tuple(dict.fromkeys(wanted)),
        ops=tuple(sorted(ops)),
    )


def _reach(
    main: Subgraph, wanted: Iterable[int], makers: dict[int, int], begins: Sequence[int]
) -> tuple[set[int], set[int]]:
    """Tensors that are needed, the wanted ones included, and the ops that make them."""
    needed: set[int] = set()
    ops: set[int] = set()
    waiting = list(wanted)
    while waiting:
        tensor = waiting.pop()
        if tensor in needed or tensor < 0:
            continue
        needed.add(tensor)
        maker = makers.get(tensor)
        if tensor not in begins and maker is not None and maker not in ops:
            ops.add(maker)
            waiting += main.ops[maker].inputs
    return needed, ops


def _is_value(main: Subgraph, tensor: int) -> bool:
    """Whether it is given from outside: neither stored in the file nor an op's own state."""
    found = main.tensors[tensor]
    return tensor in main.inputs or not (found.is_constant or found.is_variable)


def _tensor(parsed: Parsed, name: str) -> int:
    """By its own name, or by that of an input or output in a signature; else by what only one
    tensor's name is joined of: converters write "a/Relu6;a/Conv2D;a/bias", and lists show
    "…/Relu6;…"."""
    found = [at for at, tensor in enumerate(parsed.subgraphs[0].tensors) if tensor.name == name]
    found = (
        found
        or [
            ends[name]
            for entry in parsed.signatures
            for ends in (entry.inputs, entry.outputs)
            if entry.subgraph == 0 and name in ends
        ][:1]
        or _partly(parsed.subgraphs[0], name)
    )
    if len(found) > 1:
        raise UsageError("cut-tensor-ambiguous", name=name)
    if not found:
        is_inside = any(
            tensor.name == name for subgraph in parsed.subgraphs[1:] for tensor in subgraph.tensors
        )
        near = _near(parsed, name)
        if is_inside or not near:
            raise UsageError("cut-tensor-inside" if is_inside else "cut-tensor-unknown", name=name)
        raise UsageError("cut-tensor-near", name=name, names=", ".join(near))
    return found[0]


def _partly(main: Subgraph, name: str) -> list[int]:
    """Values of whose names ``name`` is a whole part, else the end of the first part."""
    wanted = name.removesuffix(";…").removeprefix("…/")
    values = [
        (at, tensor.name.split(";"))
        for at, tensor in enumerate(main.tensors)
        if wanted and _is_value(main, at)
    ]
    whole = [at for at, parts in values if wanted in parts]
    return whole or [at for at, parts in values if parts[0].endswith(f"/{wanted}")]


def _near(parsed: Parsed, name: str) -> list[str]:
    """Names of values that read much like ``name``, the likest first; those a person can give."""
    main = parsed.subgraphs[0]
    firsts = [
        tensor.name.split(";")[0] for at, tensor in enumerate(main.tensors) if _is_value(main, at)
    ]
    ends = [end for entry in parsed.signatures for end in (*entry.inputs, *entry.outputs)]
    known = list(dict.fromkeys([*firsts, *ends]))
    inside = [one for one in known if name.lower() in one.lower()]
    return list(dict.fromkeys([*get_close_matches(name, known, _NEAR), *inside]))[:_NEAR]


def is_bound(op: Op) -> bool:
    """Whether what it computes depends on other subgraphs, or on state outside of it."""
    return _calls(op) or op.name in VARIABLES | HASHTABLES


def _calls(op: Op) -> bool:
    return op.name in CALLS or op.name.startswith(_STABLEHLO)


def _refuse_calls(ops: Iterable[Op]) -> None:
    bound = [op for op in ops if is_bound(op)]
    calls = [op.name for op in bound if _calls(op)]
    variables = [op.name for op in bound if not _calls(op)]
    if calls:
        raise ModelError("cut-calls", ops=", ".join(dict.fromkeys(calls)))
    if variables:
        raise ModelError("cut-variables", ops=", ".join(dict.fromkeys(variables)))


def _refuse_taken(request: CutRequest, target: Path) -> None:
    if not target.exists():
        return
    source = Path(request.path)
    if source.exists() and target.samefile(source):
        raise UsageError("output-is-source", path=target)
    replaceable(target)
    if not request.overwrite:
        raise UsageError("output-exists", path=target)
