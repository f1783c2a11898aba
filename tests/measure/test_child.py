"""The measuring child as the jobs run it: a process of its own over pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from studio.core.child_protocol import ChildMessage, ChildRequest, Done, Failed
from studio.core.measure_protocol import (
    BurstsRequest,
    CloseSamplingRequest,
    FootprintRequest,
    FootprintResult,
    OpenSamplingRequest,
    SampleResult,
    Samples,
)
from studio.core.run_marker import read_marker
from studio.core.sample_file import read_blocks
from studio.measure.witness import read_witness
from tests.measure.conftest import make_arms, sample_request

PROBE = """
import json, sys
from pathlib import Path
import msgspec
from studio.core.child import Reporter
from studio.core.measure_protocol import FootprintRequest, SampleRequest, SummarizeRequest
from studio.core.measure_requests import BenchmarkRequest
from studio.measure import child
sample = msgspec.json.decode(sys.argv[1], type=SampleRequest)
reporter = Reporter(lambda message: None)
first = FootprintRequest(arm=sample.arms[0], seed=0)
child._footprint(first, reporter)
child._sample(sample, reporter)
child._summarize(
    SummarizeRequest(
        request=BenchmarkRequest(files=()), arms=sample.arms,
        samples=(sample.output,), footprints=(None, None), errors=(None, None),
        output=sample.output + ".joined",
    ),
    reporter,
)
names = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted(names | {name for name in sys.modules if name == "studio.engine"})))
"""


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "studio", "--child", "measure"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ask(child: subprocess.Popen[bytes], request: ChildRequest) -> Iterator[ChildMessage]:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(msgspec.json.encode(request) + b"\n")
    child.stdin.flush()
    decoder = msgspec.json.Decoder(ChildMessage)
    for line in child.stdout:
        message = decoder.decode(line)
        yield message
        if isinstance(message, Done | Failed):
            return


def test_no_tensorflow_no_qt_in_the_measuring_process(tmp_path: Path, models: tuple[str, str]):
    request = msgspec.json.encode(sample_request(tmp_path, models, seconds=0.2)).decode()
    done = subprocess.run(
        [sys.executable, "-c", PROBE, request], capture_output=True, text=True, check=True
    )
    modules = set(json.loads(done.stdout))
    assert {"ai_edge_litert", "numpy", "psutil"} <= modules
    banned = {
        "tensorflow",
        "keras",
        "onnxruntime",
        "PySide6",
        "shiboken6",
        "pyqtgraph",
        "sqlalchemy",
        "typer",
    }
    banned |= {"studio.engine"}
    assert not modules & banned


def test_a_child_answers_and_ends_with_its_pipe(tmp_path: Path, models: tuple[str, str]):
    with start() as child:
        footprint = FootprintRequest(arm=make_arms(models)[0], seed=0)
        *_, answer = ask(child, footprint)
        assert isinstance(answer, Done)
        assert isinstance(answer.result, FootprintResult)
        request = sample_request(tmp_path, models, seconds=0.2)
        *before, answer = ask(child, request)
        assert isinstance(answer, Done)
        assert isinstance(answer.result, SampleResult)
        rows = sum(len(message.rows) for message in before if isinstance(message, Samples))
        assert rows == answer.result.samples
        *_, refused = ask(child, sample_request(tmp_path, ("none.tflite",)))
        assert isinstance(refused, Failed)
        assert refused.error.code == "run-file-missing"
        child.communicate()


def test_a_child_keeps_a_sampling_open_between_requests(tmp_path: Path, models: tuple[str, str]):
    request = sample_request(tmp_path, models)
    with start() as child:
        *_, refused = ask(child, CloseSamplingRequest())
        assert isinstance(refused, Failed), "nothing is open"
        *_, opened = ask(child, OpenSamplingRequest(sample=request, variants=2))
        assert isinstance(opened, Done)
        for block, indices in enumerate(((0, 1), (1, 0))):
            *_, done = ask(child, BurstsRequest(indices=indices, block=block, first_position=0))
            assert isinstance(done, Done)
        *_, closed = ask(child, CloseSamplingRequest())
        assert isinstance(closed, Done)
        assert isinstance(closed.result, SampleResult)
        child.communicate()
    assert sum(record.count for record in read_blocks(request.output)) == closed.result.samples


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_child_leaves_its_finished_blocks(tmp_path: Path, models: tuple[str, str]):
    request = sample_request(tmp_path, models, seconds=60.0)
    with start() as child:
        told = 0
        for message in ask(child, request):
            if isinstance(message, Samples):
                told += len(message.rows)
                break
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
    kept = sum(record.count for record in read_blocks(request.output))
    assert kept >= told > 0
    assert read_marker(request.progress) in (0, 1)
    witness = read_witness(request.output)
    assert witness is not None
    assert [arm.index for arm in witness.arms] == [0, 1], "what a sample is must outlive the child"
