"""What the text says of an evaluation."""

from __future__ import annotations

import pytest

from studio.cli.evaluation_reports import show_evaluations
from studio.cli.output import Output
from studio.core.evaluation_results import Accuracy, Evaluation, PairedAccuracy


def test_the_source_has_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """What the files are set against was nowhere to be read."""
    right = Accuracy(correct=983, total=1000, value=0.983, ci95=(0.973, 0.989))
    source = Evaluation(file="/m/net.keras", sha256="", top1=right, samples=1000)
    paired = PairedAccuracy(
        difference=-0.002, ci95=(-0.008, 0.004), only_source=3, only_candidate=1, agreement=0.995
    )
    wrong = Accuracy(correct=981, total=1000, value=0.981, ci95=(0.971, 0.988))
    file = Evaluation(file="/m/q.tflite", sha256="", top1=wrong, paired=paired, samples=1000)
    show_evaluations(Output(), (file,), ["q.tflite"], source=source)
    lines = capsys.readouterr().out.splitlines()
    (of_source,) = [line for line in lines if line.startswith("net.keras (source)")]
    assert "98.3 % (97.3–98.9)" in of_source
    assert sum(line.startswith("q.tflite") for line in lines) == 2, "in the table, and its details"
