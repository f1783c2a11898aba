"""Read what a native library writes to the process's standard error, while it still gets there."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Overheard:
    """``text`` is complete once the ``with`` block has ended."""

    def __init__(self) -> None:
        self.text = ""


@contextmanager
def overhear_stderr() -> Iterator[Overheard]:
    """Within the block, file descriptor 2 is a pipe; a thread passes on all that comes.

    Passed on at once, since the last words of a library that crashes belong in the log.
    """
    overheard = Overheard()
    real = os.dup(2)
    reading, writing = os.pipe()
    os.dup2(writing, 2)
    os.close(writing)
    parts: list[bytes] = []

    def pass_on() -> None:
        while part := os.read(reading, 65_536):
            parts.append(part)
            os.write(real, part)

    thread = threading.Thread(target=pass_on, name="overhear-stderr", daemon=True)
    thread.start()
    try:
        yield overheard
    finally:
        os.dup2(real, 2)  # closes the pipe's writing end: the thread comes to its end
        thread.join()
        os.close(reading)
        os.close(real)
        overheard.text = b"".join(parts).decode(errors="replace")
