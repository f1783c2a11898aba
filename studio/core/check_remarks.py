"""What a check has to say, each thing once, with the outputs that it is about."""

from __future__ import annotations

import msgspec

from studio.core.results import Check


class CheckRemark(msgspec.Struct, frozen=True, kw_only=True):
    """``code``: a key of core.messages. ``counts``: it is a reason for the status, not a note.

    ``outputs``: names of those that it is about; () where that is all of them, or the whole file.
    """

    code: str
    counts: bool
    outputs: tuple[str, ...] = ()


def remarks_of(check: Check) -> tuple[CheckRemark, ...]:
    """Reasons first, as they are ranked, then notes."""
    found = [
        *_remarks(check, check.reasons, "reasons", True),
        *_remarks(check, check.notes, "notes", False),
    ]
    return tuple(found)


def _remarks(check: Check, general: tuple[str, ...], field: str, counts: bool) -> list[CheckRemark]:
    names: dict[str, list[str]] = {code: [] for code in general}
    for output in check.outputs:
        for code in getattr(output, field):
            names.setdefault(code, []).append(output.name)
    return [
        CheckRemark(
            code=code,
            counts=counts,
            outputs=() if len(outputs) == len(check.outputs) else tuple(outputs),
        )
        for code, outputs in names.items()
    ]
