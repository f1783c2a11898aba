"""A child that answers every request quickly, or misbehaves as the model file tells it to.

A model file is a format's magic and JSON, request tag -> behavior, e.g. {"inspect": "segv"}.
Each request is traced as a line "child pid tag" in $FAKE_TRACE.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from studio.core.agreement import Difference, FirstDifference
from studio.core.build_protocol import (
    BuildRequest,
    BuildResult,
    FloatStageMade,
    MakeFloatStageRequest,
)
from studio.core.child import Channel, Reporter, open_channel, run_loop
from studio.core.child_protocol import DescribeDataRequest, WarmUpRequest, WarmUpResult
from studio.core.errors import ModelError, RunError
from studio.core.evaluation_results import Accuracy, Evaluation
from studio.core.graph_requests import CutRequest, CutResult
from studio.core.measure_protocol import (
    AlignProfileRequest,
    BurstsRequest,
    BurstsResult,
    CloseSamplingRequest,
    FootprintRequest,
    FootprintResult,
    OpenSamplingRequest,
    ProbeRequest,
    ProbeResult,
    RecordProfileRequest,
    RecordProfileResult,
    SampleRequest,
    SampleResult,
    SampleRow,
    Samples,
    SamplingOpened,
    SummarizeRequest,
)
from studio.core.measurements import BenchmarkResult, Conditions, Measurement
from studio.core.model import Graph, InspectResult, ModelInfo, Signature, TensorSpec
from studio.core.profile import ProfileResult
from studio.core.requests import InspectRequest
from studio.core.results import Audit, Check, DataResult, Stage, TriedOutput, TryResult
from studio.core.verify_protocol import (
    CompareRunsRequest,
    CompareRunsResult,
    CountMacsRequest,
    PartRequest,
    PartResult,
    PreparedInput,
    PrepareInputRequest,
    ReferenceRequest,
    ReferenceResult,
    RunInputRequest,
    RunOnRequest,
    RunOnResult,
    ScoreRequest,
    ScoreResult,
    SelectInputsRequest,
    VerifyRequest,
    VerifyResult,
)

TFLITE = b"\x1c\0\0\0TFL3"
HDF5 = b"\x89HDF\r\n\x1a\n"
NAME = sys.argv[sys.argv.index("--child") + 1] if "--child" in sys.argv else ""


def behaviors(path: str) -> dict[str, str]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read(archive.namelist()[0]))
    return json.loads(Path(path).read_bytes()[8:] or b"{}")


def trace(tag: str) -> None:
    if "FAKE_TRACE" in os.environ:
        with Path(os.environ["FAKE_TRACE"]).open("a") as stream:
            stream.write(f"{NAME} {os.getpid()} {tag}\n")


def stall(until: str = "") -> None:
    while not (until and Path(until).exists()):
        time.sleep(0.02)


class Fake:
    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.held: SampleRequest

    def behave(self, tag: str, path: str, reporter: Reporter) -> None:
        trace(tag)
        word, _, argument = behaviors(path).get(tag, "ok").partition(" ")
        getattr(self, word)(argument, reporter)

    def together(self, batched: bool, tag: str, path: str, reporter: Reporter) -> None:
        """Run several samples at once, where the file says how it behaves then."""
        if batched and tag in behaviors(path):
            reporter.batched()
            self.behave(tag, path, reporter)

    def ok(self, argument: str, reporter: Reporter) -> None:
        pass

    def refuse(self, argument: str, reporter: Reporter) -> None:
        raise ModelError("model-damaged", path="x", suffix=".tflite")

    def unplaced(self, argument: str, reporter: Reporter) -> None:
        raise RunError("run-outputs-unplaced", path="x")

    def old(self, argument: str, reporter: Reporter) -> None:
        """As a file that only the process with Keras 2 reads."""
        if sys.argv[-1] != "legacy-keras":
            raise ModelError("model-needs-legacy-keras", path="x", reason="a name")

    def bug(self, argument: str, reporter: Reporter) -> None:
        raise ZeroDivisionError("a defect")

    def segv(self, argument: str, reporter: Reporter) -> None:
        os.write(2, b"last words\n")
        os.kill(os.getpid(), signal.SIGSEGV)

    def abort(self, argument: str, reporter: Reporter) -> None:
        os.abort()

    def exit(self, argument: str, reporter: Reporter) -> None:
        os._exit(3)

    def killed(self, argument: str, reporter: Reporter) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def once(self, argument: str, reporter: Reporter) -> None:
        """Behave badly the first time only."""
        marker, _, word = argument.rpartition(" ")
        if not Path(marker).exists():
            Path(marker).touch()
            getattr(self, word)("", reporter)

    def cut(self, argument: str, reporter: Reporter) -> None:
        os.write(self.channel._write_fd, b'{"type":"done","result":{"type":"insp')
        os._exit(0)

    def garbled(self, argument: str, reporter: Reporter) -> None:
        os.write(self.channel._write_fd, b'{"type":"done","result":{"type":"nothing known"}}\n')
        stall()

    def babble(self, argument: str, reporter: Reporter) -> None:
        print("python babble", flush=True)
        os.write(1, b'{"type":"done"}\nnative babble\n')
        libc = ctypes.CDLL(None)
        libc.puts(b"libc babble")
        libc.fflush(None)
        os.write(self.channel._write_fd, b"not json\n{}\n[1]\n\xff\xfe\nno line end ")
        reporter.note("said")

    def hang(self, argument: str, reporter: Reporter) -> None:
        stall()

    def stubborn(self, argument: str, reporter: Reporter) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        reporter.note("ignoring SIGTERM")
        stall()

    def busy(self, argument: str, reporter: Reporter) -> None:
        reporter.note("busy")
        while not (argument and Path(argument).exists()):
            sum(range(10_000))

    def eat(self, argument: str, reporter: Reporter) -> None:
        eaten = [b"x" * 20_000_000 for _ in range(20)]
        assert len(eaten) == 20
        stall()

    def grandchild(self, argument: str, reporter: Reporter) -> None:
        code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
        process = subprocess.Popen([sys.executable, "-S", "-c", code])
        reporter.note(f"grandchild {process.pid}")
        stall()

    # --- handlers ------------------------------------------------------------------------------

    def warm_up(self, request: WarmUpRequest, reporter: Reporter) -> WarmUpResult:
        trace("warm-up")
        return WarmUpResult()

    def inspect(self, request: InspectRequest, reporter: Reporter) -> InspectResult:
        self.behave("inspect", request.path, reporter)
        spec = TensorSpec(name="x", dtype="float32", shape=(1, 4))
        info = ModelInfo(
            format="tflite",
            size_bytes=1,
            sha256=str(os.getpid()),
            signatures=(Signature(name="serving_default", inputs=(spec,), outputs=()),),
            ops={},
            parameters=None,
            macs=None,
        )
        return InspectResult(path=request.path, info=info, graph=Graph())

    def cut_out(self, request: CutRequest, reporter: Reporter) -> CutResult:
        """The part is the whole."""
        self.behave("cut_out", request.path, reporter)
        content = Path(request.path).read_bytes()
        Path(request.artifact).write_bytes(content)
        return CutResult(
            artifact=request.artifact, sha256="", size_bytes=len(content), kept_ops=1, total_ops=2
        )

    def describe_data(self, request: DescribeDataRequest, reporter: Reporter) -> DataResult:
        trace("describe-data")
        from studio.data.describe import describe  # numpy would double each child's start

        return describe(Path(request.data), request.data_ref, request.signature)

    def count_macs(self, request: CountMacsRequest, reporter: Reporter) -> InspectResult:
        self.behave("count-macs", request.path, reporter)
        found = self.inspect(InspectRequest(path=request.path), reporter)
        info = msgspec.structs.replace(found.info, macs=7, shapes_used=request.shapes)
        return msgspec.structs.replace(found, info=info)

    def build(self, request: BuildRequest, reporter: Reporter) -> BuildResult:
        Path(request.artifact).write_bytes(TFLITE + b"half")
        self.behave("build", request.source, reporter)
        if request.float_stage is not None:
            trace(f"build-of:{Path(request.float_stage.path).read_text()}")
        made = json.dumps(behaviors(request.source)).encode()
        Path(request.artifact).write_bytes(TFLITE + made)
        return BuildResult(
            artifact=request.artifact,
            sha256="00",
            size_bytes=8,
            source_sha256="11",
            stages=(),
            calibration_samples_used=7 if request.recipe.needs_calibration else 0,
        )

    def make_float_stage(
        self, request: MakeFloatStageRequest, reporter: Reporter
    ) -> FloatStageMade:
        self.behave("make-float-stage", request.source, reporter)
        Path(request.output).write_text("float")
        stage = Stage(name="float", route="litert-torch", cached=False, seconds=1.0)
        return FloatStageMade(path=request.output, stage=stage, versions={})

    def reference(self, request: ReferenceRequest, reporter: Reporter) -> ReferenceResult:
        self.behave("reference", request.model, reporter)
        if request.signature or request.shapes:
            trace(f"reference-of:{request.signature}:{list(request.shapes)}")
        self.together(
            request.batched and bool(request.all_of), "reference-batched", request.model, reporter
        )
        Path(request.output).write_text(str(request.selection.calibration_used))
        inputs_from = "given" if request.selection.given else "random"
        return ReferenceResult(path=request.output, inputs_from=inputs_from, samples=1)

    def select_inputs(self, request: SelectInputsRequest, reporter: Reporter) -> ReferenceResult:
        trace("select-inputs")
        Path(request.output).write_text("in")
        return ReferenceResult(path=request.output, inputs_from="random", samples=2)

    def run_on(self, request: RunOnRequest, reporter: Reporter) -> RunOnResult:
        self.behave(f"run-on:{request.target.text}", request.file, reporter)
        Path(request.output).write_text(request.target.text)
        return RunOnResult()

    def compare_runs(self, request: CompareRunsRequest, reporter: Reporter) -> CompareRunsResult:
        """All that have outputs are one step apart, XNNPACK's two from the others'."""
        trace(f"compare-runs:{sum(map(bool, request.runs))}")
        texts = {at: Path(path).read_text() for at, path in enumerate(request.runs) if path}
        differences = []
        for first, second in combinations(texts, 2):
            is_apart = (texts[first] == "litert-interpreter") != (
                texts[second] == "litert-interpreter"
            )
            steps = 2.0 if is_apart else 1.0
            differences.append(
                Difference(
                    first=first, second=second, output="y", steps=steps, is_same=not is_apart
                )
            )
        return CompareRunsResult(sha256="aa", differences=tuple(differences))

    def part(self, request: PartRequest, reporter: Reporter) -> PartResult:
        self.behave("part", request.file, reporter)
        first = FirstDifference(
            first=request.first,
            second=request.second,
            op="ADD",
            op_index=3,
            node_id="n3",
            name="t",
            steps=2.0,
            is_beyond=True,
            beyond=1,
            differing=2,
            compared=4,
            ops=5,
        )
        return PartResult(first=first)

    def verify(self, request: VerifyRequest, reporter: Reporter) -> VerifyResult:
        if request.ended is None:
            self.behave("verify", request.artifact, reporter)
        used = int(Path(request.reference).read_text())
        audit = Audit(
            int8_op_share=0,
            int8_mac_share=0,
            float_op_share=1,
            float_mac_share=1,
            input_dtypes=(),
            output_dtypes=(),
            size_bytes=8,
        )
        reasons = (f"recipe {request.recipe.label}",) if request.recipe else ()
        check = Check(
            status="unchecked" if request.ended else "ok",
            inputs_from=request.inputs_from,
            samples=used,
            outputs=(),
            reasons=reasons,
            refusal=request.ended,
        )
        return VerifyResult(audit=audit, check=check)

    def score(self, request: ScoreRequest, reporter: Reporter) -> ScoreResult:
        self.behave("score", request.file, reporter)
        self.together(request.batched, "score-batched", request.file, reporter)
        top1 = Accuracy(correct=1, total=1, value=1.0, ci95=(0, 1))
        note = f"{Path(request.outputs).name}|{Path(request.paired_with).name}"
        evaluation = Evaluation(file=request.file, sha256=note, top1=top1, top5=None)
        return ScoreResult(evaluation=evaluation, data_sha256="dd")

    def prepare(self, request: PrepareInputRequest, reporter: Reporter) -> PreparedInput:
        trace("prepare-input")
        assert request.inputs[0].name == "x"
        Path(request.output).write_text("in")
        Path(request.preview).write_text("png")
        return PreparedInput(path=request.output, preview=request.preview, label=3, assumption="a")

    def run_input(self, request: RunInputRequest, reporter: Reporter) -> TryResult:
        self.behave("run-input", request.file, reporter)
        if request.signature or request.shapes:
            trace(f"run-input-of:{request.signature}:{list(request.shapes)}")
        output = TriedOutput(file=request.file, name="y", shape=(1,), values=(1.0,), top=((0, 1),))
        return TryResult(outputs=(output,))

    def probe(self, request: ProbeRequest, reporter: Reporter) -> ProbeResult:
        """Works, unless FAKE_PROBES ("litert-c=segv litert-c-gpu=refuse") says otherwise."""
        trace(f"probe:{request.implementation}")
        words = dict(one.split("=") for one in os.environ.get("FAKE_PROBES", "").split())
        getattr(self, words.get(request.implementation, "ok"))("", reporter)
        return ProbeResult(versions={"fake": "1"}, device="Fake", is_software=True)

    def footprint(self, request: FootprintRequest, reporter: Reporter) -> FootprintResult:
        trace(f"footprint-by:{request.arm.implementation}")
        self.behave("footprint", request.arm.file, reporter)
        self.behave(f"footprint:{request.arm.implementation}", request.arm.file, reporter)
        return FootprintResult(init_ms=1, first_ms=1, peak_rss_bytes=1)

    def sample(self, request: SampleRequest, reporter: Reporter) -> SampleResult:
        trace(f"sample-for:{request.seconds:.1f}")
        end = time.monotonic() + request.seconds
        count = 0
        with Path(request.output).open("w") as stream:
            while count == 0 or (time.monotonic() < end and not Path(request.stop).exists()):
                rows = []
                for position, (variant, arm) in enumerate(
                    zip(request.indices, request.arms, strict=True)
                ):
                    Path(request.progress).write_bytes(variant.to_bytes(4, "little", signed=True))
                    if count > 0:
                        self.behave("sample", arm.file, reporter)
                    ms = 1_000_000
                    rows.append(SampleRow(variant, request.process, count, position, ms, ms))
                count += 1
                stream.write(f"{request.process}:{request.indices}\n")
                stream.flush()
                reporter.phase("measuring", 0.5)
                seconds = float(os.environ.get("FAKE_BATCH_S", 0.001 * len(rows)))
                reporter.send(Samples(rows=tuple(rows), seconds=seconds))
                time.sleep(0.02)
        trace(f"sampled:{request.sittings}:{','.join(map(str, request.runs_per_sample))}")
        trace(f"subtracts:{request.subtracts_empty}")
        return SampleResult(
            samples=count,
            seconds=request.seconds,
            runs_per_sample=tuple(10 + index for index in request.indices),
            subtracts_empty=False,
        )

    def open(self, request: OpenSamplingRequest, reporter: Reporter) -> SamplingOpened:
        self.held = request.sample
        trace(f"open:{'+'.join(map(str, self.held.indices))}:{request.sitting}")
        for index, arm in zip(self.held.indices, self.held.arms, strict=True):
            self.mark(index)
            self.behave("open", arm.file, reporter)
        self.mark(-1)
        Path(self.held.output).write_text("")
        return SamplingOpened(runs_per_sample=(1,) * len(self.held.arms))

    def bursts(self, request: BurstsRequest, reporter: Reporter) -> BurstsResult:
        rows = []
        for position, index in enumerate(request.indices, request.first_position):
            self.mark(index)
            if request.block > 0:
                place = self.held.indices.index(index)
                self.behave("bursts", self.held.arms[place].file, reporter)
            ms = 1_000_000
            rows.append(SampleRow(index, self.held.process, request.block, position, ms, ms))
        with Path(self.held.output).open("a") as stream:
            stream.write(f"{self.held.process}:{request.block}:{request.indices}\n")
        self.mark(-1)
        seconds = 0.01 * len(rows)
        reporter.send(Samples(rows=tuple(rows), seconds=seconds))
        return BurstsResult(samples=len(rows), seconds=seconds)

    def close(self, request: CloseSamplingRequest, reporter: Reporter) -> SampleResult:
        trace("close")
        for index in self.held.indices:  # as a real one does that looks at the outputs
            self.mark(index)
        self.mark(-1)
        return SampleResult(samples=1, seconds=1.0)

    def mark(self, index: int) -> None:
        Path(self.held.progress).write_bytes(index.to_bytes(4, "little", signed=True))

    def record_profile(
        self, request: RecordProfileRequest, reporter: Reporter
    ) -> RecordProfileResult:
        trace("record-profile")
        conditions = msgspec.structs.replace(CONDITIONS, exclusive=request.exclusive)
        return RecordProfileResult(conditions=conditions)

    def align_profile(self, request: AlignProfileRequest, reporter: Reporter) -> ProfileResult:
        trace("align-profile")
        return ProfileResult(
            file=request.arm.file,
            sha256="",
            target=request.arm.target,
            implementation=request.arm.implementation,
            runs=1,
            ops=(),
            untimed=(),
            by_type=(),
            causes=(),
            invoke_median_us=1.0,
            coverage=1.0,
            delegate_share=1.0,
            unrecorded_share=0.0,
            conditions=request.conditions,
        )

    def summarize(self, request: SummarizeRequest, reporter: Reporter) -> BenchmarkResult:
        trace("summarize")
        text = "".join(Path(path).read_text() for path in request.samples)
        Path(request.output).write_text(text)
        measurements = tuple(
            Measurement(
                file=arm.file,
                sha256="",
                target=arm.target,
                implementation=arm.implementation,
                samples=1,
                init_ms=footprint.init_ms if footprint else None,
                first_ms=None,
                median_ms=None,
                p90_ms=None,
                p99_ms=None,
                mean_ms=None,
                cpu_median_ms=None,
                median_ci95_ms=None,
                peak_rss_bytes=None,
                error=error,
            )
            for arm, footprint, error in zip(
                request.arms, request.footprints, request.errors, strict=True
            )
        )
        return BenchmarkResult(
            measurements=measurements,
            conditions=msgspec.structs.replace(CONDITIONS, exclusive=request.exclusive),
            samples_path=request.output,
            stopped=request.stopped,
        )


CONDITIONS = Conditions(
    cpu="fake",
    logical_cores=1,
    affinity=None,
    governor=None,
    frequency_mhz=None,
    load_before=None,
    load_after=None,
    busy_percent=None,
    other_busy_percent=None,
    steal_percent=None,
    power_source=None,
    memory_bytes=1,
    os="",
    python="",
    versions={},
)


def main(kind: type[Fake] = Fake, more: Callable[[Any], dict[type, Any]] = lambda _: {}) -> None:
    """``more``: requests that only this kind answers."""
    channel = open_channel()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fake = kind(channel)
    run_loop(
        channel,
        {
            WarmUpRequest: fake.warm_up,
            InspectRequest: fake.inspect,
            CutRequest: fake.cut_out,
            CountMacsRequest: fake.count_macs,
            DescribeDataRequest: fake.describe_data,
            MakeFloatStageRequest: fake.make_float_stage,
            BuildRequest: fake.build,
            ReferenceRequest: fake.reference,
            VerifyRequest: fake.verify,
            SelectInputsRequest: fake.select_inputs,
            RunOnRequest: fake.run_on,
            CompareRunsRequest: fake.compare_runs,
            PartRequest: fake.part,
            ScoreRequest: fake.score,
            PrepareInputRequest: fake.prepare,
            RunInputRequest: fake.run_input,
            FootprintRequest: fake.footprint,
            SampleRequest: fake.sample,
            OpenSamplingRequest: fake.open,
            BurstsRequest: fake.bursts,
            CloseSamplingRequest: fake.close,
            SummarizeRequest: fake.summarize,
            RecordProfileRequest: fake.record_profile,
            AlignProfileRequest: fake.align_profile,
            ProbeRequest: fake.probe,
            **more(fake),
        },
    )


if __name__ == "__main__":
    main()
