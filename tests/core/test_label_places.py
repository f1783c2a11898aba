"""Names of dots have free places, or are known to have none."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from studio.core.label_places import Box, LabelPlaces, Place

AREA = Box(0, 0, 600, 300)
WIDTH, HEIGHT = 80.0, 14.0


def place_all(dots: list[tuple[float, float]]) -> list[Place]:
    places = LabelPlaces(AREA, dots, rows=3)
    found = []
    for x, y in dots:
        place = places.find(x, y, WIDTH, HEIGHT)
        if place.is_free:
            places.take(place.box)
        found.append(place)
    return found


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 300)), max_size=25))
def test_free_places_keep_apart_from_all_else(dots: list[tuple[float, float]]) -> None:
    found = place_all(dots)
    free = [place.box for place in found if place.is_free]
    assert not any(one.meets(other) for one, other in combinations(free, 2))
    assert all(AREA.holds(box) for box in free)
    assert not any(
        box.left < x < box.right and box.top < y < box.bottom for box in free for x, y in dots
    )
    assert found == place_all(dots)


def test_dots_in_one_place_are_named_as_long_as_there_is_room() -> None:
    found = place_all([(300.0, 150.0)] * 15)
    assert [place.is_free for place in found] == [True] * 14 + [False]
    assert len({place.box for place in found[:14]}) == 14


def test_a_name_stands_inside_of_the_border() -> None:
    (corner,) = place_all([(590.0, 5.0)])
    assert corner.is_free
    assert corner.box.right < 600
    assert corner.box.top > 5


def test_a_name_stands_nearer_to_its_own_dot_than_to_another() -> None:
    """Where they touch, hardly farther."""
    dots = [(142.0, 78.0), (148.0, 78.0), (165.0, 78.0), (185.0, 65.0), (250.0, 65.0)]
    places = LabelPlaces(AREA, dots, rows=3)
    for (x, y), width in zip(dots, (90.0, 100.0, 25.0, 45.0, 120.0), strict=True):
        box = places.find(x, y, width, 16.0).box
        places.take(box)
        gaps = [
            max(box.left - a, 0, a - box.right) ** 2 + max(box.top - b, 0, b - box.bottom) ** 2
            for a, b in dots
        ]
        assert gaps[dots.index((x, y))] ** 0.5 <= min(gaps) ** 0.5 + 1


def test_a_name_keeps_off_bars_where_it_can() -> None:
    bar = Box(330, 0, 331, 300)
    places = LabelPlaces(AREA, [(300.0, 150.0)], rows=3, bars=[bar])
    found = places.find(300.0, 150.0, WIDTH, HEIGHT)
    assert found.is_free and not found.box.meets(bar)
    everywhere = LabelPlaces(AREA, [(300.0, 150.0)], rows=3, bars=[AREA])
    assert everywhere.find(300.0, 150.0, WIDTH, HEIGHT).is_free
