"""The variant colors keep apart, for every kind of color vision."""

from itertools import combinations

import numpy as np
import pytest

from studio.core.colors import DARK_GROUND, LIGHT_GROUND, VARIANT_COLORS, color_place

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(color: str) -> np.ndarray:
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    x, y, z = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.9505, 1, 1.089])
    f = [np.cbrt(t) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(first: str, second: str) -> float:
    dark, light = sorted(float(TO_XYZ[1] @ linear(color)) for color in (first, second))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("side", "ground"), [("light", LIGHT_GROUND), ("dark", DARK_GROUND)])
def test_stands_out_from_the_ground(side: str, ground: str) -> None:
    assert min(contrast(getattr(pair, side), ground) for pair in VARIANT_COLORS) >= 3.0


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_any_two_differ(side: str, vision: str) -> None:
    seen = [lab(VISION[vision] @ linear(getattr(pair, side))) for pair in VARIANT_COLORS]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 20


def test_the_cycle_starts_anew() -> None:
    count = len(VARIANT_COLORS)
    assert [color_place(index) for index in range(count + 2)] == [*range(count), 0, 1]
