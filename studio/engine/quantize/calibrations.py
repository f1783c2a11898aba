"""The calibrated model that the warm process keeps between requests.

A search for ops to keep quantizes one float stage, with the same samples, a dozen times: what it
was measured on, and what it gives without a list of kept ops, is the same for all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

_MOST_BYTES = 1 << 29
"""Of all that is kept; what is larger is made anew each time."""


class Calibrations:
    """Keeps what was made of the last float stage and the last samples."""

    def __init__(self) -> None:
        self._key = ""
        self._kept: dict[str, bytes] = {}

    def made(self, of: str, what: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gives, from before where ``of`` (see :func:`fingerprint`) is the same as
        the last time and ``what`` was made of it. Raises what ``make`` raises."""
        if of != self._key:
            self._key, self._kept = of, {}
        known = self._kept.get(what)
        if known is None:
            known = make()
            if sum(map(len, self._kept.values())) + len(known) <= _MOST_BYTES:
                self._kept[what] = known
        return known


def fingerprint(data: bytes, inputs: dict[str, np.ndarray]) -> str:
    """Of a float stage and the samples that it is calibrated with, by all of their bytes."""
    digest = hashlib.sha256(data)
    for name, array in sorted(inputs.items()):
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


PROCESS_CALIBRATIONS = Calibrations()
"""The convert child serves one request at a time; this is what it keeps between them."""
