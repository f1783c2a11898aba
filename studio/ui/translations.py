"""Loads the window's language from resources/translations, where there is one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from studio.core.resources import resource


def locale_of(language: str) -> QLocale:
    """``language``: the setting's value ("system", "en", "zh")."""
    if language == "system":
        return QLocale.system()
    return QLocale("zh_CN" if language == "zh" else "en_US")


def install_translations(app: QCoreApplication, language: str) -> list[QTranslator]:
    """Studio's own texts and Qt's (file choosers, buttons); returns what was installed."""
    locale = locale_of(language)
    folders = (
        ("studio", str(resource("translations"))),
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    )
    installed = []
    for name, folder in folders:
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
            installed.append(translator)
    return installed
