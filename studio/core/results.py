"""What jobs return: artifacts with their check and audit, evaluations, measurements."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.data_findings import DataFinding
from studio.core.errors import ErrorInfo
from studio.core.evaluation import TaskKind
from studio.core.keep import KeepOutcome
from studio.core.recipe import Recipe

CheckStatus = Literal["ok", "degraded", "failed", "cannot-run", "unchecked"]
"""cannot-run: the local runtime could not prepare or run the artifact, so nothing was compared;
unchecked: what ended the check says nothing about the artifact."""
CONVERSION_NOTES = (
    "keep-matched-nothing",
    "keep-changed-nothing",
    "keep-not-held",
    "artifact-not-smaller",
    "tensorflow-ops-not-needed",
    "packed-files-lost",
)
"""Notes of a check that come from converting: checking again cannot find them."""

InputsFrom = Literal["evaluation", "calibration-unused", "calibration", "random", "given"]
"""Held out for this; calibration samples (not) used; made up; said by a person to be fit."""


LOADING = "loading-tensorflow"
"""Stage of a process that had to import it first; it comes last and is no step of the work."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One step of making an artifact. ``route`` names the way taken, e.g. "concrete-function".

    ``name``: "float", "quantize", or LOADING, whose time the others do not include.

    ``added_transposes``: ops that only change the layout, which the source does not have; None =
    not counted, since this route adds none.
    """

    name: str
    route: str
    cached: bool
    seconds: float
    added_transposes: int | None = None


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What the file IS, counted in the file. Shares are of ops (MACs) computed in that dtype.

    int8: activations and weights both are; hybrid: quantized weights and float tensors, which the
    runtime quantizes while running where the op can (dynamic range); int16: activations are; float:
    the rest of the ops on float tensors. What is left computes in other integers.
    ``translations``: QUANTIZE and DEQUANTIZE ops, which only change how a value is stored; None =
    it was audited before they were counted.
    A MAC share is ``None`` where the MACs of some op cannot be counted, or nothing multiplies.
    ``kept``: what came of the recipe's per-op precision. ``sparse_weights``: tensors stored without
    their zeros. ``min_runtime_version``: as the file's metadata states it, "" = it does not.
    """

    int8_op_share: float
    int8_mac_share: float | None
    float_op_share: float
    float_mac_share: float | None
    input_dtypes: tuple[str, ...]
    output_dtypes: tuple[str, ...]
    size_bytes: int
    weights_by_dtype: dict[str, int] = {}
    hybrid_op_share: float = 0.0
    hybrid_mac_share: float | None = None
    int16_op_share: float = 0.0
    int16_mac_share: float | None = None
    sparse_weights: int = 0
    translations: int | None = None
    min_runtime_version: str = ""
    kept: tuple[KeepOutcome, ...] = ()

    @property
    def other_op_share(self) -> float:
        """What is neither int8, int16, hybrid nor float."""
        shares = (self.int8_op_share, self.hybrid_op_share, self.float_op_share)
        return _rest(*shares, self.int16_op_share) or 0.0

    @property
    def other_mac_share(self) -> float | None:
        known = (self.int8_mac_share, self.hybrid_mac_share, self.float_mac_share)
        # Files that were audited before 16-bit ops were counted have None there.
        return _rest(*known, self.int16_mac_share or 0.0)


def _rest(*shares: float | None) -> float | None:
    """1 less ``shares``, without what the sum of floats leaves over; None where one is unknown."""
    known = [share for share in shares if share is not None]
    rest = 1.0 - sum(known)
    return None if len(known) < len(shares) else (rest if rest > 1e-9 else 0.0)


class OutputCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One output against the source's, both dequantized to real values first.

    ``rmse_over_range``: RMSE / (max - min of the source's output over all inputs).
    ``argmax_agreement``: share of samples with the same argmax; None for what is no classifier,
    and where source and artifact give one and the same class for all samples: that says nothing.
    ``argmax_ci95``: its 95 % Wilson interval.
    ``notes``: codes of what does not count against it, e.g. "output-both-constant".
    """

    name: str
    max_abs_error: float | None
    rmse_over_range: float | None
    cosine: float | None
    argmax_agreement: float | None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    argmax_ci95: tuple[float, float] | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Does the artifact compute what its source computes? ``reasons``: codes, worst first.

    ``notes``: codes of what is odd about the inputs or the file, e.g. "data-unscaled".
    ``refusal``: of status "cannot-run", in the runtime's words; of "unchecked", what ended the
    check. ``signature``: which of the
    source's ``signatures`` it was compared with, where that has several.
    """

    status: CheckStatus
    inputs_from: InputsFrom
    samples: int
    outputs: tuple[OutputCheck, ...]
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: ErrorInfo | None = None
    signature: str = ""
    signatures: tuple[str, ...] = ()

    @property
    def shown(self) -> CheckStatus | Literal["nothing"]:
        """What the check has shown: its status, or "nothing" where that is "ok" and every output
        is the same for every input, on both sides: whatever is wrong would not show."""
        is_empty = all("output-both-constant" in output.notes for output in self.outputs)
        return "nothing" if self.status == "ok" and self.outputs and is_empty else self.status


class StoredArray(msgspec.Struct, frozen=True, kw_only=True):
    """An array as a data file holds it; of a .npy the key is "x"."""

    key: str
    dtype: str
    shape: tuple[int, ...]


class InputData(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into one input: from array ``key``, in the input's dtype, ``shape`` a sample.

    Minimum, maximum and mean are of the real values after preprocessing, over the samples looked
    at; None = none was.
    """

    name: str
    key: str
    dtype: str
    shape: tuple[int, ...]
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None


class DataResult(msgspec.Struct, frozen=True, kw_only=True, tag="data-described"):
    """What a data file holds, and whether it fits a model.

    ``error``: why it does not fit; None = it fits, as far as the first ``samples_read`` of its
    ``samples`` tell (None: not known, as it does not fit). ``labels``: how many there are, which
    suit ``labels_task``; 0 with ``labels_error``, which says why it cannot serve for evaluating.
    ``notes``: codes of what is odd about the values, e.g. "data-unscaled". ``modified_ns``: the
    file's time stamp before it was read, nanoseconds since the epoch; None = it could not be asked.
    ``findings``: what the data doctor says, the severest first.
    """

    data: str
    arrays: tuple[StoredArray, ...] = ()
    samples: int | None = None
    samples_read: int = 0
    inputs: tuple[InputData, ...] = ()
    labels: int = 0
    labels_task: TaskKind = "classification"
    labels_error: ErrorInfo | None = None
    error: ErrorInfo | None = None
    notes: tuple[str, ...] = ()
    modified_ns: int | None = None
    findings: tuple[DataFinding, ...] = ()


class ConvertResult(msgspec.Struct, frozen=True, kw_only=True, tag="converted"):
    """``calibration_samples_used``: as many as there were, at most what the recipe asks for.

    ``findings``: of the data doctor, where data calibrated: on the data, and on the ranges.
    """

    artifact: str
    sha256: str
    size_bytes: int
    recipe: Recipe
    stages: tuple[Stage, ...]
    audit: Audit
    check: Check
    source_sha256: str = ""
    versions: dict[str, str] = {}
    calibration_samples_used: int = 0
    findings: tuple[DataFinding, ...] = ()


class CheckResult(msgspec.Struct, frozen=True, kw_only=True, tag="checked"):
    artifact: str
    against: str
    audit: Audit
    check: Check


class TriedOutput(msgspec.Struct, frozen=True, kw_only=True):
    """One output of one file for one input, flattened and dequantized; at most 1,000 values.

    ``argmax`` is over the whole output; ``top``: (class index, value), largest first.
    """

    file: str
    name: str
    shape: tuple[int, ...]
    values: tuple[float, ...]
    top: tuple[tuple[int, float], ...]
    error: ErrorInfo | None = None


class TryResult(msgspec.Struct, frozen=True, kw_only=True, tag="tried"):
    """``input_preview``: PNG path of what went in, where it is image-like, else "".

    ``assumption``: code of what had to be assumed about the input's range ("" = nothing).
    """

    outputs: tuple[TriedOutput, ...]
    label: int | None = None
    input_preview: str = ""
    assumption: str = ""


class SetupResult(msgspec.Struct, frozen=True, kw_only=True, tag="set-up"):
    """``program``: path of what was installed."""

    program: str
    version: str
