"""Marking of texts for translation, without Qt."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True):
    """A title (what happened) and a hint (what to do); both are templates with ``{param}``."""

    title: str
    hint: str = ""


def mark(text: str) -> str:
    """Mark ``text`` for translation; it is translated where it is shown (as QT_TRANSLATE_NOOP)."""
    return text
