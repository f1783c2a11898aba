"""BuildRequest: source -> float stage (cached) -> quantized -> one artifact, written whole."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.child import Reporter
from studio.core.errors import ConversionError, StorageError, UsageError
from studio.core.files import write_whole
from studio.core.formats import sniff
from studio.core.keep import KeepOutcome
from studio.core.onnx_program import VERSION
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import require_packages
from studio.core.recipe import Step, completed
from studio.core.requests import InspectRequest
from studio.core.results import Stage
from studio.core.signatures import choose_signature
from studio.engine.artifact_ends import keep_signature, require_dtypes
from studio.engine.converter_errors import located
from studio.engine.custom_code import by_content
from studio.engine.file_facts import parse_bytes
from studio.engine.fingerprint import source_sha256
from studio.engine.float_cache import FloatCache, FloatKey
from studio.engine.float_stage import FloatStage, OpenSource, convert, float_stage
from studio.engine.loaders.keras_source import KerasSource
from studio.engine.onnx_convert import added_transposes, convert_onnx
from studio.engine.possible import require_possible, require_possible_file
from studio.engine.quantize import quantizer
from studio.engine.quantize.job import Job, Quantized
from studio.engine.quantize.keeping import layer_ops, outcomes
from studio.engine.source import PROCESS_CACHE, SourceCache
from studio.engine.stopwatch import Stopwatch
from studio.engine.tensorflow_import import versions
from studio.graph.metadata import without_metadata
from studio.graph.onnx_model import inspect_onnx
from studio.graph.op_codes import with_op_codes
from studio.graph.packed_files import packed_files, with_packed_files
from studio.graph.tflite import read_model, weight_kind

_TFLITE_LIMIT_BYTES = 2 << 30
"""A flatbuffer's offsets end there; what a larger file has behind it no tool here rewrites."""

_MISLEADING = ("keep_stablehlo_constant",)
"""litert-torch's files have it. TensorFlow's quantizer then sees no weights: all that has some
stays in float, and nothing is said."""


@dataclass(frozen=True)
class _Made:
    data: bytes
    stages: tuple[Stage, ...]
    samples: int = 0
    calibration_sha256: str = ""
    kept: tuple[KeepOutcome, ...] = ()
    notes: tuple[str, ...] = ()


def build(
    request: BuildRequest, reporter: Reporter, sources: SourceCache = PROCESS_CACHE
) -> BuildResult:
    """Make ``request.artifact``.

    Raises UsageError (optimization-unavailable, shapes), ModelError, DataError, ConversionError,
    StorageError (artifact-unwritable, cache-unwritable).
    """
    watch = Stopwatch()
    recipe = completed(request.recipe)
    request = replace(request, recipe=recipe)
    for step in recipe.steps:
        require_packages(CATALOG[step.optimization])
    source = Path(request.source)
    format_ = sniff(source)
    sha256 = source_sha256(source)
    found_versions = versions()
    with tempfile.TemporaryDirectory() as scratch:
        if format_.needs_tensorflow:
            opened = OpenSource(
                source, request.allow_code, sources, recipe, reporter, request.opening
            )
            opening = by_content(request.opening)
            key = FloatKey.of(sha256, recipe, found_versions, opening)
            cache = FloatCache(Path(request.cache or scratch), request.cache_limit_bytes)
            made = _from_source(request, reporter, opened, float_stage(opened, key, cache))
        elif format_.id == "onnx":
            key = FloatKey.of(sha256, recipe, {"onnx2tf": VERSION}, request.opening)
            cache = FloatCache(Path(request.cache or scratch), request.cache_limit_bytes)
            made = _from_onnx(request, reporter, cache, key)
        elif format_.needs_torch:
            made = _from_float_stage(request, reporter)
            found_versions |= request.float_stage.versions if request.float_stage else {}
        else:
            made = _from_tflite(request, reporter, source)
    reporter.phase("writing")
    _write(Path(request.artifact), made.data)
    return BuildResult(
        artifact=request.artifact,
        sha256=hashlib.sha256(made.data).hexdigest(),
        size_bytes=len(made.data),
        source_sha256=sha256,
        stages=(*made.stages, *watch.loading()),
        calibration_samples_used=made.samples,
        calibration_sha256=made.calibration_sha256,
        kept=made.kept,
        notes=made.notes,
        versions=found_versions,
    )


def _from_source(
    request: BuildRequest, reporter: Reporter, opened: OpenSource, made: FloatStage
) -> _Made:
    def convert_dynamic_range() -> tuple[bytes, str]:
        source, signature, traced = opened.traced()
        return convert(source, signature, traced, opened.recipe, reporter, dynamic_range=True)

    def layers() -> dict[str, tuple[int, ...]]:
        source, _, traced = opened.traced()
        if not isinstance(source, KerasSource):
            return {}
        names = [spec.name for spec in traced.signature.outputs]
        return layer_ops(source.graph(traced), names, parse_bytes(made.data))

    job = Job(
        made.data, request.recipe, request.calibration, reporter, convert_dynamic_range, layers
    )
    try:
        return _quantize(job, (made.stage,), is_source=False)
    except ConversionError as error:
        if not error.places:
            raise
        source, _, traced = opened.traced()
        raise located(error, source.graph(traced)) from error


def _from_tflite(request: BuildRequest, reporter: Reporter, source: Path) -> _Made:
    """A float .tflite goes straight to stage 2; without steps it is copied. The files that it
    carries go along; where these cannot be read a note says that they are lost.

    Raises ConversionError: source-already-quantized, tflite-too-large; UsageError:
    tflite-shapes-are-fixed; ModelError: signature-unknown.
    """
    recipe = request.recipe
    if source.stat().st_size >= _TFLITE_LIMIT_BYTES:
        raise ConversionError("tflite-too-large", path=source, size=source.stat().st_size)
    if recipe.signature is not None:
        choose_signature(read_model(source)[0].signatures, recipe.signature)
    if recipe.shapes or recipe.batch == "dynamic":
        raise UsageError("tflite-shapes-are-fixed", path=source)
    watch = Stopwatch()
    data = source.read_bytes()
    seconds = watch.seconds
    kind = weight_kind(parse_bytes(data, str(source)))
    if kind != "float32":  # a copy of it would pass for the float file
        raise ConversionError("source-already-quantized", path=source, kind=kind)
    if not recipe.steps:
        return _Made(data, (Stage(name="float", route="copy", cached=False, seconds=seconds),))
    job = Job(_for_tools(data), recipe, request.calibration, reporter)
    try:
        made = _quantize(job, (), is_source=True)
    except ConversionError as error:
        raise located(error, read_model(source)[1]) if error.places else error
    packed = packed_files(source)
    if packed is None:
        return dataclasses.replace(made, notes=(*made.notes, "packed-files-lost"))
    return dataclasses.replace(made, data=with_packed_files(made.data, packed))


def _from_onnx(
    request: BuildRequest, reporter: Reporter, cache: FloatCache, key: FloatKey
) -> _Made:
    """The float file by onnx2tf, from there on as a .tflite. Raises ConversionError:
    onnx-converter-missing, and what ``convert_onnx`` does."""
    watch = Stopwatch()
    opened = inspect_onnx(InspectRequest(path=request.source))
    require_possible(request.recipe, opened.info, opened.graph)
    source, found = Path(request.source), cache.get(key)
    if found is not None:
        data, route = found[0], found[1].route
    elif request.onnx2tf:
        data, route = convert_onnx(source, request.onnx2tf, request.recipe, reporter)
        cache.put(key, data, route)
    else:
        error = ConversionError("onnx-converter-missing", path=source)
        error.fixes = ("fix-setup-onnx", "fix-name-onnx")
        raise error
    stage = Stage(
        name="float",
        route=route,
        cached=found is not None,
        seconds=watch.seconds,
        added_transposes=added_transposes(data, opened.graph),
    )
    job = Job(_for_tools(data), request.recipe, request.calibration, reporter)
    return _quantize(job, (stage,), is_source=False)


def _from_float_stage(request: BuildRequest, reporter: Reporter) -> _Made:
    """A float file that another child has made, from there on as a .tflite."""
    made = request.float_stage
    assert made is not None, "the parent has it made first"
    data = _for_tools(Path(made.path).read_bytes())
    job = Job(data, request.recipe, request.calibration, reporter)
    return _quantize(job, (made.stage,), is_source=False)


def _for_tools(data: bytes) -> bytes:
    """``data`` as the quantizers understand it whole."""
    return without_metadata(with_op_codes(data), _MISLEADING)


def _quantize(job: Job, stages: tuple[Stage, ...], *, is_source: bool) -> _Made:
    """``is_source``: whether ``job.data`` are the model itself, and not made of it."""
    if not job.recipe.steps:
        return _Made(job.data, stages)
    require_possible_file(job.recipe, job.data, job.parsed, is_source=is_source)
    (step,) = job.recipe.steps
    watch = Stopwatch()
    job.reporter.phase("quantizing")
    result = quantizer(step.optimization)(job, step)
    data = keep_signature(result.data, job.parsed)
    require_dtypes(data, job, str(step.params.get("io", "float32")))
    stage = Stage(name="quantize", route=result.route, cached=False, seconds=watch.seconds)
    return _Made(
        data,
        (*stages, stage),
        result.samples,
        result.calibration_sha256,
        kept=_kept(job, data, result),
        notes=(*result.notes, *_of_size(job, step, data)),
    )


def _of_size(job: Job, step: Step, data: bytes) -> tuple[str, ...]:
    is_meant = CATALOG[step.optimization].evidence != ""
    return ("artifact-not-smaller",) if is_meant and len(data) >= len(job.data) else ()


def _kept(job: Job, data: bytes, result: Quantized) -> tuple[KeepOutcome, ...]:
    """What came of the recipe's list, counted in the files."""
    if not job.keeping:
        return ()
    without = parse_bytes(result.without) if result.without is not None else None
    return outcomes(job.keeping, job.parsed, parse_bytes(data), without)


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise StorageError("artifact-unwritable", str(error), path=path) from error
