"""Whether an accelerator computes what the CPU does: how far the outputs of one run are apart.

Latencies of a wrong computation say nothing. With LiteRT 2.3.0 on WebGPU, a real file of dynamic
range (int8 weights, float activations) was seen to give other outputs, without any error.
"""

from __future__ import annotations

from contextlib import closing

import numpy as np

from studio.core.errors import RunError
from studio.core.targets import make_target
from studio.runtimes import LoadedModel, get_runtime

_REFERENCE = "litert-interpreter"
_MOST = 1e6
"""Stands for "not finite", which JSON has no word for."""


def deviation(model: LoadedModel, path: str, inputs: dict[str, np.ndarray]) -> float | None:
    """The largest difference of any output from the CPU's, over the range of the CPU's output.

    ``model`` has run once, with ``inputs``. Of an output that is the same everywhere, the range is
    its size, at least 1; NaN equals NaN. None where the CPU does not run the file.
    """
    try:
        with closing(get_runtime(_REFERENCE).load(path, make_target(_REFERENCE))) as reference:
            reference.set_inputs(inputs)
            reference.invoke()
            expected = reference.outputs()
    except RunError:
        return None
    found = model.outputs()
    return max((apart(found[name], values) for name, values in expected.items()), default=None)


def apart(found: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference over the range of ``expected``; ``_MOST`` at most."""
    if found.shape != expected.shape:
        return _MOST
    if not expected.size:
        return 0.0
    one, other = found.astype(np.float64), expected.astype(np.float64)
    differs = ~((one == other) | (np.isnan(one) & np.isnan(other)))
    if not differs.any():
        return 0.0
    known = other[np.isfinite(other)]
    size = float(np.abs(known).max()) if known.size else 0.0
    span = (float(known.max() - known.min()) if known.size else 0.0) or max(1.0, size)
    with np.errstate(invalid="ignore"):  # a NaN, or infinities of both signs: worse than any number
        worst = float(np.abs(one[differs] - other[differs]).max()) / span
    return min(worst, _MOST) if np.isfinite(worst) else _MOST
