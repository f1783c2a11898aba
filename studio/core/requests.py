"""What a person asks for: both faces submit these to the job queue.

A request is data, kept in sessions and shown in histories; big data travels as file paths.
"""

from __future__ import annotations

import msgspec

from studio.core.agreement import AgreeResult
from studio.core.bisecting import MOST_MINUTES, BisectResult
from studio.core.bisecting import MOST_TRIALS as MOST_TRIALS_OF_BISECTING
from studio.core.diagnosis import DiagnoseResult
from studio.core.fixing import MOST_TRIALS, FixResult, Goal
from studio.core.graph_diff import GraphDiff
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import (
    ConstantsRequest,
    ConstantsResult,
    CutRequest,
    CutResult,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
    PictureResult,
)
from studio.core.keep import KeepPrecision
from studio.core.measurements import BenchmarkResult, TargetsResult
from studio.core.model import InputStatistics, InspectResult, Signature
from studio.core.opening import Opening
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef, Recipe
from studio.core.results import (
    CheckResult,
    ConvertResult,
    DataResult,
    EvaluateResult,
    SetupResult,
    TryResult,
)
from studio.core.scenarios import Scenario, make_scenario
from studio.core.targets import Target, make_target
from studio.core.thresholds import CHECK_SAMPLES_MOST


class InputSelection(msgspec.Struct, frozen=True, kw_only=True):
    """Where the inputs of a check come from, in this order of preference.

    ``given`` (nothing is known of it); evaluation data; calibration samples not used; the
    calibration set; seeded random inside the signature. The first ``calibration_used`` of the
    calibration samples (in seeded order) served to calibrate, so the check takes from the end: the
    variants of one source share their samples, whether they were calibrated or not. At most
    ``limit`` samples, and no more than ``thresholds.check_samples`` allows for the source.
    """

    given: str = ""
    given_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    calibration: str = ""
    calibration_ref: DatasetRef | None = None
    calibration_used: int = 0
    seed: int = 0
    limit: int = CHECK_SAMPLES_MOST


class InspectRequest(msgspec.Struct, frozen=True, kw_only=True, tag="inspect"):
    """Open a model. ``allow_code``: the user's explicit yes to Lambda layers / pickled code.

    ``shapes``: input name -> shape that the costs are counted at, where it has open dimensions.
    """

    path: str
    allow_code: bool = False
    opening: Opening = Opening()
    shapes: dict[str, tuple[int, ...]] = {}


class DataRequest(msgspec.Struct, frozen=True, kw_only=True, tag="data"):
    """Look into ``data`` (a file or folder) and say whether it fits ``model``; nothing is run.

    ``known``: the signature, where the face that asks has it; without it the model is opened, and
    ``signature`` names one of its signatures (None: the main one). ``statistics`` come with
    ``known``. ``evaluation``: held-out data that ``data`` must not contain ("" = none).
    """

    data: str
    model: str
    data_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    known: Signature | None = None
    statistics: tuple[InputStatistics, ...] = ()
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class ConvertRequest(msgspec.Struct, frozen=True, kw_only=True, tag="convert"):
    """Make, audit and check one artifact.

    ``calibration``/``evaluation``: paths of data ("" = none). Random calibration data only where
    the recipe's DatasetRef says kind "random". ``evaluation`` serves the check as held-out inputs;
    without it ``calibration`` does, for recipes that do not calibrate too: ``calibration_ref`` says
    how it is read where the recipe does not.

    ``strict_data``: end before anything is made where the data doctor warns. ``known``,
    ``statistics``: see DataRequest.
    """

    source: str
    artifact: str
    recipe: Recipe
    calibration: str = ""
    calibration_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    allow_code: bool = False
    opening: Opening = Opening()
    overwrite: bool = False
    strict_data: bool = False
    known: Signature | None = None
    statistics: tuple[InputStatistics, ...] = ()


class CheckRequest(msgspec.Struct, frozen=True, kw_only=True, tag="check"):
    """Audit ``artifact`` and compare it with ``against``; ``recipe``: see VerifyRequest."""

    artifact: str
    against: str
    inputs: InputSelection = InputSelection()
    recipe: Recipe | None = None
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class DiagnoseRequest(msgspec.Struct, frozen=True, kw_only=True, tag="diagnose"):
    """How far each tensor of ``artifact`` is from its float stage's, and which op put it there.

    ``against``: what it was made from; what is no float .tflite is converted to one first, as
    ``recipe`` says (its steps aside), else at ``shapes``, by ``signature``.
    """

    artifact: str
    against: str
    inputs: InputSelection = InputSelection()
    recipe: Recipe | None = None
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class FixRequest(msgspec.Struct, frozen=True, kw_only=True, tag="fix"):
    """Keep as few ops as possible out of 8 bits so that ``goal`` is met, and make that artifact.

    ``artifact``: the one that does not meet it; ``convert``: how such a one is made, and where the
    new one goes. ``precision``: what the kept ops compute in. ``measure``: how the new one is
    measured against the one given, on one target (its ``files`` are put in), None = it is not;
    ``measures_trials``: the other trials with them, in the same run.
    """

    artifact: str
    convert: ConvertRequest
    goal: Goal
    precision: KeepPrecision = "float"
    most_trials: int = MOST_TRIALS
    measure: BenchmarkRequest | None = None
    measures_trials: bool = False

    @property
    def allow_code(self) -> bool:
        return self.convert.allow_code

    @property
    def opening(self) -> Opening:
        return self.convert.opening


class BisectRequest(msgspec.Struct, frozen=True, kw_only=True, tag="bisect"):
    """Find the smallest part of ``convert.source`` that makes a process die, and write it with all
    that reproduces it to ``archive``, a zip.

    ``convert``: the conversion that dies; its artifact is not written. ``runs_only``: the source is
    a .tflite that dies while it runs, and nothing is converted. At most about ``most_trials``
    trials and ``most_minutes``; what is found until then is written.
    """

    convert: ConvertRequest
    archive: str
    runs_only: bool = False
    most_trials: int = MOST_TRIALS_OF_BISECTING
    most_minutes: float = MOST_MINUTES
    overwrite: bool = False

    @property
    def allow_code(self) -> bool:
        return self.convert.allow_code

    @property
    def opening(self) -> Opening:
        return self.convert.opening


class AgreeRequest(msgspec.Struct, frozen=True, kw_only=True, tag="agree"):
    """Run ``file``, a .tflite, in several ways on the same inputs and compare all outputs.

    ``targets``: the ways; () = the interpreter's kernels, XNNPACK with one thread to as many as the
    machine has, and LiteRT's C library on the CPU and, where there is one, the GPU. ``against``:
    its source, run by its own runtime beside them; ``signature`` and ``shapes`` are the source's.
    """

    file: str
    against: str = ""
    inputs: InputSelection = InputSelection()
    targets: tuple[Target, ...] = ()
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class EvaluateRequest(msgspec.Struct, frozen=True, kw_only=True, tag="evaluate"):
    """Score ``files`` on data (x, and y for labels); paired with ``source`` where given.

    ``metrics``: names of ``core.evaluation``, which declare the task; () = inferred. ``signature``
    and ``shapes`` hold for what is no artifact: the source, and others like it.
    """

    files: tuple[str, ...]
    data: str
    data_ref: DatasetRef | None = None
    source: str = ""
    metrics: tuple[str, ...] = ()
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class TryRequest(msgspec.Struct, frozen=True, kw_only=True, tag="try"):
    """Run one input through the files: sample ``index`` of ``data``, or ``image`` (a picture).

    ``signature`` and ``shapes`` hold for what is no artifact, as in EvaluateRequest.
    ``look_only``: make the picture and say the label; nothing is run, and it is no work to list.
    """

    files: tuple[str, ...]
    data: str = ""
    index: int = 0
    image: str = ""
    data_ref: DatasetRef | None = None
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()
    look_only: bool = False


class BenchmarkRequest(msgspec.Struct, frozen=True, kw_only=True, tag="benchmark"):
    """Latency of ``files`` on ``targets``, interleaved, in ``processes`` fresh processes.

    Each file is measured on each target that runs its format, in each of the scenarios; each such
    combination is an arm.

    ``seconds``: measuring time over all files and processes, start-up excluded. Intervals are over
    processes: with 3 they are nearly twice as wide as with 6, below 3 there are none.
    ``threshold``: 0.03 = differences within 3 % do not matter. ``baseline``: place of the arm that
    the others are compared with (file by file, each on its targets in order). ``sustained``: one
    process without a pause, watched all the while: how latency goes over minutes. ``openings``: of
    those files that are not opened as they are found. ``signatures``, ``shapes``: of sources,
    likewise (file -> name, file -> input -> shape); what stays open gets the shapes of the data,
    else 1.

    ``data``, ``data_ref``: what the inputs are taken from and how they are pre-processed; a
    pre-processing stage does just that. "" = seeded random values.
    """

    files: tuple[str, ...]
    targets: tuple[Target, ...] = (make_target(),)
    scenarios: tuple[Scenario, ...] = (make_scenario(),)
    seconds: float = 10.0
    warmup_runs: int = 5
    processes: int = 6
    seed: int = 0
    threshold: float = 0.03
    baseline: int = 0
    sustained: bool = False
    allow_code: bool = False
    openings: dict[str, Opening] = {}
    signatures: dict[str, str] = {}
    shapes: dict[str, dict[str, tuple[int, ...]]] = {}
    data: str = ""
    data_ref: DatasetRef | None = None

    @property
    def is_aa(self) -> bool:
        """Whether one file is measured against itself: what it says is of the machine."""
        is_twice = len(self.files) == 2 and self.files[0] == self.files[1]
        return is_twice and len(self.targets) == 1 and len(self.scenarios) == 1


class TargetsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="targets"):
    """Find out which of ``TARGETS`` run on this machine, and why not the others."""


class SetupRequest(msgspec.Struct, frozen=True, kw_only=True, tag="setup"):
    """Install what converts ONNX files, in an environment of its own."""


class ProfileRequest(msgspec.Struct, frozen=True, kw_only=True, tag="profile"):
    """What each op of ``file`` takes on ``target``, over ``runs`` runs after a warm-up."""

    file: str
    target: Target = make_target()
    runs: int = 50
    seed: int = 0


Request = (
    InspectRequest
    | DataRequest
    | ConvertRequest
    | CheckRequest
    | DiagnoseRequest
    | FixRequest
    | BisectRequest
    | AgreeRequest
    | EvaluateRequest
    | TryRequest
    | BenchmarkRequest
    | ProfileRequest
    | TargetsRequest
    | ConstantsRequest
    | DiffRequest
    | CutRequest
    | LayoutRequest
    | PictureRequest
    | SetupRequest
)
Result = (
    InspectResult
    | DataResult
    | ConvertResult
    | CheckResult
    | DiagnoseResult
    | FixResult
    | BisectResult
    | AgreeResult
    | EvaluateResult
    | TryResult
    | BenchmarkResult
    | ProfileResult
    | TargetsResult
    | ConstantsResult
    | GraphDiff
    | CutResult
    | GraphLayout
    | PictureResult
    | SetupResult
)
