"""Fixtures of the window's tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.theme import DARK, make_palette, style_sheet
from studio.ui.theme_switch import ThemeSwitch
from tests.ui.window_kit import Bench


@pytest.fixture(scope="session")
def _theme(qapp: QApplication) -> ThemeSwitch:
    qapp.setStyle("Fusion")
    return ThemeSwitch(qapp)


@pytest.fixture(autouse=True)
def _as_users_see_it(qapp: QApplication, _theme: ThemeSwitch) -> None:
    """Every test begins in the program's style and theme, whatever the one before it put on.

    Its windows go first: each of their parts would be styled anew.
    """
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    if qapp.styleSheet() != style_sheet(DARK) or qapp.palette() != make_palette(DARK):
        _theme.apply("dark")


@pytest.fixture(scope="module", autouse=True)
def _collect_what_got_old() -> Iterator[None]:
    """Looking through everything takes a third of a second: after a file, not after each test."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _collect_on_this_thread() -> Iterator[None]:
    """As in the program: garbage with Qt objects must not be collected on another thread.

    With the collector off, all that a test made is young when the next one begins.
    """
    gc.disable()
    gc.collect(1)
    yield
    gc.enable()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """The real window over fake children, with a home of its own."""
    made = Bench(qtbot, tmp_path)
    yield made
    made.close()
