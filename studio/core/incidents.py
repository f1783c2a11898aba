"""What cut a measurement short, or kept a part of it from being stored, without ending it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.core.errors import ErrorInfo
from studio.core.messages import render


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """``error``: what happened. ``process``: of which measuring process; None = of the summary,
    which could not store the raw samples. ``samples``: what that process had finished; they count.
    """

    error: ErrorInfo
    process: int | None = None
    samples: int = 0


def incident_texts(
    found: Incident, translate: Callable[[str], str] = lambda text: text
) -> tuple[str, str]:
    """Title and hint."""
    what, _ = render(found.error.code, found.error.params, translate)
    params = {"what": what, "samples": f"{found.samples:,}"}
    code = "samples-not-kept" if found.process is None else "measuring-cut-short"
    return render(code, params, translate)
