"""The child's end: one answer for each request, whatever the handler does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from studio.core.child import Reporter
from studio.core.child_protocol import ChildMessage, Done, Failed, Note, Phase, WarmUpResult

SCRIPT = """
from studio.core.child import open_channel, run_loop
channel = open_channel()
print("printed")
import os
from studio.core.errors import DataError
from studio.core.requests import InspectRequest
def handle(request, reporter):
    reporter.note("got " + request.path)
    if request.path == "memory": raise MemoryError("too much")
    if request.path == "data": raise DataError("data-empty", path="x")
    if request.path == "defect": raise KeyError("oops")
    return {"stdin": os.read(0, 10)}["nothing"]
run_loop(channel, {InspectRequest: handle})
print("ended")
"""


def test_each_request_has_one_answer_and_prints_go_to_stderr() -> None:
    root = str(Path(__file__).resolve().parents[2])
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    lines = [b'{"type":"warm-up"}', b"no json", b'{"type":"sampled"}', b'{"type":"verify"}']
    lines += [b'{"type":"inspect","path":"%s"}' % path for path in (b"memory", b"data", b"defect")]
    lines += [b'{"type":"inspect","path":"stdin"}']
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    answers: list[Done | Failed] = []
    notes: list[str] = []
    for line in lines:
        child.stdin.write(line + b"\n")
        child.stdin.flush()
        while True:
            message = msgspec.json.decode(child.stdout.readline(), type=ChildMessage)
            if isinstance(message, Done | Failed):
                answers.append(message)
                break
            assert isinstance(message, Note)
            notes.append(message.text)
    assert answers[0] == Done(result=WarmUpResult())
    errors = [answer.error for answer in answers[1:] if isinstance(answer, Failed)]
    assert [error.code for error in errors] == [
        "internal-error",
        "internal-error",
        "internal-error",
        "child-out-of-memory",
        "data-empty",
        "internal-error",
        "internal-error",
    ]
    assert errors[4].family == "DataError"
    assert errors[5].params == {"type": "KeyError"}
    assert "oops" in errors[5].detail
    assert notes == ["got memory", "got data", "got defect", "got stdin"]
    child.stdin.close()
    printed = child.stderr.read().decode()
    assert "printed" in printed
    for stream in (child.stdout, child.stderr):
        stream.close()
    child.wait(timeout=20)


def test_repeats_of_a_phase_are_thinned_but_not_its_end() -> None:
    sent: list[ChildMessage] = []
    reporter = Reporter(sent.append)
    for number in range(1, 1001):
        reporter.phase("calibrating", current=number, total=1000)
    reporter.phase("quantizing")
    assert len(sent) < 100
    assert sent[0] == Phase(name="calibrating", current=1, total=1000)
    assert sent[-2] == Phase(name="calibrating", current=1000, total=1000)
    assert sent[-1] == Phase(name="quantizing")


def test_the_child_module_costs_the_standard_library_and_msgspec_only() -> None:
    code = "import sys, studio.core.child; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "psutil", "PySide6", "tensorflow", "ai_edge_litert", "scipy", "rich"}
    assert not heavy & {name.partition(".")[0] for name in out.stdout.split()}
    studio = {name for name in out.stdout.split() if name.startswith("studio.")}
    assert {name.split(".")[1] for name in studio} == {"core"}
