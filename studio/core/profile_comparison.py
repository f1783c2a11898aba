"""Two profiles op by op: where did the time go?

Ops that write a tensor of the same name are the same op; of the others those that stand in the
same order and are of one kind, where only one answer is left. No verdict: the two were recorded one
after the other, not together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from studio.core.alignment import align
from studio.core.comparability import Difference, differences
from studio.core.messages.marking import mark
from studio.core.profile import ProfiledOp, ProfileResult

_MOST_CELLS = 1_000_000  # the window does this between two clicks


class OpDifference(msgspec.Struct, frozen=True, kw_only=True):
    """An op in both files, or in one of them; what a file has not takes 0 us there."""

    first: ProfiledOp | None
    second: ProfiledOp | None

    @property
    def op(self) -> str:
        """ "CONV_2D", or "CONV_2D → FULLY_CONNECTED" where the two are of different kinds."""
        ops = (one.op for one in (self.first, self.second) if one is not None)
        return " → ".join(dict.fromkeys(ops))

    @property
    def name(self) -> str:
        shown = self.first or self.second
        return shown.name if shown is not None else ""

    @property
    def first_us(self) -> float:
        return self.first.median_us if self.first is not None else 0.0

    @property
    def second_us(self) -> float:
        return self.second.median_us if self.second is not None else 0.0

    @property
    def difference_us(self) -> float:
        """The second less the first."""
        return self.second_us - self.first_us


class TypeDifference(msgspec.Struct, frozen=True, kw_only=True):
    """All ops of one kind together; counts and times are 0 where a file has none."""

    op: str
    is_of_model: bool
    first_count: int
    second_count: int
    first_us: float
    second_us: float

    @property
    def difference_us(self) -> float:
        """The second less the first."""
        return self.second_us - self.first_us


class ProfileComparison(msgspec.Struct, frozen=True, kw_only=True):
    """Both lists by the size of the difference, largest first.

    ``set_apart``: where and under which circumstances the two were recorded, as far as that
    differs; whatever it says may be why the times do.
    """

    ops: tuple[OpDifference, ...]
    by_type: tuple[TypeDifference, ...]
    set_apart: tuple[Difference, ...] = ()


def compare_profiles(first: ProfileResult, second: ProfileResult) -> ProfileComparison:
    """Ops of large, unrelated files are paired by their names alone."""
    pairs = _by_name(first.ops, second.ops)
    left = [at for at in range(len(first.ops)) if at not in pairs]
    taken = set(pairs.values())
    right = [at for at in range(len(second.ops)) if at not in taken]
    aligned = align(
        [first.ops[at] for at in left],
        [second.ops[at] for at in right],
        _is_of_one_kind,
        most_cells=_MOST_CELLS,
    )
    pairs |= {left[one]: right[other] for one, other in aligned.pairs.items()}
    taken = set(pairs.values())
    ops = [
        OpDifference(first=op, second=second.ops[pairs[at]] if at in pairs else None)
        for at, op in enumerate(first.ops)
    ]
    ops += [
        OpDifference(first=None, second=op) for at, op in enumerate(second.ops) if at not in taken
    ]
    return ProfileComparison(
        ops=tuple(sorted(ops, key=lambda one: -abs(one.difference_us))),
        by_type=_types(first, second),
        set_apart=_set_apart(first, second),
    )


def _set_apart(first: ProfileResult, second: ProfileResult) -> tuple[Difference, ...]:
    places = (
        (mark("Target"), first.target.text, second.target.text),
        (mark("Runtime"), first.implementation, second.implementation),
    )
    unlike = [
        Difference(what=what, first=one, second=other, is_machine=False)
        for what, one, other in places
        if one != other
    ]
    return (*unlike, *differences(first.conditions, second.conditions))


def _by_name(first: Sequence[ProfiledOp], second: Sequence[ProfiledOp]) -> dict[int, int]:
    """Positions of ops whose name is that of one op in each file."""
    names = [Counter(op.name for op in ops if op.is_mapped and op.name) for ops in (first, second)]
    places = {op.name: at for at, op in enumerate(second) if op.is_mapped}
    return {
        at: places[op.name]
        for at, op in enumerate(first)
        if op.is_mapped and names[0][op.name] == 1 and names[1][op.name] == 1
    }


def _is_of_one_kind(one: ProfiledOp, other: ProfiledOp) -> bool:
    return one.op == other.op and one.is_mapped == other.is_mapped


def _types(first: ProfileResult, second: ProfileResult) -> tuple[TypeDifference, ...]:
    sides = [{(one.op, one.is_of_model): one for one in side.by_type} for side in (first, second)]
    found: list[TypeDifference] = []
    for key in dict.fromkeys((*sides[0], *sides[1])):
        one, other = sides[0].get(key), sides[1].get(key)
        found.append(
            TypeDifference(
                op=key[0],
                is_of_model=key[1],
                first_count=one.count if one is not None else 0,
                second_count=other.count if other is not None else 0,
                first_us=one.median_us if one is not None else 0.0,
                second_us=other.median_us if other is not None else 0.0,
            )
        )
    return tuple(sorted(found, key=lambda type_: -abs(type_.difference_us)))
