"""Whether samples that are run together give what each gives alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

SAME = 1e-5
"""Of an output's range: what sums in another order may differ by."""


def differing(
    together: Mapping[str, np.ndarray],
    alone: Mapping[str, np.ndarray],
    exact: Collection[str] = (),
) -> str:
    """The first output whose values are not the same; "" = all are.

    Both: name -> (samples, ...). ``exact``: outputs that must be equal, as quantized ones.
    """
    for name, wanted in alone.items():
        found = together.get(name)
        if found is None or found.shape != wanted.shape:
            return name
        span = float(np.ptp(wanted.astype(np.float64))) if wanted.size else 0.0
        bound = 0.0 if name in exact or wanted.dtype.kind != "f" else SAME * span
        if not np.allclose(found, wanted, rtol=0.0, atol=bound, equal_nan=True):
            return name
    return ""
