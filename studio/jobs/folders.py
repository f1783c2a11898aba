"""Temporary folders of job queues, and the removal of what killed processes left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import uuid
from pathlib import Path

import psutil

_KEPT_S = 24 * 3600.0
KEPT = "kept"


def make_queue_folder(work: Path) -> Path:
    """A folder of our own in ``work``, after removing those of processes that are gone.

    Result files in ``work/kept``, and folders of such, go once they are a day old.
    """
    work.mkdir(parents=True, exist_ok=True)
    for folder in work.glob("queue-*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)
    for path in work.glob(f"{KEPT}/*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT_S:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    folder = work / f"queue-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    return folder


def _is_abandoned(folder: Path) -> bool:
    """Whether the process in the folder's name is gone, or is a later one with the same id."""
    try:
        pid = int(folder.name.split("-")[1])
        return bool(psutil.Process(pid).create_time() > folder.stat().st_ctime + 1)
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, OSError, ValueError, IndexError):
        return False
