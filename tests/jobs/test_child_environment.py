"""What children are started with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from studio.jobs.config import child_environment, default_child_command
from studio.jobs.process_tree import memory_total


def test_the_default_command_starts_studio_whatever_lies_in_the_working_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit('a stray file was imported')")
    (tmp_path / "studio.py").write_text("raise SystemExit('a stray file was imported')")
    command = [*default_child_command(), "--child", "no-such-child"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=child_environment(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "stray" not in done.stderr
    assert "KeyError: 'no-such-child'" in done.stderr
    assert done.stdout == ""


def test_children_keep_to_their_temporary_folder_and_to_keras_on_tensorflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1")
    env = child_environment(tmp_path)
    code = "import os, tempfile; print(tempfile.gettempdir()); print(os.environ['KERAS_BACKEND'])"
    out = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert out.split() == [str(tmp_path), "tensorflow"]
    assert "TF_USE_LEGACY_KERAS" not in env


def test_memory_total_is_plausible() -> None:
    assert memory_total() > 100_000_000
