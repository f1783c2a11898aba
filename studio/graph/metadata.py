"""Takes entries of metadata out of a .tflite that tools read otherwise than they are meant."""

from __future__ import annotations

from collections.abc import Collection

from studio.core.errors import ModelError
from studio.graph.flatbuffer import DamagedError, Source
from studio.graph.rewriting import rewritten
from studio.graph.signature import signature_defs_of

_METADATA = 6


def without_metadata(data: bytes, names: Collection[str]) -> bytes:
    """``data`` without the entries called so; unchanged where there are none.

    Raises ModelError: model-damaged, model-external-buffers.
    """
    try:
        root = Source(data).root()
        entries = [(table.text(0), table.number(1, "I")) for table in root.tables(_METADATA)]
        kept = [entry for entry in entries if entry[0] not in names]
        if len(kept) == len(entries):
            return data
        return rewritten(root, data, signature_defs_of(root), metadata=kept)
    except DamagedError as error:
        raise ModelError("model-damaged", str(error), path="", suffix=".tflite") from error
