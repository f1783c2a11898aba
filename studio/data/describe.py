"""What a data set holds and whether it fits a model, told from its headers and its first samples.

However large a file is, a bounded part of it is unpacked: shapes, dtypes and counts stand in the
headers, values are looked at in so many samples as ``MOST_ELEMENTS`` allows.
"""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from studio.core.child import Reporter
from studio.core.child_protocol import DescribeDataRequest
from studio.core.data_findings import DataFinding
from studio.core.errors import DataError
from studio.core.evaluation import TaskKind
from studio.core.files import modified_ns
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.results import DataResult, InputData, StoredArray
from studio.data.dataset import LABEL_KEYS, LoadedDataset, class_labels
from studio.data.doctor import Beside, examine, examine_misfit
from studio.data.fitting import dequantize
from studio.data.labels import class_width, task_of_labels
from studio.data.layout import with_shapes
from studio.data.outline import MOST_ELEMENTS, first_rows, rows_within, set_outline
from studio.data.reader import read_headers, read_start
from studio.data.rows import Header


def describe_for(request: DescribeDataRequest, reporter: Reporter) -> DataResult:
    """What a data set holds and whether it fits, for any child: no model is opened for it."""
    reporter.phase("reading-data")
    try:
        signature = with_shapes(request.signature, request.shapes)
    except DataError as error:
        return DataResult(data=request.data, error=error.info())
    beside = Beside(request.evaluation, request.evaluation_ref, request.statistics)
    return describe(Path(request.data), request.data_ref, signature, beside)


def describe(
    path: Path, ref: DatasetRef | None, signature: Signature, beside: Beside | None = None
) -> DataResult:
    """Look into data for ``signature``; what does not fit is told, not raised.

    The content hash that ``ref`` may name is not compared: it takes all of the file.
    """
    result = DataResult(data=str(path), modified_ns=modified_ns(path))
    try:
        declared = ref.preprocessing if ref is not None else Preprocessing()
        headers = read_headers(path, declared=declared)
        result = replace(result, arrays=tuple(_stored(key, headers[key]) for key in headers))
        outline = set_outline(path, ref, headers)
    except DataError as error:
        return replace(result, error=error.info())
    try:
        result = _with_inputs(result, outline, signature, beside or Beside())
    except DataError as error:
        findings = examine_misfit(outline, signature)
        result = replace(result, error=error.info(), findings=findings)
    return _with_labels(result, outline, headers, signature)


def _stored(key: str, header: Header) -> StoredArray:
    return StoredArray(key=key, dtype=header.dtype.name, shape=header.shape)


# --- inputs ------------------------------------------------------------------------------------


def _with_inputs(
    result: DataResult, outline: LoadedDataset, signature: Signature, beside: Beside
) -> DataResult:
    arranged = outline.arranged(signature)
    samples = len(next(iter(arranged.values()))[1])
    inputs = tuple(
        InputData(
            name=spec.name,
            key=arranged[spec.name][0],
            dtype=spec.dtype,
            shape=arranged[spec.name][1].shape[1:],
        )
        for spec in signature.inputs
    )
    result = replace(result, samples=samples, inputs=inputs)
    rows = rows_within(outline, signature)
    part = first_rows(outline, signature, rows) if rows else None
    if part is None:
        return result
    result = replace(result, samples_read=rows)
    try:
        bound = part.bind(signature)
    except DataError as error:
        return replace(result, error=error.info())
    described = tuple(
        _with_range(replace(entry, shape=bound[entry.name].shape[1:]), spec, bound[spec.name])
        for entry, spec in zip(inputs, signature.inputs, strict=True)
    )
    notes = ["data-unscaled"] if part.is_unscaled(signature, bound) else []
    if any(entry.minimum == entry.maximum for entry in described):
        notes.append("data-constant")
    result = replace(result, inputs=described, notes=tuple(notes))
    return _with_findings(result, examine(outline, part, bound, signature, beside), beside)


def _with_findings(
    result: DataResult, findings: tuple[DataFinding, ...], beside: Beside
) -> DataResult:
    """Of what was found twice, what says more: the model's own scale is more than whole numbers."""
    notes, judged = result.notes, {entry.input for entry in beside.statistics}
    if judged.issuperset(entry.name for entry in result.inputs):
        notes = tuple(note for note in notes if note != "data-unscaled")
    if "data-unscaled" in notes:
        findings = tuple(one for one in findings if one.code != "doctor-scale-unknown")
    return replace(result, findings=findings, notes=notes)


def _with_range(entry: InputData, spec: TensorSpec, values: np.ndarray) -> InputData:
    """Real values: those of a quantized input are taken back from what is stored."""
    if spec.quantization is not None and values.dtype.kind in "iu":
        values = dequantize(values, spec.quantization)
    if not values.size:
        return entry
    return replace(
        entry,
        minimum=float(values.min()),
        maximum=float(values.max()),
        mean=float(values.mean(dtype=np.float64)),
    )


# --- labels ------------------------------------------------------------------------------------


def _with_labels(
    result: DataResult, outline: LoadedDataset, headers: dict[str, Header], signature: Signature
) -> DataResult:
    """Whether the set can serve for evaluating: labels, one for each sample, and of which task."""
    try:
        count, task = _require_labels(result, outline, headers, signature)
    except DataError as error:
        return replace(result, labels_error=error.info())
    return replace(result, labels=count, labels_task=task)


def _require_labels(
    result: DataResult, outline: LoadedDataset, headers: dict[str, Header], signature: Signature
) -> tuple[int, TaskKind]:
    key = next((key for key in LABEL_KEYS if key in headers), None)
    if key is None or not headers[key].shape:
        return len(outline.require_labels()), "classification"
    count, *row = headers[key].shape
    looked_at = min(count, MOST_ELEMENTS // max(1, math.prod(row)))
    flat = read_start(outline.path, key, looked_at * math.prod(row), outline.preprocessing)
    task: TaskKind | None = "classification"
    if flat is not None:
        targets = flat.reshape(looked_at, *row)
        task = task_of_labels(targets, signature)
        if task in (None, "classification"):
            labels = class_labels(targets)
            found = dataclasses.replace(outline, labels=labels).require_labels()
            _require_room(found, signature)
    if result.samples not in (None, count):
        raise DataError(
            "labels-count-differs", path=outline.path, labels=count, samples=result.samples
        )
    return count, task or "classification"


def _require_room(labels: np.ndarray, signature: Signature) -> None:
    """Raises DataError labels-out-of-range where the model's one vector has too few classes.

    As the score decides when it has the outputs; what it can tell by their values only is left.
    """
    classes = class_width(signature)
    if classes is not None and int(labels.max()) >= classes:
        raise DataError("labels-out-of-range", label=int(labels.max()), classes=classes)
