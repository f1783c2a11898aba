"""Ctrl+C at any moment, and again and again: exit code 130, a clear word, nothing left behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Sample
from tests.kit.cli import studio_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is none there")
ROUND = """
import os, signal, sys, threading, time

class Interrupter:
    '''Sends SIGINT when the program first imports MODULE, then every 5 ms until the end.'''
    def find_spec(self, name, path=None, target=None):
        if name == MODULE and self in sys.meta_path:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
            threading.Thread(target=self.go_on, daemon=True).start()
    def go_on(self):
        while True:
            time.sleep(0.005)
            os.kill(os.getpid(), signal.SIGINT)

MODULE, *sys.argv[1:] = sys.argv[1:]
from studio.__main__ import main
sys.meta_path.insert(0, Interrupter())
sys.exit(main())
"""


def interrupted(
    module: str, *arguments: str | Path, home: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ROUND, module, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**studio_environment(), "STUDIO_HOME": str(home)},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "module", ["studio.cli.main", "typer", "rich.console", "studio.jobs.queue", "uuid"]
)
def test_impatience_never_shows_a_traceback(module: str, sample: Sample, tmp_path: Path) -> None:
    ended = interrupted(module, "inspect", sample.model, "--json", home=tmp_path)
    assert ended.returncode == 130, ended.stderr
    assert "Traceback" not in ended.stderr
    assert json.loads(ended.stdout)["error"]["code"] == "interrupted"


def test_without_json_a_person_is_told(sample: Sample, tmp_path: Path) -> None:
    ended = interrupted("studio.cli.main", "inspect", sample.model, home=tmp_path)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr.startswith("error: Interrupted")
