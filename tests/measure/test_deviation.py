"""How far outputs are apart: what is no number is equal to itself, and to nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from studio.measure.deviation import apart

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("found", "expected", "distance"),
    [
        ([0.0, 1.0], [0.0, 1.0], 0.0),
        ([0.0, 1.5], [0.0, 1.0], 0.5),
        ([7.0, 7.0], [5.0, 5.0], 0.4),
        ([NAN, 1.0, 0.0], [NAN, 1.0, 0.0], 0.0),
        ([NAN, 1.5, 0.0], [NAN, 1.0, 0.0], 0.5),
        ([INF, -INF, 0.0, 2.0], [INF, -INF, 0.0, 1.0], 1.0),
        ([NAN, NAN], [NAN, NAN], 0.0),
        ([], [], 0.0),
        ([NAN, 0.0], [1.0, 0.0], 1e6),
        ([1.0, 0.0], [NAN, 0.0], 1e6),
        ([INF, 0.0], [-INF, 0.0], 1e6),
        ([INF, 0.0], [NAN, 0.0], 1e6),
        ([1.0], [1.0, 2.0], 1e6),
    ],
)
def test_the_distance_of_outputs(
    found: list[float], expected: list[float], distance: float
) -> None:
    one, other = np.array(found, np.float32), np.array(expected, np.float32)
    assert apart(one, other) == pytest.approx(distance)
