"""Actions on the program itself: undo, view, settings, help, quit."""

from __future__ import annotations

import subprocess

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from studio.core import settings as settings_table
from studio.jobs.config import default_child_command
from studio.ui.actions.work import unfinished
from studio.ui.shell import Shell
from studio.ui.store import Store
from studio.ui.texts import tr

ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_BASE_SIZE = "studio_base_point_size"


def undo_reason(store: Store) -> str | None:
    return None if store.undo_text else tr("There is nothing to undo.")


def redo_reason(store: Store) -> str | None:
    return None if store.redo_text else tr("There is nothing to redo.")


def undo(shell: Shell) -> None:
    text = shell.store.undo_text
    shell.store.undo()
    _end_orphans(shell)
    if text:
        shell.said.emit(tr("Undone: {text}").format(text=text))


def redo(shell: Shell) -> None:
    text = shell.store.redo_text
    shell.store.redo()
    _end_orphans(shell)
    if text:
        shell.said.emit(tr("Done again: {text}").format(text=text))


def _end_orphans(shell: Shell) -> None:
    """Cancel what runs for models that have just gone: its results had no place to go."""
    for job in unfinished(shell.store):
        if job.model_id and shell.store.session.model(job.model_id) is None:
            shell.cancel(job.id)


def show_settings(shell: Shell) -> None:
    from studio.ui.dialogs.settings import ask_settings

    changed = ask_settings(shell.settings, shell.targets, shell.window)
    if changed is not None:
        shell.change_settings(changed)


def set_theme(shell: Shell, theme: str) -> None:
    shell.change_settings(settings_table.with_value(shell.settings, "theme", theme))


def set_targets(shell: Shell, targets: str) -> None:
    """Where and how the next measurement runs, as the command line's --target names it."""
    shell.change_settings(settings_table.with_value(shell.settings, "targets", targets))


def zoom(shell: Shell, step: int = 0) -> float:
    """Make all text larger (+1), smaller (-1) or as the system has it (0); returns the factor."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    base = app.property(_BASE_SIZE) or app.font().pointSizeF()
    app.setProperty(_BASE_SIZE, base)
    current = app.font().pointSizeF() / base
    nearest = min(range(len(ZOOM_STEPS)), key=lambda index: abs(ZOOM_STEPS[index] - current))
    index = ZOOM_STEPS.index(1.0) if step == 0 else nearest + step
    factor = ZOOM_STEPS[max(0, min(index, len(ZOOM_STEPS) - 1))]
    font = QFont(app.font())
    font.setPointSizeF(base * factor)
    app.setFont(font)
    shell.theme.apply(shell.theme.choice)
    shell.said.emit(tr("Text size {percent} %").format(percent=round(100 * factor)))
    return factor


def show_about(shell: Shell) -> None:
    from studio.ui.dialogs.about import show_about as show

    show(shell.window)


def show_doctor(shell: Shell) -> None:
    """What `studio doctor` says, in a window."""
    from studio.ui.dialogs.doctor import DoctorDialog

    dialog = DoctorDialog(shell.window)
    dialog.show()

    def ask() -> str:
        run = subprocess.run(
            [*default_child_command(), "doctor"],
            capture_output=True,
            text=True,
            timeout=120,
            encoding="utf-8",
            errors="replace",
        )
        return (run.stdout + run.stderr).strip()

    shell.in_background(ask, dialog.set_text)


def quit_program(shell: Shell) -> None:
    """Close the window (which asks where jobs are running)."""
    if shell.window is not None:
        shell.window.close()


def show_page(shell: Shell, page: str, **arguments: object) -> None:
    """Bring a page of the centre to the front."""
    shell.page_requested.emit(page, arguments)


def show_palette(shell: Shell) -> None:
    from studio.ui.command_palette import CommandPalette

    CommandPalette(shell, shell.window).open_centered()
