"""Whether what was made of a graph's file is of the content that the graph was read from."""

from __future__ import annotations

from studio.core.errors import ErrorInfo, ModelError


def changed_file(path: str, known: str, found: str) -> ErrorInfo | None:
    """``known``/``found``: hashes of the content as it was read before, and for a result.

    None where they are one, or where one of them is not known ("").
    """
    if not known or not found or known == found:
        return None
    return ModelError("graph-file-changed", path=path).info()
