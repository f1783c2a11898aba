"""RunInputRequest of a source model: one prepared input through it, outputs as plain numbers."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from studio.core.child import Reporter
from studio.core.errors import RunError
from studio.core.model import Shape, Signature, TensorSpec
from studio.core.recipe import Preprocessing
from studio.core.results import TryResult
from studio.core.signatures import choose_signature
from studio.core.verify_protocol import RunInputRequest
from studio.data.computed import read_reference, tried_output
from studio.data.fitting import convert
from studio.data.layout import has_batch, sample_shape
from studio.engine.fingerprint import source_sha256
from studio.engine.running import SampleRunner
from studio.engine.shapes import resolve
from studio.engine.source import PROCESS_CACHE, Sources


def run_input(
    request: RunInputRequest, reporter: Reporter, sources: Sources = PROCESS_CACHE
) -> TryResult:
    """Raises ModelError (opening; signature-unknown), UsageError (shapes), RunError:
    input-does-not-fit, reference-damaged and those of running."""
    path = Path(request.file)
    arrays = read_reference(request.inputs).inputs
    source = sources.open(path, request.allow_code, reporter, request.opening)
    signature = choose_signature(source.signatures, request.signature)
    inputs = {
        spec.name: _fit(spec, signature, arrays, request.shapes.get(spec.name))
        for spec in signature.inputs
    }
    shapes = {
        spec.name: (1, *inputs[spec.name].shape[1:])
        for spec in signature.inputs
        if spec.is_dynamic and spec.shape[:1] in ((None,), (1,))
    }
    resolved = resolve(signature, shapes | request.shapes)
    traced = sources.traced(source, resolved, reporter)
    identity = f"{source_sha256(path)} {msgspec.json.encode(resolved).decode()}"
    outputs = SampleRunner(traced, identity).run(inputs, reporter)
    return TryResult(
        outputs=tuple(tried_output(request.file, name, array[0]) for name, array in outputs.items())
    )


def _fit(
    spec: TensorSpec,
    signature: Signature,
    arrays: dict[str, np.ndarray],
    fixed: tuple[int, ...] | None = None,
) -> np.ndarray:
    """The real values for ``spec``, (1, *sample shape), in its dtype: by name, or the only ones.

    ``fixed``: the shape that the recipe gives to this input, batch included.
    Raises RunError input-does-not-fit; DataError where the values do not suit the dtype.
    """
    array = arrays.get(spec.name)
    if array is None and len(arrays) == len(signature.inputs) == 1:
        array = next(iter(arrays.values()))
    wanted: Shape = sample_shape(spec, signature)
    if fixed is not None:
        wanted = fixed[1:] if has_batch(spec, signature) or not spec.rank_known else fixed
    if (
        array is None
        or array.ndim != len(wanted) + 1
        or any(dim not in (None, given) for dim, given in zip(wanted, array.shape[1:], strict=True))
    ):
        given = "nothing" if array is None else f"{array.dtype} {array.shape}"
        raise RunError(
            "input-does-not-fit", name=spec.name, given=given, dtype=spec.dtype, shape=(1, *wanted)
        )
    return convert(array, spec, Preprocessing(), spec.name)
