"""Another process that holds a lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_HOLDER = """
import sys, time
from pathlib import Path
from studio.core.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.try_acquire(), flush=True)
time.sleep(600)
"""


def hold(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until it is killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    holder.stdout.close()
    return holder
