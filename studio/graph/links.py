"""Pairs of nodes of two graphs, looked up from either side."""

from __future__ import annotations

from collections.abc import Iterable

Pair = tuple[int, int]
_NONE: frozenset[int] = frozenset()


class Links:
    """(node of the first, node of the second), any number for each node."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self.pairs: set[Pair] = set()
        self.firsts: dict[int, set[int]] = {}
        self.seconds: dict[int, set[int]] = {}
        self.add(pairs)

    def __contains__(self, pair: Pair) -> bool:
        return pair in self.pairs

    def add(self, pairs: Iterable[Pair]) -> None:
        for first, second in pairs:
            self.pairs.add((first, second))
            self.seconds.setdefault(first, set()).add(second)
            self.firsts.setdefault(second, set()).add(first)

    def has_first(self, node: int) -> bool:
        return node in self.seconds

    def has_second(self, node: int) -> bool:
        return node in self.firsts

    def of_first(self, node: int) -> set[int] | frozenset[int]:
        """What a node of the first belongs to in the second."""
        return self.seconds.get(node, _NONE)

    def of_second(self, node: int) -> set[int] | frozenset[int]:
        return self.firsts.get(node, _NONE)
