"""The command line as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class CliResult:
    """What one run of the command line left."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """stdout as JSON; anything else on it fails here."""
        return json.loads(self.stdout)


def studio_command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "studio", *map(str, arguments)]


def studio_environment() -> dict[str, str]:
    """The test's environment, with this checkout importable from any working directory."""
    rest = os.environ.get("PYTHONPATH")
    path = os.pathsep.join(filter(None, [str(ROOT), rest]))
    return os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"}


def run_studio(
    *arguments: str | Path, cwd: Path, timeout: float = 240, home: Path | None = None
) -> CliResult:
    """Run to the end; ``home``: another than the test's."""
    env = studio_environment()
    if home is not None:
        env["STUDIO_HOME"] = str(home)
    done = subprocess.run(
        studio_command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        cwd=cwd,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return CliResult(done.returncode, done.stdout, done.stderr)
