"""Requests that run models: of the "verify" child and, for sources, of that with TensorFlow.

The rules are those of :mod:`studio.core.child_protocol`.
"""

from __future__ import annotations

import msgspec

from studio.core.agreement import Difference, FirstDifference
from studio.core.bisecting import InputsMade
from studio.core.data_findings import DataFinding
from studio.core.errors import ErrorInfo
from studio.core.evaluation_results import Evaluation
from studio.core.input_selection import InputSelection
from studio.core.measurements import Placement
from studio.core.model import TensorSpec
from studio.core.opening import Opening
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import TryRequest
from studio.core.results import Audit, Check, InputsFrom
from studio.core.targets import Target


class CountMacsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="count-macs"):
    """Inspect a .tflite whose shapes only a runtime can tell: MACs at the input ``shapes``."""

    path: str
    shapes: dict[str, tuple[int, ...]]


class ReferenceRequest(msgspec.Struct, frozen=True, kw_only=True, tag="reference"):
    """Run the source on chosen inputs; writes ``output``.

    The .npz has "in:NAME" (samples, ...) and "out:NAME" (samples, ...), float or the source's
    dtype; a sample is one input without its batch dimension. ``all_of``: run a whole data set
    (evaluate) instead of a selection: path of labelled data. ``batched``: then several samples at
    once where that is proven to change nothing; Batched is sent before it is tried.
    """

    model: str
    output: str
    selection: InputSelection = InputSelection()
    all_of: str = ""
    all_ref: DatasetRef | None = None
    batched: bool = True
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class ReferenceResult(msgspec.Struct, frozen=True, kw_only=True, tag="referenced"):
    """``notes``: codes of what is odd about the inputs, e.g. "data-unscaled". ``signature``: which
    of the source's ``signatures`` was run, where it has several."""

    path: str
    inputs_from: InputsFrom
    samples: int
    notes: tuple[str, ...] = ()
    signature: str = ""
    signatures: tuple[str, ...] = ()


class ExamineRequest(msgspec.Struct, frozen=True, kw_only=True, tag="examine"):
    """The ranges that calibration data give ``float_stage``.

    The first ``samples`` of the set's order by ``seed`` measured the ranges.
    """

    float_stage: str
    calibration: str
    samples: int
    calibration_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    seed: int = 0


class ExamineResult(msgspec.Struct, frozen=True, kw_only=True, tag="examined"):
    findings: tuple[DataFinding, ...]


class VerifyRequest(msgspec.Struct, frozen=True, kw_only=True, tag="verify"):
    """Audit ``artifact`` and compare it with the reference outputs in ``reference``.

    The thresholds follow ``recipe``; without one, the audit (int8 weights or ops present).
    ``notes``, ``signature``, ``signatures``: those of the ReferenceResult. ``ended``: what ended
    the process that compared them before, through no fault of the artifact: it is only audited.
    """

    artifact: str
    reference: str
    inputs_from: InputsFrom
    ended: ErrorInfo | None = None
    recipe: Recipe | None = None
    notes: tuple[str, ...] = ()
    signature: str = ""
    signatures: tuple[str, ...] = ()


class MeasureErrorsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="measure-errors"):
    """Compare the tensors of ``artifact`` with those of ``float_stage``, a .tflite too.

    ``reference``: as in VerifyRequest; only its inputs are used. ``against``: what the result
    names.
    """

    artifact: str
    float_stage: str
    against: str
    reference: str
    inputs_from: InputsFrom


class SelectInputsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="select-inputs"):
    """Write the inputs that ``selection`` names for ``model``, a .tflite that is not run."""

    model: str
    output: str
    selection: InputSelection = InputSelection()


class GatherRequest(msgspec.Struct, frozen=True, kw_only=True, tag="gather"):
    """Write the inputs that a conversion of ``model``, a .tflite, uses: the samples that calibrate
    it, or those of its check. ``calibrates``: how many of the calibration data it takes, None =
    it does not calibrate. ``shapes``: of inputs that the file leaves open."""

    model: str
    output: str
    selection: InputSelection
    calibrates: int | None = None
    shapes: dict[str, tuple[int, ...]] = {}


class GatherResult(msgspec.Struct, frozen=True, kw_only=True, tag="gathered"):
    """``data``: where the samples come from, "" = seeded random; ``rows``: which of it."""

    samples: int
    data: str = ""
    rows: tuple[int, ...] = ()


class FeedRequest(msgspec.Struct, frozen=True, kw_only=True, tag="feed"):
    """Write inputs for ``part``, the ops ``ops`` of ``model``: what the ops before it make of the
    samples ``rows`` in ``inputs`` (as GatherRequest wrote them). ``is_random``: seeded random ones
    in their place."""

    model: str
    part: str
    ops: tuple[int, ...]
    inputs: str
    rows: tuple[int, ...]
    output: str
    is_random: bool = False
    seed: int = 0


class FeedResult(msgspec.Struct, frozen=True, kw_only=True, tag="fed"):
    made: InputsMade


class RunOnRequest(msgspec.Struct, frozen=True, kw_only=True, tag="run-on"):
    """Run ``file``, a .tflite, on ``target`` by ``implementation``; ``inputs`` as in VerifyRequest.

    ``output``: a .npz with "out:NAME" (samples, ...), dequantized.
    """

    file: str
    target: Target
    implementation: str
    inputs: str
    output: str


class RunOnResult(msgspec.Struct, frozen=True, kw_only=True, tag="ran-on"):
    placement: Placement | None = None


class CompareRunsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="compare-runs"):
    """Compare each of ``runs`` (.npz of outputs, "" = none) of ``file`` with each other."""

    file: str
    runs: tuple[str, ...]


class CompareRunsResult(msgspec.Struct, frozen=True, kw_only=True, tag="runs-compared"):
    """``first``, ``second`` of the differences are places among the runs. ``is_constant``: every
    output is the same for all samples; ``is_quantized``: the file has quantized tensors."""

    sha256: str
    differences: tuple[Difference, ...]
    is_constant: bool = False
    is_quantized: bool | None = None


class PartRequest(msgspec.Struct, frozen=True, kw_only=True, tag="part"):
    """Where the kernels of two of the interpreter's targets part, op by op."""

    file: str
    inputs: str
    first: Target
    second: Target


class PartResult(msgspec.Struct, frozen=True, kw_only=True, tag="parted"):
    """``first``: None where all ops that can be run by themselves give the same."""

    first: FirstDifference | None = None


class VerifyResult(msgspec.Struct, frozen=True, kw_only=True, tag="verified"):
    audit: Audit
    check: Check


class ScoreRequest(msgspec.Struct, frozen=True, kw_only=True, tag="score"):
    """Run ``file`` (.tflite) on labelled data, or score outputs already computed (``outputs``).

    ``paired_with``: .npz of the source's outputs ("out:NAME"), "" = none. ``is_source``: others are
    paired with it. ``metrics``: as in EvaluateRequest. ``batched``: see ReferenceRequest.
    """

    file: str
    data: str
    data_ref: DatasetRef | None = None
    outputs: str = ""
    paired_with: str = ""
    is_source: bool = False
    metrics: tuple[str, ...] = ()
    batched: bool = True


class ScoreResult(msgspec.Struct, frozen=True, kw_only=True, tag="scored"):
    """``data_sha256``: content hash of the labelled data."""

    evaluation: Evaluation
    data_sha256: str = ""


class PrepareInputRequest(msgspec.Struct, frozen=True, kw_only=True, tag="prepare-input"):
    """Turn a sample or a picture into "in:NAME" arrays of one sample for ``model``'s signature."""

    request: TryRequest
    inputs: tuple[TensorSpec, ...]
    output: str
    preview: str


class PreparedInput(msgspec.Struct, frozen=True, kw_only=True, tag="prepared-input"):
    """``path``: .npz with "in:NAME" (1, *sample shape). ``assumption``: see TryResult."""

    path: str
    preview: str
    label: int | None = None
    assumption: str = ""


class RunInputRequest(msgspec.Struct, frozen=True, kw_only=True, tag="run-input"):
    """Run one prepared input; .tflite in the verify child, others in the convert child."""

    file: str
    inputs: str
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()
