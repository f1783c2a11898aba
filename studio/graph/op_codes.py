"""Brings the table of ops of old files up to what today's tools read.

Files written before the op codes outgrew a byte keep them in a field that newer readers fill in by
themselves, but some tools do not: ai-edge-quantizer takes each op of such a file for op 0, changes
nothing, and reports success.
"""

from __future__ import annotations

from studio.core.errors import ModelError
from studio.graph.flatbuffer import DamagedError, Source, Table
from studio.graph.rewriting import OpCode, rewritten
from studio.graph.signature import signature_defs_of

_OP_CODES = 1


def with_op_codes(data: bytes) -> bytes:
    """``data`` with every op code where today's tools look; unchanged where it is there already.

    Raises ModelError: model-damaged, model-external-buffers.
    """
    try:
        root = Source(data).root()
        codes = [_read(table) for table in root.tables(_OP_CODES)]
        is_new = all(
            table.number(3, "i") == code.builtin
            for table, code in zip(root.tables(_OP_CODES), codes, strict=True)
        )
        return data if is_new else rewritten(root, data, signature_defs_of(root), codes)
    except DamagedError as error:
        raise ModelError("model-damaged", str(error), path="", suffix=".tflite") from error


def _read(table: Table) -> OpCode:
    return OpCode(
        builtin=max(table.number(0, "b"), table.number(3, "i")),
        custom=table.text(1),
        version=table.number(2, "i", default=1),
    )
