"""Joining changes to a session that were made apart: a three-way merge by id.

Serves undo (take one edit back, keep what finished jobs have added since) and two windows on one
history (each writes its changes, none loses the other's). Where both changed the same field, ours
wins; a thing that one side deleted and the other changed stays. What both sides made on their own
under one id (made again after it was deleted) is ours: the later work is not taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import fields, replace

from studio.core.looks import LOOKS_KEPT, LookT
from studio.core.lookup import is_finished
from studio.core.outcomes import RUNS_KEPT
from studio.core.reduce import trim_jobs
from studio.core.session import (
    Agreement,
    Diagnosis,
    Fix,
    Job,
    Model,
    Profile,
    Run,
    Session,
    Variant,
)

T = TypeVar("T", Model, Variant, Job, Run, Profile, Diagnosis, Fix, Agreement)


def merge(base: Session, ours: Session, theirs: Session, *, deletion_wins: bool = False) -> Session:
    """``ours`` with the changes that lead from ``base`` to ``theirs``.

    ``deletion_wins``: what one side deleted is gone, even where the other side changed it.
    """
    if theirs == base:
        return ours
    join = _Joiner(deletion_wins)
    runs = join.by_id(base.runs, ours.runs, theirs.runs, _either)
    return Session(
        models=join.by_id(base.models, ours.models, theirs.models, join.model),
        jobs=trim_jobs(join.by_id(base.jobs, ours.jobs, theirs.jobs, _merge_job)),
        runs=tuple(sorted(runs, key=lambda run: run.at))[-RUNS_KEPT:],
        profiles=join.looks(base.profiles, ours.profiles, theirs.profiles),
        diagnoses=join.looks(base.diagnoses, ours.diagnoses, theirs.diagnoses),
        fixes=join.looks(base.fixes, ours.fixes, theirs.fixes),
        agreements=join.looks(base.agreements, ours.agreements, theirs.agreements),
        next_color=max(ours.next_color, theirs.next_color),
    )


def revert(current: Session, before: Session, after: Session) -> Session:
    """``current`` without the edit that led from ``before`` to ``after``; swapped: redo."""
    return merge(base=after, ours=current, theirs=before, deletion_wins=True)


class _Joiner:
    """The parts of a merge that depend on what becomes of deleted things."""

    def __init__(self, deletion_wins: bool) -> None:
        self._deletion_wins = deletion_wins

    def by_id(
        self,
        base: tuple[T, ...],
        ours: tuple[T, ...],
        theirs: tuple[T, ...],
        merge_item: Callable[[T, T, T], T],
    ) -> tuple[T, ...]:
        old = {item.id: item for item in base}
        mine = {item.id: item for item in ours}
        other = {item.id: item for item in theirs}
        kept: list[T] = []
        for item in ours:
            if item.id in other:
                theirs_too = other[item.id]
                base_item = old[item.id] if item.id in old else _unknown(theirs_too)
                kept.append(merge_item(base_item, item, theirs_too))
            elif self._outlives_deletion(item, old):
                kept.append(item)
        for index, item in enumerate(theirs):
            if item.id in mine or not self._outlives_deletion(item, old):
                continue
            before = {earlier.id for earlier in theirs[:index]}
            place = next((i + 1 for i in reversed(range(len(kept))) if kept[i].id in before), 0)
            kept.insert(place, item)
        return tuple(kept)

    def looks(
        self, base: tuple[LookT, ...], ours: tuple[LookT, ...], theirs: tuple[LookT, ...]
    ) -> tuple[LookT, ...]:
        """The later one of each file."""
        joined = self.by_id(base, ours, theirs, _later)
        return tuple(sorted(joined, key=lambda look: look.at))[-LOOKS_KEPT:]

    def model(self, base: Model, ours: Model, theirs: Model) -> Model:
        changed = _merged_fields(base, ours, theirs)
        changed["variants"] = self.by_id(
            base.variants, ours.variants, theirs.variants, _merge_variant
        )
        return replace(ours, **changed)

    def _outlives_deletion(self, item: T, old: dict[str, T]) -> bool:
        """Whether what only one side has stays: it is new, or was changed there."""
        if item.id not in old:
            return True
        return not self._deletion_wins and item != old[item.id]


def _unknown(theirs: T) -> T:
    """The base of a thing that the base does not have: theirs changed nothing, ours did.

    A model's variants are all new to both sides, so that the variants of both stay.
    """
    return replace(theirs, variants=()) if isinstance(theirs, Model) else theirs


def _later(_: LookT, ours: LookT, theirs: LookT) -> LookT:
    return theirs if theirs.at > ours.at else ours


def _either(base: Any, ours: Any, theirs: Any) -> Any:
    return theirs if ours == base else ours


def _merged_fields(base: Any, ours: Any, theirs: Any) -> dict[str, Any]:
    return {
        field.name: _either(
            getattr(base, field.name), getattr(ours, field.name), getattr(theirs, field.name)
        )
        for field in fields(ours)
    }


def _merge_variant(base: Variant, ours: Variant, theirs: Variant) -> Variant:
    return replace(ours, **_merged_fields(base, ours, theirs))


def _merge_job(base: Job, ours: Job, theirs: Job) -> Job:
    """A job belongs to one process; the side where it has ended knows more."""
    if is_finished(ours) != is_finished(theirs):
        return ours if is_finished(ours) else theirs
    return theirs if ours == base else ours
