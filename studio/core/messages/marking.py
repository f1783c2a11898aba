"""Marking of texts for translation, without Qt."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

Translate = Callable[[str], str]
"""From a text in English to the one that is shown."""


class Message(msgspec.Struct, frozen=True):
    """A title (what happened) and a hint (what to do); both are templates with ``{param}``."""

    title: str
    hint: str = ""


def mark(text: str) -> str:
    """Mark ``text`` for translation; it is translated where it is shown (as QT_TRANSLATE_NOOP)."""
    return text


def untranslated(text: str) -> str:
    """For the command line and what others read, which are in English."""
    return text
