"""How texts that are each translated become one: other languages part sentences otherwise.

``translate`` has its default for the command line; the window has these in ``studio.ui.texts``.
"""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.errors import ErrorPlace
from studio.core.messages.marking import Translate, mark, untranslated

_SENTENCES = mark("{first}. {second}")
_LABELLED = mark("{name}: {value}")


def sentences(*texts: str, translate: Translate = untranslated) -> str:
    """A title, which has no full stop, and what follows it, as a hint; empty ones are left out."""
    first, *others = [text for text in texts if text] or [""]
    for text in others:
        first = translate(_SENTENCES).format(first=first, second=text)
    return first


def labelled(name: str, value: str, translate: Translate = untranslated) -> str:
    return translate(_LABELLED).format(name=name, value=value)


def numbered(texts: Sequence[str]) -> tuple[str, ...]:
    """Where there are several: one alone is no list."""
    if len(texts) < 2:
        return tuple(texts)
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, 1))


def place_text(place: ErrorPlace, translate: Translate = untranslated) -> str:
    """The op's kind and name, once where both are the same."""
    return place.name if place.op == place.name else labelled(place.op, place.name, translate)
