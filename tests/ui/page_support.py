"""What page tests share: a context over a real store and history, and a session full of data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from studio.core.comparisons import Comparison, Verdict
from studio.core.errors import StudioError
from studio.core.evaluation_results import Accuracy, Evaluation, PairedAccuracy
from studio.core.measure_protocol import SampleRow, Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult, Conditions, Measurement
from studio.core.model import (
    Graph,
    GraphTensor,
    ModelInfo,
    ModelWarning,
    Node,
    Signature,
    TensorSpec,
)
from studio.core.recipe import make_recipe, make_step
from studio.core.reduce import reduce
from studio.core.requests import Request
from studio.core.results import Audit, Check, OutputCheck, Stage
from studio.core.session import Dataset, Model, Run, Session, Variant
from studio.core.settings import Settings
from studio.core.targets import make_target
from studio.history.store import History
from studio.places import find_places
from studio.ui.context import UiContext
from studio.ui.known_targets import KnownTargets
from studio.ui.resolution import KnownResolution
from studio.ui.store import Store
from studio.ui.turns import Turns


@dataclass
class PageBench:
    """A context whose submissions and commands are written down instead of being carried out."""

    history: History
    store: Store = field(default_factory=lambda: Store(reduce))
    turns: Turns = field(default_factory=Turns)
    submitted: list[Request] = field(default_factory=list)
    commands: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    unsaved: list[tuple[Path, str]] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    held: list[tuple[str, str, str]] = field(default_factory=list)
    settings: Settings = Settings()
    followers: list[Callable[[Settings], object]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    targets: KnownTargets = field(init=False)
    resolution: KnownResolution = field(init=False)

    def __post_init__(self) -> None:
        self.targets = KnownTargets(self.store, self._submit)
        self.resolution = KnownResolution(
            self.store, find_places().resolution_file, lambda work, then: then(work())
        )

    @property
    def context(self) -> UiContext:
        return UiContext(
            store=self.store,
            turns=self.turns,
            get_history=lambda: self.history,
            places=find_places(),
            settings=lambda: self.settings,
            submit=self._submit,
            cancel=self.stopped.append,
            stop=self.stopped.append,
            run_command=lambda command, **arguments: self.commands.append((command, arguments)),
            why_not=self.reasons.get,
            hold=lambda *given: self.held.append(given),
            change_settings=self.change_settings,
            write_file=self.write_file,
            follow_settings=self.followers.append,
            say=self.said.append,
            targets=self.targets,
            resolution=self.resolution,
        )

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings
        for follower in self.followers:
            follower(settings)

    def write_file(self, path: Path, write: Callable[[], object]) -> None:
        try:
            write()
        except StudioError as error:
            self.unsaved.append((path, error.code))
        else:
            self.saved.append(path)

    def _submit(self, request: Request, _model_id: str = "") -> str:
        self.submitted.append(request)
        return f"job{len(self.submitted)}"

    def show(self, page: Any) -> None:
        """Keep ``page`` up to date, as the main window does."""
        store = self.store
        store.changed.connect(lambda _, new: page.refresh(new, store.selection))
        store.selection_changed.connect(lambda chosen: page.refresh(store.session, chosen))


def make_info(**fields: Any) -> ModelInfo:
    values: dict[str, Any] = {
        "format": "keras",
        "size_bytes": 380_000,
        "sha256": "a" * 64,
        "signatures": (
            Signature(
                name="serving_default",
                inputs=(TensorSpec(name="image", dtype="float32", shape=(None, 28, 28, 1)),),
                outputs=(TensorSpec(name="digit", dtype="float32", shape=(None, 10)),),
            ),
        ),
        "ops": {"Conv2D": 3, "DepthwiseConv2D": 4, "Dense": 1, "Softmax": 1},
        "parameters": 31_234,
        "macs": 3_412_000,
        "size_split": {"weights float32": 124_936, "other": 255_064},
        "metadata": {"keras_version": "3.15.1"},
        "warnings": (ModelWarning(code="model-unknown-format", params={"path": "x"}),),
    }
    return ModelInfo(**{**values, **fields})


def make_graph(count: int = 6) -> Graph:
    tensors = tuple(
        GraphTensor(index=index, name=f"t{index}", dtype="float32", shape=(1, 8, index + 1))
        for index in range(count + 1)
    )
    nodes = tuple(
        Node(
            id=f"n{index}",
            index=index,
            op="CONV_2D" if index % 2 == 0 else "RELU",
            name=f"layer{index}",
            inputs=(index, -1),
            outputs=(index + 1,),
            macs=1000 * (index + 1) if index % 2 == 0 else 0,
            parameters=10 * index,
            attributes={"padding": "SAME"},
        )
        for index in range(count)
    )
    return Graph(nodes=nodes, tensors=tensors)


def make_variant(name: str, index: int, folder: Path, status: Any = "ok") -> Variant:
    output = OutputCheck(
        name="digit",
        max_abs_error=0.012 * (index + 1),
        rmse_over_range=0.0031,
        cosine=0.99987,
        argmax_agreement=1 - 0.004 * index,
        reasons=("output-agreement-low",) if status == "degraded" else (),
    )
    accuracy = Accuracy(
        correct=974 - index, total=1000, value=0.974 - index / 1000, ci95=(0.962, 0.982)
    )
    steps = () if name == "float32" else (make_step(name),)
    return Variant(
        id=f"v{index}",
        name=name,
        artifact=str(folder / f"{name}.tflite"),
        sha256=f"{index}" * 64,
        size_bytes=130_000 // (index + 1),
        recipe=make_recipe(steps),
        stages=(
            Stage(name="float", route="concrete-function", cached=index > 0, seconds=1.9),
            Stage(name="quantize", route="tensorflow-calibrator", cached=False, seconds=0.42),
        ),
        audit=Audit(
            int8_op_share=0.9, int8_mac_share=None, float_op_share=0.1, float_mac_share=0.02,
            input_dtypes=("float32",), output_dtypes=("float32",), size_bytes=130_000,
            weights_by_dtype={"int8": 31_000, "int32": 1_200},
        ),
        check=Check(
            status=status, inputs_from="evaluation", samples=100, outputs=(output,),
            reasons=output.reasons,
        ),
        evaluation=Evaluation(
            file="f", sha256="x", top1=accuracy, top5=None,
            paired=PairedAccuracy(
                difference=-0.001, ci95=(-0.006, 0.004), only_source=4, only_candidate=3,
                agreement=0.993,
            ),
        ),
        versions={"tensorflow": "2.21.0"},
        source_sha256="a" * 64,
        color=index + 1,
    )  # fmt: skip


NAMES = ("float32", "float16", "int8")


def make_session(folder: Path) -> Session:
    statuses = ("ok", "ok", "degraded")
    variants = tuple(
        make_variant(name, index, folder, statuses[index]) for index, name in enumerate(NAMES)
    )
    evaluation = Evaluation(
        file="m", sha256="a" * 64,
        top1=Accuracy(correct=975, total=1000, value=0.975, ci95=(0.963, 0.983)), top5=None,
    )  # fmt: skip
    model = Model(
        id="m1",
        path=str(folder / "mnist_cnn.keras"),
        name="mnist_cnn",
        info=make_info(),
        graph=make_graph(),
        variants=variants,
        evaluation=evaluation,
        evaluation_data=Dataset(path=str(folder / "evaluation.npz")),
    )
    return Session(models=(model,), next_color=4)


def make_measurement(file: str, median: float, **fields: Any) -> Measurement:
    values: dict[str, Any] = {
        "file": file,
        "sha256": "",
        "target": make_target(),
        "implementation": "litert-interpreter",
        "samples": 3000,
        "init_ms": 1.8,
        "first_ms": 2 * median,
        "median_ms": median,
        "p90_ms": 1.2 * median,
        "p99_ms": 1.9 * median,
        "mean_ms": 1.05 * median,
        "cpu_median_ms": median,
        "median_ci95_ms": (median * 0.99, median * 1.012),
        "peak_rss_bytes": 41_000_000,
        "throughput_per_s": 1000 / median,
        "processes": 3,
    }
    return Measurement(**{**values, **fields})


CONDITIONS = Conditions(
    cpu="Some CPU", logical_cores=2, affinity=None, governor=None, frequency_mhz=2400.0,
    load_before=0.3, load_after=0.9, busy_percent=57.0, other_busy_percent=4.0,
    steal_percent=None, power_source=None, memory_bytes=16_000_000_000, os="Linux",
    python="3.11", versions={"ai-edge-litert": "2.3.0"},
)  # fmt: skip


def make_run(session: Session, run_id: str = "r1", variants: tuple[str, ...] = NAMES) -> Run:
    chosen = [variant for variant in session.models[0].variants if variant.name in variants]
    files = tuple(variant.artifact for variant in chosen)
    measurements = tuple(
        make_measurement(file, median)
        for file, median in zip(files, (0.84, 0.86, 0.31), strict=False)
    )
    return Run(
        id=run_id,
        at=1_760_000_000.0,
        result=BenchmarkResult(measurements=measurements, conditions=CONDITIONS, seconds=10.0),
        request=BenchmarkRequest(files=files),
    )


def make_comparison(candidate: int, verdict: Verdict = "faster", **fields: Any) -> Comparison:
    """Against arm 0, by CPU time."""
    ratio, low, high = {
        "faster": (0.37, 0.362, 0.381),
        "slower": (1.31, 1.28, 1.34),
        "equivalent": (1.002, 0.994, 1.009),
        "cannot-tell": (0.99, 0.94, 1.04),
    }[verdict]
    values: dict[str, Any] = {
        "baseline": 0,
        "candidate": candidate,
        "ratio": ratio,
        "ci95": (low, high),
        "clock": "cpu",
        "clock_reason": "clock-waited",
        "threshold": 0.03,
        "verdict": verdict,
        "quadruples": 120,
        "processes": 6,
        "waited_share": 0.31,
        "extra_seconds": 41.0 if verdict == "cannot-tell" else None,
    }
    return Comparison(**{**values, **fields})


def judged(run: Run, *comparisons: Comparison) -> Run:
    return replace(run, result=replace(run.result, comparisons=comparisons))


def with_run(session: Session, run: Run) -> Session:
    return replace(session, runs=(*session.runs, run))


def make_batch(count: int, variants: int, seed: int = 0) -> Samples:
    """Synthetic samples, in turns; for tests only."""
    random = np.random.default_rng(seed)
    rows = tuple(
        SampleRow(
            variant=index % variants,
            process=0,
            block=index // 50,
            position=index % 50,
            wall_ns=int(random.lognormal(13.5 - (index % variants) * 0.3, 0.08)),
            cpu_ns=1,
        )
        for index in range(count)
    )
    return Samples(rows=rows, busy_percent=61.0)
