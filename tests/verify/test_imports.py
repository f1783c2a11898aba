"""The light children start without TensorFlow and Qt; inspecting does not even load LiteRT."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("studio.graph.child", ("tensorflow", "keras", "PySide6", "ai_edge_litert.interpreter")),
        ("studio.verify.child", ("tensorflow", "keras", "PySide6", "sqlalchemy", "rich")),
    ],
)
def test_what_a_child_does_not_import(module: str, absent: tuple[str, ...]) -> None:
    code = f"import {module}, sys; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
