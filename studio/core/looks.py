"""Looks into one file each, of which a session keeps the newest of each kind."""

from __future__ import annotations

from typing import TypeVar

from studio.core.session import Agreement, Diagnosis, Fix, Profile

LOOKS_KEPT = 50
"""Of each kind."""
LookT = TypeVar("LookT", Profile, Diagnosis, Fix, Agreement)


def with_newest(known: tuple[LookT, ...], made: LookT) -> tuple[LookT, ...]:
    """The newest one of a file takes the place of the one before, whatever it was made with."""
    looks = [one for one in known if one.id != made.id]
    looks.append(made)
    return tuple(looks[-LOOKS_KEPT:])
