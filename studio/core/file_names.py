"""Names of files as people are shown them: short ones that tell several apart, and without home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath


def told_apart(paths: Sequence[str]) -> tuple[str, ...]:
    """The name of each file, with as many of the folders around it as it takes: "a/q.tflite".

    Where the same path is given twice its name stands there twice.
    """
    parts = [PurePath(path).parts for path in paths]
    counts = [1] * len(parts)

    def names() -> list[str]:
        return ["/".join(one[-count:]) for one, count in zip(parts, counts, strict=True)]

    while True:
        seen: dict[str, set[str]] = {}
        for name, path in zip(names(), paths, strict=True):
            seen.setdefault(name, set()).add(path)
        again = [
            at
            for at, name in enumerate(names())
            if len(seen[name]) > 1 and counts[at] < len(parts[at])
        ]
        if not again:
            return tuple(names())
        for at in again:
            counts[at] += 1


def repeated(names: Sequence[str]) -> frozenset[str]:
    """Those that stand there more than once."""
    return frozenset(name for name, count in Counter(names).items() if count > 1)


def without_home(text: str) -> str:
    """The home folder as ``~``; one that is a root (that of a service in a container) names no
    person, and is part of every path."""
    home = Path.home()
    return text if home == Path(home.anchor) else text.replace(str(home), "~")
