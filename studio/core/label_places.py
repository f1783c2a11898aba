"""Where the names of dots stand in a scatter plot, so that they can be read.

Greedy and in a fixed order: the same dots have the same places, on screen and in the report.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

_SIGN = 8.0
"""Half the room that a dot takes, in pixels."""
_AWAY = 12.0


class Box(msgspec.Struct, frozen=True):
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


class Place(msgspec.Struct, frozen=True):
    """``is_free``: the name runs over no dot, no other name and no border."""

    box: Box
    is_free: bool


class LabelPlaces:
    """Takes names one after another; ``rows``: how many lines away from its dot one may stand.

    ``bars``: what a name had better not run over, as it would be hard to read.
    """

    def __init__(
        self,
        area: Box,
        dots: Sequence[tuple[float, float]],
        *,
        rows: int,
        bars: Sequence[Box] = (),
    ) -> None:
        self._area, self._rows, self._dots, self._bars = area, rows, tuple(dots), tuple(bars)
        self._taken = [Box(x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN) for x, y in dots]

    def find(self, x: float, y: float, width: float, height: float) -> Place:
        """The free place nearest to the dot, else the one that runs over least; takes nothing.

        Of free places those come first that are nearer to this dot than to any other, then those
        that run over fewer bars.
        """

        def faults(box: Box) -> tuple[int, bool, int]:
            hits = sum(map(box.meets, self._taken)) + (0 if self._area.holds(box) else 100)
            own = _gap(box, (x, y))
            is_mistakable = any(_gap(box, dot) < own for dot in self._dots)
            return hits, is_mistakable, sum(map(box.meets, self._bars))

        best = min(self._candidates(x, y, width, height), key=faults)
        return Place(best, faults(best)[0] == 0)

    def take(self, box: Box) -> None:
        """A name stands in ``box`` from now on."""
        self._taken.append(box)

    def _candidates(self, x: float, y: float, width: float, height: float) -> list[Box]:
        """Beside the dot, then above and below it, then a line farther away, and so on."""
        found = [(x + _AWAY, y), (x - _AWAY - width, y)]
        for row in range(self._rows):
            away = _SIGN + height * (0.5 + row)
            for middle in (y - away, y + away):
                found += [(x + 1, middle), (x - 1 - width, middle)]
        return [
            Box(left, middle - height / 2, left + width, middle + height / 2)
            for left, middle in found
        ]


def _gap(box: Box, dot: tuple[float, float]) -> float:
    """Square of how far a dot is from a box."""
    across = max(box.left - dot[0], 0.0, dot[0] - box.right)
    down = max(box.top - dot[1], 0.0, dot[1] - box.bottom)
    return across * across + down * down
