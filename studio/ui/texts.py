"""Translation of texts at the moment they are shown.

Core marks its texts with ``mark`` and knows no Qt; the contexts used here ("core" for those, the
class's own name for the window's) are the ones that the translation files are made with.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.core.errors import ErrorInfo
from studio.core.messages import RenderedError
from studio.core.messages import render as render_core
from studio.core.messages import render_error as render_core_error
from studio.core.phases import PHASES
from studio.core.targets import Target

CORE_CONTEXT = "core"
UI_CONTEXT = "ui"


def tr(text: str) -> str:
    """The translation of a text that stands in the window's own code."""
    return QCoreApplication.translate(UI_CONTEXT, text)


def tr_core(text: str) -> str:
    """The translation of a text that core marked."""
    return QCoreApplication.translate(CORE_CONTEXT, text)


def render_error(info: ErrorInfo) -> RenderedError:
    """Title, hint and detail of an error in the window's language."""
    return render_core_error(info, tr_core)


def render_message(code: str, params: dict[str, str]) -> tuple[str, str]:
    """Title and hint of any code of core.messages (warnings, reasons of a check)."""
    return render_core(code, params, tr_core)


def target_text(target: Target) -> str:
    """The target as a person reads it: its title, its threads, and what is not at its default."""
    parts = [tr_core(target.kind.title)]
    for param in target.kind.params:
        value = target.params[param.name]
        if param.name == "threads":
            text = tr("1 thread") if value == 1 else tr("{count} threads").format(count=value)
            parts.append(text)
        elif value != param.default:
            parts.append(f"{tr_core(param.title)} {value}")
    return " · ".join(parts)


def phase_text(name: str) -> str:
    """The name of a phase of long work; an unknown one is shown as it is."""
    return tr_core(PHASES[name]) if name in PHASES else name
