"""Whether a person's yes to running code is one to what lies at a path by now.

A yes is given to what was shown, so it is kept as a digest of that, and compared by the process
that would run it, before it does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from studio.core.files import content_sha256
from studio.core.opening import Opening


def is_agreed(
    path: Path,
    allow_code: bool,
    opening: Opening,
    sha256_of: Callable[[Path], str] = content_sha256,
) -> bool:
    """``sha256_of``: digests a file, checkpoint or folder; asked only where it matters.

    Raises what ``sha256_of`` does, by itself OSError.
    """
    return allow_code and (not opening.agreed or sha256_of(path) in opening.agreed)
