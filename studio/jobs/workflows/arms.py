"""Which arms a measurement has, and which implementation runs each of them on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from studio.core.arms import pair_up
from studio.core.errors import StudioError, UsageError
from studio.core.formats import sniff
from studio.core.opening import Opening
from studio.core.scenarios import Scenario, make_scenario, refuse_mixed
from studio.core.targets import TARGETS, Arm, Target
from studio.jobs.context import JobContext

UNFIT_FOR_FILE = ("run-compile-failed", "run-compiled-failed", "run-outputs-unplaced")
"""What LiteRT's compiled model says of files that the classic interpreter may run."""


def plan_arms(
    files: Sequence[str],
    targets: Sequence[Target],
    scenarios: Sequence[Scenario] = (make_scenario(),),
    allow_code: bool = False,
    openings: Mapping[str, Opening] | None = None,
    signatures: Mapping[str, str] | None = None,
    shapes: Mapping[str, dict[str, tuple[int, ...]]] | None = None,
) -> tuple[Arm, ...]:
    """Each file on each target that runs its format in each scenario, file by file.

    Raises UsageError: no-files, file-without-target, target-without-file, scenarios-mixed;
    ModelError where a file is no model at all.
    """
    refuse_mixed(scenarios)
    if not files:
        raise UsageError("no-files")
    formats = [sniff(Path(file)).id for file in files]
    arms = pair_up(
        files,
        formats,
        targets,
        scenarios,
        allow_code=allow_code,
        openings=openings,
        signatures=signatures,
        shapes=shapes,
    )
    for file, format_id in zip(files, formats, strict=True):
        if not any(arm.file == file for arm in arms):
            fitting = [kind.id for kind in TARGETS.values() if format_id in kind.formats]
            raise UsageError(
                "file-without-target",
                path=file,
                format=format_id,
                targets=", ".join(target.text for target in targets),
                fitting=", ".join(fitting),
            )
    for target in targets:
        if all(arm.target != target for arm in arms):
            wanted = ", ".join(target.kind.formats)
            raise UsageError("target-without-file", target=target.text, wanted=wanted)
    return arms


def with_implementations(arms: Sequence[Arm], job: JobContext) -> tuple[Arm, ...]:
    """Each arm with the first of its target's implementations that works here.

    Tried in a process of its own, since a library that does not fit may take the process along;
    once, as long as the lane lives.
    The last one is not tried: what is wrong with it shows when the first file is loaded.
    """
    chosen: dict[str, str] = {}
    for arm in arms:
        if arm.target.id not in chosen:
            chosen[arm.target.id] = _first_that_works(arm.target, job)
    return tuple(replace(arm, implementation=chosen[arm.target.id]) for arm in arms)


def stand_in(arm: Arm, error: StudioError) -> Arm | None:
    """``arm`` on its target's next implementation, where ``error`` says that its own does not fit
    the file; None where there is none, or another would stumble too."""
    known = arm.target.kind.implementations
    left = known[known.index(arm.implementation) + 1 :] if arm.implementation in known else ()
    if error.code not in UNFIT_FOR_FILE or not left:
        return None
    return replace(arm, implementation=left[0])


def _first_that_works(target: Target, job: JobContext) -> str:
    *preferred, last = target.kind.implementations
    for implementation in preferred:
        try:
            job.probe(implementation)
        except StudioError as error:
            job.note_error(f"{target.id}: {implementation} cannot be used here", error)
        else:
            return implementation
    return last
