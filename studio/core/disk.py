"""Tells a full disk from other failures of a file."""

from __future__ import annotations

import errno

from studio.core.errors import StorageError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def disk_error(error: OSError) -> StorageError | None:
    """The error for a person where no more can be written; None where it is something else."""
    if error.errno not in _FULL:
        return None
    return StorageError("disk-full", str(error))
