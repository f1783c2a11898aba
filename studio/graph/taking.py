"""Takes chosen ops out of a .tflite as a model: what they read from elsewhere becomes an input.

Unlike :mod:`studio.graph.cutting` it takes any ops, not all that make a tensor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from studio.core.errors import StorageError
from studio.core.files import write_whole
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.graph.cutting import Part, is_bound
from studio.graph.flatbuffer import Source
from studio.graph.packing import pack
from studio.graph.parsing import Op, Parsed, Subgraph
from studio.graph.tflite import mapped, parse_model


def take(request: TakeRequest) -> TakeResult:
    """Raises ModelError as ``tflite.mapped``, and model-external-buffers; StorageError:
    artifact-unwritable."""
    with mapped(Path(request.path)) as data:
        parsed = parse_model(data)
        if request.ops:
            write_part(data[:], parsed, part_of(parsed, request.ops), Path(request.artifact))
    ops = parsed.subgraphs[0].ops
    return TakeResult(
        path=request.path,
        kinds=tuple(op.name for op in ops),
        bound=tuple(at for at, op in enumerate(ops) if is_bound(op) or not _reads_values(op)),
    )


def write_part(content: bytes, parsed: Parsed, part: Part, path: Path) -> None:
    """Raises ModelError: model-external-buffers; DamagedError; StorageError:
    artifact-unwritable."""
    pieces = pack(Source(content).root(), parsed, part.ops, part.inputs, part.outputs)
    try:
        write_whole(path, b"".join(pieces))
    except OSError as error:
        raise StorageError("artifact-unwritable", str(error), path=path) from error


def part_of(parsed: Parsed, ops: Sequence[int]) -> Part:
    """Outputs are what no op of the part reads, and what the model itself gives out."""
    main = parsed.subgraphs[0]
    read = dict.fromkeys(at for op in ops for at in main.ops[op].inputs if at >= 0)
    made = dict.fromkeys(at for op in ops for at in main.ops[op].outputs if at >= 0)
    return Part(
        inputs=tuple(at for at in read if at not in made and _is_fed(main, at)),
        outputs=tuple(at for at in made if at not in read or at in main.outputs),
        ops=tuple(sorted(ops)),
    )


def before(parsed: Parsed, tensors: Iterable[int]) -> Part | None:
    """The part that makes ``tensors``, of the main subgraph, out of the model's inputs; those among
    them that are inputs are left out. None where an op is among it that cannot be taken."""
    main = parsed.subgraphs[0]
    makers = {at: op for op, found in enumerate(main.ops) for at in found.outputs if at >= 0}
    wanted = [at for at in tensors if at in makers]
    ops: set[int] = set()
    waiting = list(wanted)
    while waiting:
        op = makers.get(waiting.pop())
        if op is not None and op not in ops:
            ops.add(op)
            waiting += [at for at in main.ops[op].inputs if at >= 0]
    if any(is_bound(main.ops[op]) for op in ops):
        return None
    read = dict.fromkeys(at for op in sorted(ops) for at in main.ops[op].inputs if at >= 0)
    inputs = tuple(at for at in read if at not in makers and _is_fed(main, at))
    return Part(inputs=inputs, outputs=tuple(dict.fromkeys(wanted)), ops=tuple(sorted(ops)))


def _is_fed(main: Subgraph, at: int) -> bool:
    tensor = main.tensors[at]
    return at in main.inputs or not (tensor.is_constant or tensor.is_variable)


def _reads_values(op: Op) -> bool:
    return any(at >= 0 for at in op.inputs)
