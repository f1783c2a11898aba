"""JSON lines over the pipes of a driven process; what libraries print goes to stderr instead."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any


class LineChannel:
    """Make it before anything that may print is imported.

    It reads the bare descriptor: the lock of ``sys.stdin`` would be held when the interpreter ends.
    """

    def __init__(self) -> None:
        self._out = os.dup(1)
        os.dup2(2, 1)

    def tell(self, **message: Any) -> None:
        os.write(self._out, json.dumps(message).encode() + b"\n")

    def requests(self) -> Iterator[str]:
        """The lines that come in, until the other side ends."""
        rest = b""
        while data := os.read(0, 65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                yield line.decode()
