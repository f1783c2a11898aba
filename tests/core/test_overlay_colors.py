"""Colors of overlays: ordered, kept apart and readable, for every kind of color vision."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from studio.core.colors import DARK_GROUND, LIGHT_GROUND
from studio.core.overlay_colors import CLASS_COLORS, Ground, class_color, scale_color, text_on
from studio.core.overlay_values import PLACEMENTS, PRECISIONS
from tests.core.test_colors import VISION, contrast, lab, linear

GROUNDS: dict[Ground, str] = {"light": LIGHT_GROUND, "dark": DARK_GROUND}
STEPS = [at / 100 for at in range(101)]


def seen(color: str, vision: str) -> np.ndarray:
    return lab(VISION[vision] @ linear(color))


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("ground", GROUNDS)
def test_more_is_farther_from_the_ground_in_even_steps(ground: Ground, vision: str) -> None:
    lightness = [seen(scale_color(step, ground), vision)[0] for step in STEPS[::10]]
    steps = [abs(after - before) for before, after in pairwise(lightness)]
    is_rising = lightness[-1] > lightness[0]
    assert is_rising == (ground == "dark")
    assert sorted(lightness, reverse=not is_rising) == lightness
    assert min(steps) >= 4 and max(steps) <= 9


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_least_is_not_the_ground(ground: Ground, vision: str) -> None:
    assert np.linalg.norm(seen(scale_color(0, ground), vision) - seen(GROUNDS[ground], vision)) > 15


@pytest.mark.parametrize("ground", GROUNDS)
def test_text_on_every_fill_is_readable(ground: Ground) -> None:
    fills = [scale_color(step, ground) for step in STEPS]
    fills += [class_color(name, ground) for name in CLASS_COLORS]
    assert min(contrast(fill, text_on(fill)) for fill in fills) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("classes", [PRECISIONS, PLACEMENTS], ids=["precision", "placement"])
def test_classes_are_told_apart(classes: tuple[str, ...], ground: Ground, vision: str) -> None:
    colors = [seen(class_color(name, ground), vision) for name in classes]
    assert min(np.linalg.norm(a - b) for a, b in combinations(colors, 2)) >= 20
    assert min(np.linalg.norm(a - seen(GROUNDS[ground], vision)) for a in colors) >= 15


def test_what_is_outside_of_the_scale_is_its_end() -> None:
    assert scale_color(-1, "light") == scale_color(0, "light") == "#f3e6a3"
    assert scale_color(7, "light") == scale_color(1, "light") == "#003a7b"
    assert scale_color(0.5, "light") == "#009f9b"
