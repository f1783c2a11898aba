"""SetupRequest: the environment of its own in which onnx2tf runs, made by venv and pip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from studio.core.build_protocol import MakeEnvironmentRequest
from studio.core.child import Reporter
from studio.core.errors import ProcessError
from studio.core.onnx_program import (
    LEAST_PYTHON,
    PACKAGE,
    VERSION,
    find_program,
    mark_complete,
    scripts_folder,
)
from studio.core.results import SetupResult

_TAIL_LINES = 60
_PROBE = "import sys, venv, ensurepip; print(*sys.version_info[:2])"


def make_environment(request: MakeEnvironmentRequest, reporter: Reporter) -> SetupResult:
    """Make the folder anew and install the package and what it needs, about 700 MB.

    Raises ProcessError: setup-no-python, setup-failed.
    """
    folder = Path(request.folder)
    python = find_python()
    if python is None:
        wanted = ".".join(map(str, LEAST_PYTHON))
        raise ProcessError("setup-no-python", wanted=wanted, package=PACKAGE)
    reporter.phase("creating-environment")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _run([str(python), "-m", "venv", str(folder)], reporter)
    own = scripts_folder(folder) / ("python.exe" if sys.platform == "win32" else "python")
    reporter.phase("installing-packages")
    pip = [str(own), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    _run([*pip, f"{PACKAGE}=={VERSION}"], reporter)
    program = find_program([folder])
    if program is None:
        raise ProcessError("setup-failed", package=PACKAGE, reason="the program is not there")
    mark_complete(folder)
    return SetupResult(program=str(program), version=VERSION)


def find_python() -> Path | None:
    """The first Python on this machine that is new enough and can make environments."""
    for candidate in _pythons():
        try:
            done = subprocess.run(
                [candidate, "-c", _PROBE],
                env=_environment(),
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
            version = tuple(int(part) for part in done.stdout.split())
        except (OSError, ValueError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and version >= LEAST_PYTHON:
            return Path(candidate)
    return None


def _pythons() -> Iterator[str]:
    """3.12 first: what was tried. A frozen program is not a Python."""
    for name in ("python3.12", "python3.13", "python3"):
        found = shutil.which(name)
        if found:
            yield found
    if not getattr(sys, "frozen", False):
        yield sys.executable
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for minor in (12, 13):
        yield from map(str, sorted((root / "versions").glob(f"3.{minor}.*/bin/python")))
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", ""), "Programs", "Python")
        yield from (str(local / f"Python3{minor}" / "python.exe") for minor in (12, 13))


def _run(command: list[str], reporter: Reporter) -> None:
    """Run to the end; what is collected is counted. Raises ProcessError: setup-failed."""
    tail: deque[str] = deque(maxlen=_TAIL_LINES)
    process = subprocess.Popen(
        command,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    count = 0
    assert process.stdout is not None
    for line in process.stdout:
        tail.append(line.rstrip())
        print(line, end="", file=sys.stderr)  # into the job's log
        if line.startswith("Collecting "):
            count += 1
            reporter.phase("installing-packages", current=count)
            reporter.note(line.split(" (from")[0].strip())
    if process.wait() != 0:
        reasons = [line for line in tail if line.startswith("ERROR")]
        reason = reasons[-1] if reasons else f"exit code {process.returncode}"
        raise ProcessError("setup-failed", "\n".join(tail), package=PACKAGE, reason=reason)


def _environment() -> dict[str, str]:
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {key: value for key, value in os.environ.items() if key not in ours}
