"""The buttons that go with a job wherever it is told of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from studio.ui.texts import tr


def cancel_button(on_clicked: Callable[[], object]) -> QPushButton:
    return _button(tr("Cancel"), tr("End this job; nothing of it is kept."), on_clicked)


def stop_button(on_clicked: Callable[[], object]) -> QPushButton:
    return _button(tr("Stop"), tr("End the measurement early and keep its samples."), on_clicked)


def log_button(on_clicked: Callable[[], object]) -> QPushButton:
    return _button(tr("Log"), tr("Show what this job said."), on_clicked)


def _button(text: str, tooltip: str, on_clicked: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    button.clicked.connect(lambda: on_clicked())
    return button
