"""Where no window can open, ``studio`` says so in one line and ends; Qt would abort the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.cli import studio_command, studio_environment

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere there is always a display"
)


@linux_only
@pytest.mark.parametrize(
    ("display", "reason"), [("", "neither DISPLAY nor WAYLAND_DISPLAY"), (":397", "display :397")]
)
def test_no_display(display: str, reason: str, tmp_path: Path) -> None:
    environment = studio_environment() | {"STUDIO_HOME": str(tmp_path), "DISPLAY": display}
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    done = subprocess.run(
        studio_command(), env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert reason in done.stderr
    assert "studio doctor" in done.stderr
    assert "Traceback" not in done.stderr
