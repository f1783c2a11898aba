"""Which files are measured on which targets: the arms of a measurement, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.core.opening import AS_FOUND, Opening
from studio.core.scenarios import Scenario, make_scenario
from studio.core.targets import Arm, Target


def pair_up(
    files: Sequence[str],
    formats: Sequence[str],
    targets: Sequence[Target],
    scenarios: Sequence[Scenario] = (make_scenario(),),
    *,
    allow_code: bool = False,
    openings: Mapping[str, Opening] | None = None,
    signatures: Mapping[str, str] | None = None,
    shapes: Mapping[str, dict[str, tuple[int, ...]]] | None = None,
) -> tuple[Arm, ...]:
    """Each file on each target that runs its format in each scenario, file by file.

    ``formats``: of each file the id of its format. ``allow_code``: see Arm.
    ``openings``, ``signatures``, ``shapes``: of files that are not opened as they are found.
    """
    return tuple(
        Arm(
            file=file,
            target=target,
            allow_code=allow_code,
            opening=(openings or {}).get(file, AS_FOUND),
            signature=(signatures or {}).get(file),
            shapes=(shapes or {}).get(file, {}),
            scenario=scenario,
        )
        for file, format_id in zip(files, formats, strict=True)
        for target in targets
        for scenario in scenarios
        if format_id in target.kind.formats
    )


def usable(targets: Sequence[Target], formats: Sequence[str]) -> tuple[Target, ...]:
    """Those that run any of ``formats``; all where none does, so that it can be said."""
    fitting = tuple(
        target for target in targets if any(entry in target.kind.formats for entry in formats)
    )
    return fitting or tuple(targets)
