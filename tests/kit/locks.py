"""Other processes that hold or try a lock."""

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


_TRIER = """
import sys
from pathlib import Path
from studio.core.file_lock import FileLock
print(FileLock(Path(sys.argv[1])).try_acquire())
"""


def is_free(path: Path) -> bool:
    """Whether another process can take the lock just now."""
    tried = subprocess.run(
        [sys.executable, "-c", _TRIER, str(path)], capture_output=True, text=True, check=True
    )
    return tried.stdout == "True\n"


def hold(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until it is killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    holder.stdout.close()
    return holder
