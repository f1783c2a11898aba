"""Which part of the session a change touched, so that listeners need not look at all of it."""

from __future__ import annotations

from studio.core.session import Session


def is_progress_only(old: Session, new: Session) -> bool:
    """Whether only phases and log lines of jobs differ: a step of a progress bar, nothing else."""
    if old.models is not new.models or old.runs is not new.runs:
        return False
    if len(old.jobs) != len(new.jobs):
        return False
    return all(
        before.id == after.id and before.state == after.state
        for before, after in zip(old.jobs, new.jobs, strict=True)
    )
