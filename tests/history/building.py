"""Sessions, runs and sample files for the tests of history and report."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

from msgspec.structs import replace

from studio.core.edits import add_model
from studio.core.errors import ErrorInfo
from studio.core.evaluation_results import Accuracy, Evaluation, PairedAccuracy
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult, Conditions, Measurement
from studio.core.model import Graph, ModelInfo, Node
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.results import Audit, Check, OutputCheck, Stage
from studio.core.sample_file import write_block
from studio.core.session import Run, Session, Variant
from studio.core.targets import make_target

CONDITIONS = Conditions(
    cpu="Test CPU <x86>",
    logical_cores=2,
    affinity=(0, 1),
    governor=None,
    frequency_mhz=2400.0,
    load_before=0.3,
    load_after=1.2,
    busy_percent=55.0,
    other_busy_percent=4.0,
    steal_percent=None,
    power_source=None,
    memory_bytes=8_000_000_000,
    os="Test OS 1",
    python="3.11.7",
    versions={"ai-edge-litert": "2.3.0"},
)


def info(sha256: str = "aa" * 32, size_bytes: int = 4) -> ModelInfo:
    return ModelInfo(
        format="keras",
        size_bytes=size_bytes,
        sha256=sha256,
        signatures=(),
        ops={"CONV_2D": 2},
        parameters=1_200_000,
        macs=34_000_000,
    )


def make_variant(folder: Path, number: int, optimization: str = "int8") -> Variant:
    """A variant whose artifact exists in ``folder``."""
    content = b"\x1c\0\0\0TFL3" + f"artifact {number}".encode()
    artifact = folder / f"{number}.tflite"
    artifact.parent.mkdir(parents=True, exist_ok=True)
    artifact.write_bytes(content)
    steps = [make_step(optimization)] if optimization else []
    calibration = DatasetRef(sha256="cc" * 32) if optimization == "int8" else None
    accuracy = Accuracy(correct=973, total=1000, value=0.973, ci95=(0.961, 0.982))
    output = OutputCheck(
        name="logits<0>",
        max_abs_error=0.0123,
        rmse_over_range=0.004,
        cosine=0.9998,
        argmax_agreement=0.995,
    )
    return Variant(
        id=f"v{number}",
        name=f"{optimization or 'float32'} {number}",
        artifact=str(artifact),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        recipe=make_recipe(steps, calibration=calibration),
        stages=(Stage(name="float", route="concrete-function", cached=True, seconds=0.5),),
        audit=Audit(
            int8_op_share=0.9,
            int8_mac_share=0.95,
            float_op_share=0.1,
            float_mac_share=0.05,
            input_dtypes=("float32",),
            output_dtypes=("float32",),
            size_bytes=len(content),
        ),
        check=Check(
            status="degraded",
            inputs_from="calibration-unused",
            samples=100,
            outputs=(output,),
            reasons=("output-agreement-low",),
        ),
        evaluation=Evaluation(
            file=str(artifact),
            sha256="",
            top1=accuracy,
            top5=None,
            paired=PairedAccuracy(
                difference=-0.004,
                ci95=(-0.012, 0.004),
                only_source=7,
                only_candidate=3,
                agreement=0.99,
            ),
        ),
        versions={"tensorflow": "2.21.0"},
        source_sha256="aa" * 32,
        color=number,
    )


def make_session(folder: Path, variants: int = 2) -> Session:
    """One model that exists, with ``variants`` variants in ``folder``."""
    source = folder / "net.keras"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(b"1234")
    session, _ = add_model(Session(), str(source))
    model = replace(
        session.models[0],
        info=info(),
        graph=Graph(nodes=(Node(id="n", index=0, op="CONV_2D", name="c"),)),
        variants=tuple(make_variant(folder, number) for number in range(variants)),
    )
    return replace(session, models=(model,))


def write_samples(path: Path, files: int = 2, processes: int = 2, blocks: int = 5) -> int:
    """A sample file like a measurement's; returns the number of rows."""
    rows = 0
    with path.open("wb") as stream:
        for process in range(processes):
            for block in range(blocks):
                content = b"".join(
                    struct.pack("<4q", file, position, wall_ns(file, block, position), 1_000_000)
                    for file in range(files)
                    for position in range(10)
                )
                write_block(stream, process, block, content)
                rows += 10 * files
    return rows


def wall_ns(file: int, block: int, position: int) -> int:
    """About 2 ms for file 0, 4 ms for file 1, with some spread and an outlier."""
    spread = (block * 7 + position * 13) % 17
    return (2 + 2 * file) * 1_000_000 + spread * 20_000 + (900_000 if spread == 16 else 0)


def make_run(files: tuple[str, ...], samples: Path | None, run_id: str = "r1") -> Run:
    measurements = tuple(
        Measurement(
            file=file,
            sha256=_sha_of(file),
            target=make_target(),
            implementation="litert-interpreter",
            samples=100,
            init_ms=12.3,
            first_ms=5.1,
            median_ms=2.16 + 2 * index,
            p90_ms=2.3 + 2 * index,
            p99_ms=None,
            mean_ms=2.2 + 2 * index,
            cpu_median_ms=1.0,
            median_ci95_ms=(2.13 + 2 * index, 2.19 + 2 * index),
            p90_ci95_ms=(2.25 + 2 * index, 2.36 + 2 * index),
            peak_rss_bytes=31_000_000,
            processes=2,
        )
        for index, file in enumerate(files)
    )
    broken = Measurement(
        file="/gone/crashed.tflite",
        sha256="",
        target=make_target(),
        implementation="litert-interpreter",
        samples=0,
        init_ms=None,
        first_ms=None,
        median_ms=None,
        p90_ms=None,
        p99_ms=None,
        mean_ms=None,
        cpu_median_ms=None,
        median_ci95_ms=None,
        peak_rss_bytes=None,
        error=ErrorInfo(code="child-crashed", params={"signal": "SIGSEGV"}),
    )
    return Run(
        id=run_id,
        at=1_700_000_000.0,
        result=BenchmarkResult(
            measurements=(*measurements, broken),
            conditions=CONDITIONS,
            samples_path=str(samples) if samples else "",
            seconds=10.0,
        ),
        request=BenchmarkRequest(files=(*files, "/gone/crashed.tflite")),
    )


def _sha_of(file: str) -> str:
    path = Path(file)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "ff" * 32
