"""The session: what the window shows and the history stores. Frozen data; change is replace."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.agreement import AgreeResult
from studio.core.data_findings import DataFinding
from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import ErrorInfo
from studio.core.evaluation_results import Accuracy, Evaluation, PairedAccuracy
from studio.core.fixing import FixEnd, Goal, Trial
from studio.core.keep import Keep, KeepPrecision
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.model import Graph, ModelInfo
from studio.core.opening import Opening
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import Request
from studio.core.results import Audit, Check, Stage

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """A data file chosen for a role. ``ref.sha256`` is known after first use."""

    path: str
    ref: DatasetRef = DatasetRef()


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """An artifact made from a model by a recipe. ``color`` indexes the variant color cycle.

    ``is_missing``: the artifact's file was not there when the session was loaded.
    ``calibration_samples_used``: 0 = none, or not known. ``calibration_file``: its name then;
    ``findings``: what the data doctor said of the calibration. ``is_proposed``: a fix made it and
    nobody has accepted it yet.
    """

    id: str
    name: str
    artifact: str
    sha256: str
    size_bytes: int
    recipe: Recipe
    stages: tuple[Stage, ...] = ()
    audit: Audit | None = None
    check: Check | None = None
    evaluation: Evaluation | None = None
    versions: dict[str, str] = {}
    source_sha256: str = ""
    note: str = ""
    color: int = 0
    created_at: float = 0.0
    is_missing: bool = False
    calibration_samples_used: int = 0
    calibration_file: str = ""
    findings: tuple[DataFinding, ...] = ()
    is_proposed: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Ticked in the Optimize panel: each recipe becomes one variant.

    ``batch``, ``signature``, ``keep``: what the recipes share, remembered for when none is ticked.
    Each recipe carries of ``keep`` what its optimization has a meaning for.
    """

    recipes: tuple[Recipe, ...] = ()
    random_calibration: bool = False
    batch: Literal["fixed", "dynamic"] = "fixed"
    signature: str | None = None
    keep: tuple[Keep, ...] = ()


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """An opened file. ``info`` None: still being inspected, or failed (``error``).

    ``is_missing``/``is_changed``: found when the session was loaded or the window activated.
    ``draft``: the recipe being edited in the Optimize panel (several ticked = several variants).
    ``agreed``: sha256 of what a person has allowed to run code, see Opening.
    """

    id: str
    path: str
    name: str
    info: ModelInfo | None = None
    graph: Graph | None = None
    error: ErrorInfo | None = None
    agreed: tuple[str, ...] = ()
    opening: Opening = Opening()
    shapes: dict[str, tuple[int, ...]] = {}
    is_missing: bool = False
    is_changed: bool = False
    color: int = 0
    draft: Draft = Draft()
    calibration: Dataset | None = None
    evaluation_data: Dataset | None = None
    evaluation: Evaluation | None = None
    labels: str = ""
    variants: tuple[Variant, ...] = ()

    @property
    def allow_code(self) -> bool:
        """Whether any content of it may run code; the process that opens it says which."""
        return bool(self.agreed)


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """``findings``: what the data doctor said before the work began."""

    id: str
    request: Request
    state: JobState = "queued"
    model_id: str = ""
    phase: str = ""
    fraction: float | None = None
    current: int | None = None
    total: int | None = None
    waiting: str = ""
    queued_at: float = 0.0
    started_at: float | None = None
    ended_at: float | None = None
    error: ErrorInfo | None = None
    log: str = ""
    log_tail: tuple[str, ...] = ()
    findings: tuple[DataFinding, ...] = ()


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A finished measurement of several files, with its conditions."""

    id: str
    at: float
    result: BenchmarkResult
    request: BenchmarkRequest


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The newest profile of one file. ``id``: the file's SHA-256; ``job_id``: what made it."""

    id: str
    at: float
    result: ProfileResult
    job_id: str = ""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """The newest diagnosis of one artifact. ``id``: its SHA-256; ``job_id``: what made it."""

    id: str
    at: float
    result: DiagnoseResult
    job_id: str = ""


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """The newest search for ops of one artifact to keep, step by step, also while it goes on.

    ``id``: the artifact's SHA-256; ``job_id``: what searches. ``source``, ``trials``, ``best``,
    ``closest``, ``names``, ``findings``, ``gain``: as in FixResult. ``end``: "" = it goes on, or
    was cut short. ``made``: the SHA-256 of what came of it; ``was_there``: a variant with that
    content was in the session before.
    """

    id: str
    at: float
    job_id: str
    goal: Goal
    precision: KeepPrecision = "float"
    before: Trial | None = None
    source: Accuracy | None = None
    trials: tuple[Trial, ...] = ()
    names: dict[int, tuple[str, str]] = {}
    best: Trial | None = None
    closest: Trial | None = None
    end: FixEnd | Literal[""] = ""
    made: str = ""
    was_there: bool = False
    findings: tuple[DataFinding, ...] = ()
    gain: PairedAccuracy | None = None


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How one file computed in several ways, the newest time. ``id``: its SHA-256; ``job_id``: what
    found it."""

    id: str
    at: float
    result: AgreeResult
    job_id: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    models: tuple[Model, ...] = ()
    jobs: tuple[Job, ...] = ()
    runs: tuple[Run, ...] = ()
    profiles: tuple[Profile, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    fixes: tuple[Fix, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    next_color: int = 0

    def model(self, model_id: str) -> Model | None:
        return next((model for model in self.models if model.id == model_id), None)

    def variant(self, variant_id: str) -> tuple[Model, Variant] | None:
        return next(
            (
                (model, variant)
                for model in self.models
                for variant in model.variants
                if variant.id == variant_id
            ),
            None,
        )

    def profile(self, sha256: str) -> Profile | None:
        """Of the file with that content."""
        return next((profile for profile in self.profiles if profile.id == sha256), None)

    def diagnosis(self, sha256: str) -> Diagnosis | None:
        """Of the artifact with that content."""
        return next((one for one in self.diagnoses if one.id == sha256), None)

    def fix(self, sha256: str) -> Fix | None:
        """Of the artifact with that content, given or made."""
        of_given = next((one for one in self.fixes if one.id == sha256), None)
        made = (one for one in reversed(self.fixes) if sha256 and one.made == sha256)
        return of_given or next(made, None)

    def agreement(self, sha256: str) -> Agreement | None:
        """Of the file with that content."""
        return next((one for one in self.agreements if one.id == sha256), None)

    def job(self, job_id: str) -> Job | None:
        return next((job for job in self.jobs if job.id == job_id), None)
