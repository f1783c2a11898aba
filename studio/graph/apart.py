"""A .tflite in which each op has inputs of its own: what it does to values can be seen alone.

Nothing is connected any more: an op's activations are inputs of the model, and all that ops make
are outputs. Weights stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from studio.core.errors import ModelError
from studio.graph.flatbuffer import DamagedError, Table
from studio.graph.op_kinds import CALLS, HASHTABLES, VARIABLES
from studio.graph.packing import Packer
from studio.graph.parsing import Op, Parsed, Subgraph

_NOT_ALONE = CALLS | VARIABLES | HASHTABLES


@dataclass(frozen=True)
class Feed:
    """An input of the model of ops apart: ``slot`` of op ``op``, which reads ``tensor``.

    All are places in the main subgraph of the file.
    """

    op: int
    slot: int
    tensor: int


@dataclass(frozen=True)
class Apart:
    """``feeds``: the model's inputs in order. ``outputs``: the tensors of the file that it makes,
    in order."""

    content: bytes
    feeds: tuple[Feed, ...]
    outputs: tuple[int, ...]


def can_stand_alone(op: Op, main: Subgraph) -> bool:
    """Not what calls other subgraphs or keeps state; nor custom ops: no kernel is known of them."""
    tensors = [main.tensors[at] for at in (*op.inputs, *op.outputs) if at >= 0]
    return (
        not op.is_custom
        and op.name not in _NOT_ALONE
        and not any(
            tensor.is_variable or tensor.dtype in ("resource", "variant", "string")
            for tensor in tensors
        )
    )


def take_apart(root: Table, parsed: Parsed, ops: Sequence[int]) -> Apart:
    """``ops``: places in the main subgraph, of such as :func:`can_stand_alone`.

    Raises ModelError: model-external-buffers; DamagedError.
    """
    if parsed.has_external_buffers:
        raise ModelError("model-external-buffers")
    try:
        return _ApartPacker(root, parsed).pack_apart(ops)
    except (ModelError, DamagedError, MemoryError):
        raise
    except Exception as error:  # whatever the generated classes stumble upon
        raise DamagedError(f"{type(error).__name__}: {error}") from error


class _ApartPacker(Packer):
    def pack_apart(self, ops: Sequence[int]) -> Apart:
        feeds = tuple(
            Feed(at, slot, tensor)
            for at in ops
            for slot, tensor in enumerate(self._main.ops[at].inputs)
            if tensor >= 0 and not self._main.tensors[tensor].is_constant
        )
        kept = self._tensors_of(ops, ())
        place = {tensor: at for at, tensor in enumerate(kept)} | {-1: -1}
        own = {(feed.op, feed.slot): len(kept) + number for number, feed in enumerate(feeds)}
        outputs = tuple(
            tensor for at in ops for tensor in self._main.ops[at].outputs if tensor >= 0
        )
        codes: dict[int, int] = {}
        packed_ops = [self._op_apart(at, place, codes, own) for at in ops]
        tensors = [self._tensor(at) for at in (*kept, *(feed.tensor for feed in feeds))]
        starts = np.array([own[feed.op, feed.slot] for feed in feeds], np.int32)
        content = self._written(
            tensors,
            packed_ops,
            [self._code(code) for code in codes],
            (starts, self._numbers(outputs, place)),
            self._names(starts, outputs, place),
        )
        return Apart(b"".join(content), feeds, outputs)

    def _op_apart(
        self,
        at: int,
        place: dict[int, int],
        codes: dict[int, int],
        own: dict[tuple[int, int], int],
    ) -> int:
        inputs = [
            own.get((at, slot), place[tensor])
            for slot, tensor in enumerate(self._main.ops[at].inputs)
        ]
        return self._op(at, place, codes, inputs)

    def _names(self, starts: np.ndarray, outputs: Sequence[int], place: dict[int, int]) -> int:
        signature = schema.SignatureDefT(signatureKey="serving_default", subgraphIndex=0)
        signature.inputs = [
            schema.TensorMapT(name=f"in{number}", tensorIndex=int(at))
            for number, at in enumerate(starts)
        ]
        signature.outputs = [
            schema.TensorMapT(name=f"out{number}", tensorIndex=place[at])
            for number, at in enumerate(outputs)
        ]
        return self._packed(signature)
