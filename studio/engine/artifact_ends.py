"""An artifact's inputs and outputs must be those of its source: by name, number and dtype."""

from __future__ import annotations

from studio.core.errors import ConversionError
from studio.engine.converter import SIGNATURE_NAME
from studio.engine.file_facts import main_signature, parse_bytes
from studio.engine.quantize.job import Job
from studio.graph.parsing import Parsed
from studio.graph.signature import with_signature


def keep_signature(data: bytes, before: Parsed) -> bytes:
    """``data`` with the signature names that the float file had, put back where a tool lost them.

    Raises ConversionError conversion-signature-lost where inputs or outputs differ in number.
    """
    wanted = main_signature(before)
    if wanted is None:
        return data
    after = parse_bytes(data)
    found = main_signature(after)
    is_kept = (
        found is not None
        and found.name == wanted.name
        and list(found.inputs) == list(wanted.inputs)
        and list(found.outputs) == list(wanted.outputs)
    )
    if is_kept:
        return data
    old, new = before.subgraphs[0], after.subgraphs[0]
    if len(old.inputs) != len(new.inputs) or len(old.outputs) != len(new.outputs):
        raise ConversionError("conversion-signature-lost", f"{new.inputs} -> {new.outputs}")
    return with_signature(
        data,
        wanted.name or SIGNATURE_NAME,
        {name: new.inputs[old.inputs.index(index)] for name, index in wanted.inputs.items()},
        {name: new.outputs[old.outputs.index(index)] for name, index in wanted.outputs.items()},
    )


def require_dtypes(data: bytes, job: Job, io: str) -> None:
    """Inputs and outputs must be what the recipe says: float ones ``io``, all others unchanged.

    A quantizer given too little to go on returns a float model and calls it a success.
    """
    before, after = job.parsed.subgraphs[0], parse_bytes(data).subgraphs[0]
    for old_indices, new_indices in (
        (before.inputs, after.inputs),
        (before.outputs, after.outputs),
    ):
        for old, new in zip(old_indices, new_indices, strict=True):
            dtype = before.tensors[old].dtype
            wanted = io if dtype == "float32" else dtype
            found = after.tensors[new].dtype
            if found != wanted:
                raise ConversionError(
                    "conversion-dtype-differs",
                    name=after.tensors[new].name,
                    expected=wanted,
                    found=found,
                )
