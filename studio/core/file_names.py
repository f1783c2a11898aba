"""Short names of several files that tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath


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
