"""Every text is translated at the moment it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from studio.core.errors import ErrorInfo
from studio.core.settings import LANGUAGE
from studio.ui.humanize import shape_text, size_text
from studio.ui.texts import phase_text, render_error, tr
from studio.ui.translations import locale_of
from tests.ui.window_kit import Bench


class Shouting(QTranslator):
    """A language of its own: every text in capitals."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, *_: object) -> str:
        return "".join(
            part if part.startswith("{") else part.upper() for part in re.split(r"(\{.*?\})", text)
        )


@pytest.fixture
def shouting(qapp: QApplication) -> Iterator[None]:
    translator = Shouting(qapp)
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_core_texts_and_own_texts_are_translated(shouting: None) -> None:
    assert tr("Open a model first.") == "OPEN A MODEL FIRST."
    assert phase_text("calibrating") == "CALIBRATING"
    assert phase_text("no-such-phase") == "no-such-phase"
    error = render_error(ErrorInfo(code="model-empty", params={"path": "/x"}))
    assert error.title == "/x IS EMPTY"
    assert size_text(None) == "UNKNOWN"


def test_the_panels_and_menus_speak_the_language(shouting: None, bench: Bench) -> None:
    window = bench.program.window
    assert window.optimize.rows["float16"].box.text() == "FLOAT16 WEIGHTS"
    assert window.actions_.actions["open"].text() == "OPEN…"
    assert window.center.tabs.tabText(0) == "OVERVIEW"


def test_languages_of_the_setting_are_locales() -> None:
    assert locale_of("zh").name() == "zh_CN"
    assert locale_of("en").name() == "en_US"
    assert all(locale_of(choice).name() for choice in LANGUAGE.choices)


def test_shapes_show_what_is_open() -> None:
    assert shape_text((None, 28, 28, 1)) == "?×28×28×1"
    assert shape_text(()) == "scalar"
    assert shape_text((), rank_known=False) == "unknown shape"
