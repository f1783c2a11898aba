"""What one command is; the table of all is in ui.commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.core.settings import Settings
from studio.ui.store import Store

WhyNot = Callable[[Store], str | None]
WhyNotSo = Callable[[Store, Settings], str | None]


def _always(_: Store) -> str | None:
    return None


def _never_mind(_: Store, __: Settings) -> str | None:
    return None


@dataclass(frozen=True)
class Command:
    """``title``, ``tooltip`` and ``menu`` are translated where shown.

    ``tooltip``: what it does to the model, in one sentence. ``starts_group``: a line above it in
    the menu. ``context_menus``: "model", "variant" = also in that menu of the Models tree.
    ``why_not_so``: like ``why_not``, where the settings have a say in it.
    ``needs_session``: waits until the session is loaded. Without a menu it is run by code only.
    """

    id: str
    title: str
    menu: str
    run: Callable[..., Any]
    tooltip: str
    shortcut: str = ""
    icon: str = ""
    why_not: WhyNot = _always
    starts_group: bool = False
    context_menus: tuple[str, ...] = ()
    needs_session: bool = True
    why_not_so: WhyNotSo = _never_mind
