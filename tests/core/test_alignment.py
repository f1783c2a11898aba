"""Ordered alignment: against a brute force over all alignments, and what it leaves open."""

from __future__ import annotations

from itertools import combinations
from operator import eq

from hypothesis import given
from hypothesis import strategies as st

from studio.core.alignment import Alignment, align

_LETTERS = st.text(alphabet="abc", max_size=6)


def all_best(first: str, second: str) -> list[frozenset[tuple[int, int]]]:
    for count in range(min(len(first), len(second)), -1, -1):
        found = [
            frozenset(zip(left, right, strict=True))
            for left in combinations(range(len(first)), count)
            for right in combinations(range(len(second)), count)
            if all(first[i] == second[j] for i, j in zip(left, right, strict=True))
        ]
        if found:
            return found
    raise AssertionError("the empty alignment is one")


@given(_LETTERS, _LETTERS)
def test_a_pair_is_in_every_best_alignment_and_the_rest_is_open_or_alone(
    first: str, second: str
) -> None:
    best = all_best(first, second)
    certain = frozenset.intersection(*best)
    possible = frozenset.union(*best)
    assert align(first, second, eq) == Alignment(
        dict(certain),
        frozenset(i for i, _ in possible) - {i for i, _ in certain},
        frozenset(j for _, j in possible) - {j for _, j in certain},
    )


def test_an_inserted_item_has_no_partner() -> None:
    assert align("mrf", "mf", eq) == Alignment({0: 0, 2: 1})


def test_where_counts_disagree_nothing_is_guessed() -> None:
    found = align("xaay", "xay", eq)
    assert found.pairs == {0: 0, 3: 2}
    assert found.open_first == {1, 2}
    assert found.open_second == {1}


def test_a_difference_wider_than_the_first_band_is_found() -> None:
    inserted = "z" * 50
    found = align(inserted + "ab" * 30, "ab" * 30 + inserted, eq)
    assert found.pairs == {50 + index: index for index in range(60)}


def test_what_would_take_too_long_is_left_open() -> None:
    found = align("ab" * 50, "ba" * 50, eq, most_cells=1000)
    assert found == Alignment({}, frozenset(range(100)), frozenset(range(100)))


def test_thousands_of_items_take_no_minutes() -> None:
    names = [f"op{index % 7}" for index in range(5000)]
    found = align(["new", *names], names, eq)
    assert found.pairs == {index + 1: index for index in range(5000)}
