"""Names of a list without what nearly all of them begin with: so that what tells them apart shows.

Of a fused op, whose name is that of all that it does joined by ";", the first is kept: it is that
of what comes out. "…" stands wherever something was left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_SHARED = 0.8
"""Of the names with a scope: what so many begin with says nothing about one of them."""


class ShortNames:
    """Called with a name it gives the short one; with one that it was not told of, that itself."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._short: dict[str, str] = {}
        self.learn(names)

    def learn(self, names: Iterable[str]) -> None:
        """Forget what was known: from now on these are the names of the list."""
        self._short = short_names(names)

    def __call__(self, name: str) -> str:
        return self._short.get(name, name)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Name -> short name. No two different names have the same one."""
    firsts = {name: name.split(";", 1)[0] for name in names}
    shared = _shared_scope([first.split("/") for first in firsts.values() if "/" in first])
    short = {}
    for name, first in firsts.items():
        text = f"…/{first[len(shared) :]}" if shared and first.startswith(shared) else first
        short[name] = text if first == name else f"{text};…"
    counts = Counter(short.values())
    return {name: text if counts[text] == 1 else name for name, text in short.items()}


def _shared_scope(paths: list[list[str]]) -> str:
    """ "net/encoder/", "" where they share none; the last part of a name is never of it."""
    least = max(2.0, _SHARED * len(paths))
    shared: list[str] = []
    while True:
        depth = len(shared)
        inside = Counter(
            path[depth] for path in paths if path[:depth] == shared and len(path) > depth + 1
        )
        found = inside.most_common(1)
        if not found or found[0][1] < least:
            return "/".join([*shared, ""]) if shared else ""
        shared.append(found[0][0])
