"""What a job queue is given, and how its children are started."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.child import PARENT_ENV

_ROOT = Path(__file__).resolve().parents[2]
_INSTALLED = {"site-packages", "dist-packages"}


def default_child_command() -> tuple[str, ...]:
    """This program again. ``-P`` keeps the working directory out of the child's import path."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-P", "-X", "faulthandler", "-m", "studio")


@dataclass(frozen=True)
class QueueConfig:
    """Folders, bounds and the command that starts a child (``--child NAME`` is appended).

    ``work``: temporary folders of jobs; ``logs``: one file per job; ``measure_lock``: the file
    whose lock lets one measurement run at a time on this machine; ``onnx_environment``: where
    onnx2tf is installed on request, ``onnx_folders``: environments in which it is looked for before
    that; ``memory_limit_bytes``: of a child with all its descendants, None = 80 % of the memory
    there is; ``hang_seconds``: so long without CPU time means hung; ``silent_seconds``: so long may
    a measuring child compute without a word, since no CPU time can tell an endless loop from work;
    ``cancel_grace_s``: time between asking a child to end and killing.
    """

    work: Path
    logs: Path
    float_cache: Path
    cache_limit_bytes: int
    measure_lock: Path
    onnx_environment: Path | None = None
    onnx_folders: tuple[Path, ...] = ()
    memory_limit_bytes: int | None = None
    hang_seconds: float = 60.0
    silent_seconds: float = 1800.0
    child_command: tuple[str, ...] = field(default_factory=default_child_command)
    cancel_grace_s: float = 2.0


def child_environment(temp: Path) -> dict[str, str]:
    """The environment of a child: quiet libraries, one text encoding, temporary files in ``temp``.

    The hash seed is fixed since bytes made twice must be equal. A checkout that is not installed is
    put on the import path; an installed package is not (its folder would come before the standard
    library).
    """
    env = dict(os.environ)
    env.pop("TF_USE_LEGACY_KERAS", None)
    env.update(
        {
            PARENT_ENV: str(os.getpid()),
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONHASHSEED": "0",
            "KERAS_BACKEND": "tensorflow",
            "TF_CPP_MIN_LOG_LEVEL": "1",
            "GLOG_minloglevel": "1",
            "TMPDIR": str(temp),
            "TEMP": str(temp),
            "TMP": str(temp),
        }
    )
    if not _INSTALLED & set(_ROOT.parts) and not getattr(sys, "frozen", False):
        rest = env.get("PYTHONPATH", "")
        env["PYTHONPATH"] = str(_ROOT) + (os.pathsep + rest if rest else "")
    return env
