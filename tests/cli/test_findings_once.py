"""What the data doctor says during the work is not said again below it on the same screen."""

from __future__ import annotations

import io
import sys

import pytest

from studio.cli.finding_reports import show_findings
from studio.cli.output import Output
from studio.cli.progress import ProgressView
from studio.core.data_findings import DataFinding
from studio.core.events import DataJudged, Event

FOUND = (
    DataFinding(code="data-unscaled", severity="odd"),
    DataFinding(code="data-random", severity="fine"),
)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("is_screen", "shown"), [(True, 1), (False, 2)])
def test_a_finding_stands_once_on_a_screen(
    monkeypatch: pytest.MonkeyPatch, is_screen: bool, shown: int
) -> None:
    """A result that goes elsewhere is whole."""
    out, err = (Screen() if is_screen else io.StringIO() for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    output = Output()
    with ProgressView(output, "net") as view:
        view.on_event(Event(job_id="1", at=0.0, body=DataJudged(findings=FOUND)))
    show_findings(output, FOUND, "Data and calibration")
    assert err.getvalue().count("⚠") == 1
    assert out.getvalue().count("⚠") + out.getvalue().count("✓") == shown
    assert "Data and calibration" in out.getvalue()
    show_findings(output, FOUND[:1], "Alone")
    assert ("Alone" in out.getvalue()) != is_screen
