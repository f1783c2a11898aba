"""Fixtures of the window's tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.window_kit import Bench


@pytest.fixture(autouse=True)
def _collect_on_this_thread() -> Iterator[None]:
    """As in the program: garbage with Qt objects must not be collected on another thread."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """The real window over fake children, with a home of its own."""
    made = Bench(qtbot, tmp_path)
    yield made
    made.close()
