"""What ``--threshold``, ``--baseline`` and ``--fail-if`` stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.cli.options import absolute
from studio.core.comparisons import VERDICTS, Comparison
from studio.core.errors import UsageError
from studio.core.quantities import parse_share
from studio.core.scenarios import Scenario
from studio.core.targets import Target
from studio.jobs.workflows.arms import plan_arms


def parse_threshold(text: str) -> float:
    """ "3%", "3 %" or "0.03" as a share. Raises UsageError: argument-invalid."""
    try:
        value = parse_share(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise UsageError(
            "argument-invalid", name="--threshold", value=text, expected="3% or 0.03, at most 100%"
        )
    return value


def find_baseline(
    text: str, files: Sequence[str], targets: Sequence[Target], scenarios: Sequence[Scenario]
) -> int:
    """The first arm of the file ``text``, or the arm of that number.

    Raises UsageError: argument-invalid, and what :func:`plan_arms` raises; ModelError.
    """
    path = absolute(Path(text))
    if path in files:
        arms = plan_arms(files, targets, scenarios)
        return next(place for place, arm in enumerate(arms) if arm.file == path)
    if text.isdecimal():
        return int(text)
    raise UsageError(
        "argument-invalid", name="--baseline", value=text, expected="one of the files, or a number"
    )


def parse_fail_if(texts: Sequence[str]) -> frozenset[str]:
    """Verdicts that end the command with exit code 1. Raises UsageError: argument-invalid."""
    for text in texts:
        if text not in VERDICTS:
            raise UsageError(
                "argument-invalid", name="--fail-if", value=text, expected=", ".join(VERDICTS)
            )
    return frozenset(texts)


def refuse_without_comparison(
    verdicts: frozenset[str],
    files: Sequence[str],
    targets: Sequence[Target],
    scenarios: Sequence[Scenario],
) -> None:
    """A condition on verdicts that cannot come would pass whatever happens.

    Raises UsageError: fail-if-one-arm, fail-if-search, and what :func:`plan_arms` raises;
    ModelError.
    """
    if not verdicts:
        return
    if any(scenario.is_search for scenario in scenarios):
        raise UsageError("fail-if-search")
    if len(plan_arms(files, targets, scenarios)) < 2:
        raise UsageError("fail-if-one-arm")


def fails(comparisons: Sequence[Comparison], verdicts: frozenset[str]) -> bool:
    return any(comparison.verdict in verdicts for comparison in comparisons)
