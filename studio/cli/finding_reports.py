"""The data doctor's findings, for a person."""

from __future__ import annotations

from studio.cli.output import Output
from studio.core.data_findings import DataFinding, Severity
from studio.core.messages import render

SIGNS: dict[Severity, str] = {"wrong": "✕", "odd": "⚠", "unknown": "?", "fine": "✓"}


def finding_line(finding: DataFinding) -> str:
    """As it is said while the work goes on."""
    title, hint = render(finding.code, finding.params)
    return f"{SIGNS[finding.severity]} {title}. {hint}"


def show_findings(output: Output, findings: tuple[DataFinding, ...], heading: str = "") -> None:
    """A line for each, and what to do below it; those that stand on the screen already are left
    out. ``heading``: above them, where any is left."""
    left = [finding for finding in findings if not output.is_on_screen(finding_line(finding))]
    if left and heading:
        output.heading(heading)
    for finding in left:
        title, hint = render(finding.code, finding.params)
        say(output, SIGNS[finding.severity], title, hint)


def say(output: Output, sign: str, title: str, hint: str) -> None:
    output.stdout.print(f"{sign} {title}", markup=False)
    if hint:
        output.stdout.print(f"  {hint}", markup=False)
