"""The data doctor's findings, for a person."""

from __future__ import annotations

from studio.cli.output import Output
from studio.core.data_findings import DataFinding, Severity
from studio.core.messages import render

SIGNS: dict[Severity, str] = {"wrong": "✕", "odd": "⚠", "unknown": "?", "fine": "✓"}


def show_findings(output: Output, findings: tuple[DataFinding, ...]) -> None:
    """A line for each, and what to do below it."""
    for finding in findings:
        title, hint = render(finding.code, finding.params)
        say(output, SIGNS[finding.severity], title, hint)


def say(output: Output, sign: str, title: str, hint: str) -> None:
    output.stdout.print(f"{sign} {title}", markup=False)
    if hint:
        output.stdout.print(f"  {hint}", markup=False)
