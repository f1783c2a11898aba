"""Where the arrow keys lead: along edges, and between siblings."""

from __future__ import annotations

from typing import Literal

from studio.ui.graph.laid_out import LaidOut

Direction = Literal["up", "down", "left", "right"]


def step(laid_out: LaidOut, place: int, direction: Direction, came_from: int | None) -> int | None:
    """The box that an arrow key leads to, None = nowhere.

    Up and down follow a wire against and with its direction: back where one came from if that is
    such a box, else to the one nearest by. Left and right go to the next sibling: a box with the
    same producer or consumer; where there is none that way, to the next box in the same row.
    """
    if direction in ("up", "down"):
        around = laid_out.producers if direction == "up" else laid_out.consumers
        found = [one for one in around[place] if one != place]
        if came_from in found:
            return came_from
        return min(found, key=lambda one: _distance(laid_out, place, one), default=None)
    sign = -1 if direction == "left" else 1
    for row in (_siblings(laid_out, place), _same_row(laid_out, place)):
        ahead = {one: sign * (_middle(laid_out, one) - _middle(laid_out, place)) for one in row}
        ahead = {one: gap for one, gap in ahead.items() if gap > 0}
        if ahead:
            return min(ahead, key=lambda one: ahead[one])
    return None


def ends(laid_out: LaidOut) -> tuple[int, int] | None:
    """The first and the last box, from top to bottom."""
    if not laid_out.boxes:
        return None
    places = range(len(laid_out.boxes))
    order = sorted(places, key=lambda one: (laid_out.boxes[one].y, laid_out.boxes[one].x))
    return order[0], order[-1]


def _siblings(laid_out: LaidOut, place: int) -> set[int]:
    found = {one for before in laid_out.producers[place] for one in laid_out.consumers[before]}
    found |= {one for after in laid_out.consumers[place] for one in laid_out.producers[after]}
    return found - {place}


def _same_row(laid_out: LaidOut, place: int) -> set[int]:
    box = laid_out.boxes[place]
    width = laid_out.layout.width
    return set(laid_out.boxes_in(-width, box.y, 2 * width, box.y + box.height)) - {place}


def _middle(laid_out: LaidOut, place: int) -> float:
    box = laid_out.boxes[place]
    return box.x + box.width / 2


def _distance(laid_out: LaidOut, place: int, other: int) -> float:
    one, two = laid_out.boxes[place], laid_out.boxes[other]
    across = abs(_middle(laid_out, place) - _middle(laid_out, other))
    return across + abs(one.y - two.y)
