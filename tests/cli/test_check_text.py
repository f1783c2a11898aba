"""What the text says of a check."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from studio.cli.documents import check_json
from studio.cli.output import Output
from studio.cli.reports import show_audit, show_check
from studio.core.errors import ErrorInfo
from studio.core.keep import Keep, KeepOutcome
from studio.core.messages import render
from studio.core.results import Check, OutputCheck
from tests.core.test_reduce import AUDIT

FLAT = OutputCheck(
    name="digit",
    max_abs_error=0.0,
    rmse_over_range=None,
    cosine=1.0,
    argmax_agreement=None,
    notes=("output-both-constant",),
)
CHECK = Check(status="ok", inputs_from="given", samples=50, outputs=(FLAT,))


def test_no_tick_where_nothing_was_shown(capsys: pytest.CaptureFixture[str]) -> None:
    show_check(Output(), CHECK)
    said = capsys.readouterr().out
    assert "Check: ∅ nothing was shown: the output is the same for every input" in said
    assert "✓" not in said


def test_the_document_tells_it_too() -> None:
    assert check_json(CHECK)["status"] == "nothing"
    varying = replace(FLAT, name="other", notes=())
    assert check_json(replace(CHECK, outputs=(FLAT, varying)))["status"] == "ok"
    assert check_json(replace(CHECK, status="failed"))["status"] == "failed"


def test_an_output_that_varies_shows_something(capsys: pytest.CaptureFixture[str]) -> None:
    varying = replace(FLAT, name="other", notes=())
    show_check(Output(), replace(CHECK, outputs=(FLAT, varying)))
    assert "Check: ✓ ok" in capsys.readouterr().out


def test_what_failed_has_failed(capsys: pytest.CaptureFixture[str]) -> None:
    show_check(Output(), replace(CHECK, status="failed", reasons=("output-missing",)))
    assert "Check: ✕ failed" in capsys.readouterr().out


def test_what_ended_a_check_is_said_with_the_way_to_check_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = ErrorInfo(
        code="child-killed", params={"child": "verify", "signal": "SIGKILL"}, detail="its log"
    )
    reasons = ("artifact-unchecked",)
    show_check(Output(), replace(CHECK, status="unchecked", reasons=reasons, refusal=ended))
    said = " ".join(capsys.readouterr().out.split())
    assert "Check: ○ not checked" in said
    assert "killed from outside (SIGKILL)" in said and "its log" not in said
    assert "studio check FILE --against MODEL" in said


def test_each_remark_is_said_once_with_the_outputs_it_is_about(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = replace(FLAT, name="box", notes=(), reasons=("output-missing",))
    check = replace(CHECK, status="failed", outputs=(FLAT, wrong), reasons=("output-missing",))
    show_check(Output(), check)
    said = capsys.readouterr().out
    title = render("output-missing", {})[0]
    assert said.count(title) == 1
    assert f"{title} (box)" in said
    assert said.count(render("output-both-constant", {})[0]) == 1


def test_the_joined_names_of_a_kept_op_leave_room(capsys: pytest.CaptureFixture[str]) -> None:
    """A fused op is named by all that it does, which made lines of 290 characters."""
    joined = ";".join(f"network/block_{number}/convolution/BiasAdd" for number in range(8))
    keep = Keep(pattern=joined, precision="float", by="node")
    outcome = KeepOutcome(keep=keep, matched=1, held=0, changed=0, unheld=(joined,))
    show_audit(Output(), replace(AUDIT, kept=(outcome,)))
    lines = capsys.readouterr().out.splitlines()
    (line,) = [one for one in lines if one.startswith("keep node:")]
    assert "BiasAdd" in line and "=float" in line and "0 of 1 ops" in line
    assert len(line) < 180
