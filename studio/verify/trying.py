"""One sample or picture, prepared once and run through a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from studio.core.child import Reporter
from studio.core.errors import DataError
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.results import TryResult
from studio.core.verify_protocol import PreparedInput, PrepareInputRequest, RunInputRequest
from studio.data import LoadedDataset, load_dataset
from studio.data.computed import Reference, read_reference, tried_output, write_reference
from studio.data.image import (
    picture_as_sample,
    read_image,
    unsuitable,
    write_preview,
)
from studio.data.layout import sample_shape
from studio.data.picture_layout import Layout, image_layout
from studio.data.sources.pictures import decode_picture
from studio.verify.reference import as_real
from studio.verify.running import Runner

_WITHOUT_BATCH = TensorSpec(name="", dtype="float32", shape=(1,))


@dataclass(frozen=True)
class _Prepared:
    """``inputs``: name -> (1, *sample shape). ``picture``: what to show of it."""

    inputs: dict[str, np.ndarray]
    picture: np.ndarray
    label: int | None = None
    assumption: str = ""


def prepare_input(request: PrepareInputRequest, reporter: Reporter) -> PreparedInput:
    """Write "in:NAME" arrays of real values, and a preview where the input is image-like.

    Raises DataError: try-input-missing, sample-index-invalid, the errors of reading pictures and
    data sets.
    """
    reporter.phase("evaluating")
    request = replace(request, inputs=_fixed(request.inputs, request.request.shapes))
    if request.request.image:
        prepared = _from_picture(request)
    elif request.request.data:
        prepared = _from_dataset(request)
    else:
        raise DataError("try-input-missing")
    signature = _signature(request.inputs, with_batch=False)
    write_reference(request.output, Reference(as_real(prepared.inputs, signature), {}))
    has_preview = bool(request.preview) and write_preview(request.preview, prepared.picture)
    return PreparedInput(
        path=request.output,
        preview=request.preview if has_preview else "",
        label=prepared.label,
        assumption=prepared.assumption,
    )


def run_input(request: RunInputRequest, reporter: Reporter) -> TryResult:
    """Run one prepared input. Raises RunError, ModelError, DataError."""
    reporter.phase("evaluating")
    inputs = read_reference(request.inputs).inputs
    with Runner(request.file) as runner:
        outputs = runner.run(inputs)
    return TryResult(
        outputs=tuple(
            tried_output(request.file, name, output.values[0]) for name, output in outputs.items()
        )
    )


def _from_picture(request: PrepareInputRequest) -> _Prepared:
    if len(request.inputs) != 1:
        raise unsuitable(request.inputs)
    (spec,) = request.inputs
    layout = image_layout(sample_shape(spec, _signature(request.inputs, with_batch=True)))
    if layout is None:
        raise unsuitable(request.inputs)
    ref = request.request.data_ref
    if ref is not None and (ref.preprocessing.resize or ref.preprocessing.crop):
        return _from_whole_picture(request, ref, layout)
    picture = read_image(request.request.image, layout)
    is_declared = ref is not None and ref.preprocessing != Preprocessing()
    declared = ref.preprocessing if ref is not None and is_declared else None
    sample, assumption = picture_as_sample(picture, layout, spec, declared)
    return _Prepared({spec.name: sample}, picture, assumption=assumption)


def _from_whole_picture(request: PrepareInputRequest, ref: DatasetRef, layout: Layout) -> _Prepared:
    """Resized and cropped as declared, as the pictures of the data set are."""
    image = request.request.image
    picture = decode_picture(Path(image), layout.channels, image)
    dataset = LoadedDataset(
        path=Path(image),
        arrays={"x": picture[None]},
        labels=None,
        sha256="",
        preprocessing=ref.preprocessing,
    )
    inputs = dataset.bind(_signature(request.inputs, with_batch=True))
    return _Prepared(inputs, next(iter(inputs.values()))[0])


def _from_dataset(request: PrepareInputRequest) -> _Prepared:
    path, index = request.request.data, request.request.index
    dataset = load_dataset(path, request.request.data_ref)
    signature = _signature(request.inputs, with_batch=False)
    try:
        count = dataset.count(signature)
    except DataError:
        signature = _signature(request.inputs, with_batch=True)
        count = dataset.count(signature)
    if not 0 <= index < count:
        raise DataError("sample-index-invalid", index=index, path=path, last=count - 1)
    inputs = dataset.bind(signature, np.array([index]))
    labels = dataset.labels
    return _Prepared(
        inputs,
        next(iter(inputs.values()))[0],
        label=int(labels[index]) if labels is not None and index < len(labels) else None,
    )


def _fixed(
    inputs: tuple[TensorSpec, ...], shapes: dict[str, tuple[int, ...]]
) -> tuple[TensorSpec, ...]:
    """The dynamic dimensions as the recipe fixes them, but for the batch: one sample is run."""
    return tuple(
        replace(spec, shape=(None, *shapes[spec.name][1:]), rank_known=True)
        if spec.name in shapes and (not spec.rank_known or spec.shape[:1] == (None,))
        else replace(spec, shape=shapes.get(spec.name, spec.shape))
        for spec in inputs
    )


def _signature(inputs: tuple[TensorSpec, ...], with_batch: bool) -> Signature:
    """Only inputs are known: whether a first dimension > 1 is a batch is for the data to say."""
    return Signature(name="", inputs=inputs, outputs=() if with_batch else (_WITHOUT_BATCH,))
