"""The translation files: every text of the program is in them, whole and compiled."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.settings import SETTINGS
from studio.ui.texts import phase_text, render_error, tr
from studio.ui.translations import install_translations

ROOT = Path(__file__).resolve().parents[2]
PLACE = re.compile(r"\{[^}]*\}")
HINT = "run: python packaging/translations.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "translations_tool", ROOT / "packaging" / "translations.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def chinese(qtbot: QtBot) -> Iterator[None]:
    app = QCoreApplication.instance()
    assert app is not None
    installed = install_translations(app, "zh")
    yield
    for translator in installed:
        app.removeTranslator(translator)


def test_every_text_is_in_the_files(tool: ModuleType) -> None:
    texts = tool.collect()
    assert ("core", "calibrating") in texts
    assert ("WelcomePage", "Open a model…") in texts
    for language in tool.LANGUAGES:
        path = tool.FOLDER / f"studio_{language}.ts"
        listed = tool.listed(path)
        assert sorted(texts - listed) == [], HINT
        assert sorted(listed - texts) == [], HINT


def test_translations_keep_what_is_filled_in(tool: ModuleType) -> None:
    for language in tool.LANGUAGES:
        known = tool.read(tool.FOLDER / f"studio_{language}.ts")
        for (_, source), text in known.items():
            assert sorted(PLACE.findall(source)) == sorted(PLACE.findall(text)), source
            assert source.count("&") == text.count("&"), source


def test_the_compiled_file_is_that_of_the_texts(tool: ModuleType, qtbot: QtBot) -> None:
    for language in tool.LANGUAGES:
        known = tool.read(tool.FOLDER / f"studio_{language}.ts")
        translator = QTranslator()
        assert translator.load(str(tool.FOLDER / f"studio_{language}.qm"))
        stale = [key for key, text in known.items() if translator.translate(*key) != text]
        assert stale == [], HINT


def test_the_window_speaks_chinese(chinese: None) -> None:
    assert tr("Overview") == "概览"
    assert phase_text("calibrating") == "正在校准"
    error = render_error(ErrorInfo(code="model-empty", params={"path": "net.keras"}))
    assert error.title == "net.keras 为空"
    assert QCoreApplication.translate("core", SETTINGS[0].title) != SETTINGS[0].title


def test_a_new_text_waits_for_its_translation(tool: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "studio_zh_CN.ts"
    texts = {("ui", "Old"), ("ui", "New {name}"), ("core", "a < b & c")}
    tool.write(path, "zh_CN", texts, {("ui", "Old"): "旧", ("ui", "Gone"): "无"})
    assert tool.listed(path) == texts
    assert tool.read(path) == {("ui", "Old"): "旧"}
