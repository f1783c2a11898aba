"""Calibration data with a mistake are caught, each by its own finding; good sets say nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from studio.core.data_findings import DataFinding
from studio.core.messages import render
from studio.core.model import InputStatistics, Quantization, Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.results import DataResult
from studio.data.describe import describe
from studio.data.doctor import Beside
from tests.conftest import Sample

DIGITS = InputStatistics(input="image", origin="batchnorm", mean=0.1313, std=0.3099)
"""What the sample's first layers tell (tests/engine/test_input_statistics.py)."""

Make = Callable[[np.ndarray, np.ndarray, np.ndarray], dict[str, np.ndarray]]
RANDOM = np.random.RandomState(3)


def signature(
    shape: tuple[int | None, ...] = (None, 28, 28, 1),
    dtype: str = "float32",
    quantization: Quantization | None = None,
    classes: int = 10,
) -> Signature:
    spec = TensorSpec(name="image", dtype=dtype, shape=shape, quantization=quantization)
    out = TensorSpec(name="digit", dtype="float32", shape=(None, classes))
    return Signature(name="serving_default", inputs=(spec,), outputs=(out,))


def look(
    path: Path,
    arrays: dict[str, np.ndarray],
    beside: Beside | None = None,
    of: Signature | None = None,
    preprocessing: Preprocessing | None = None,
) -> DataResult:
    np.savez(path, **arrays)
    ref = DatasetRef(preprocessing=preprocessing or Preprocessing())
    return describe(path, ref, of or signature(), beside)


def alarms(result: DataResult) -> list[DataFinding]:
    return [finding for finding in result.findings if finding.severity in ("wrong", "odd")]


MISTAKES: dict[str, tuple[str, Make]] = {
    "the same sample again and again": (
        "doctor-all-the-same",
        lambda x, ex, ey: {"x": np.repeat(x[:1], 200, axis=0)},
    ),
    "a few samples repeated": (
        "doctor-repeated",
        lambda x, ex, ey: {"x": np.concatenate([x[:20]] * 10)},
    ),
    "random noise": (
        "doctor-noise",
        lambda x, ex, ey: {"x": RANDOM.random_sample((200, 28, 28, 1)).astype(np.float32)},
    ),
    "normalized twice": ("doctor-scale-batchnorm-small", lambda x, ex, ey: {"x": x / 255}),
    "not normalized": (
        "doctor-scale-batchnorm-large",
        lambda x, ex, ey: {"x": np.rint(x * 255).astype(np.uint8)},
    ),
    "evaluation data inside": (
        "doctor-evaluation-inside",
        lambda x, ex, ey: {"x": np.concatenate([x[:190], ex[500:510]])},
    ),
    "labels fed as inputs": ("doctor-labels-swapped", lambda x, ex, ey: {"x": ey, "y": ex}),
    "labels in every pixel": (
        "doctor-labels-flat-classes",
        lambda x, ex, ey: {"x": np.broadcast_to(ey[:, None, None, None], (1000, 28, 28, 1))},
    ),
    "labels and nothing else": ("doctor-labels-misplaced", lambda x, ex, ey: {"x": ey}),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_seeded_mistake_is_caught(mistake: str, sample: Sample, tmp_path: Path) -> None:
    expected, make = MISTAKES[mistake]
    held_out = np.load(sample.evaluation)
    arrays = make(np.load(sample.calibration)["x"], held_out["x"], held_out["y"])
    beside = Beside(str(sample.evaluation), DatasetRef(), (DIGITS,))
    found = look(tmp_path / "d.npz", arrays, beside).findings
    assert [finding.code for finding in found][:1] == [expected]
    title, _ = render(expected, found[0].params)
    assert any(sign.isdigit() for sign in title), title
    assert "?" not in title


def test_the_samples_own_set_is_good(sample: Sample) -> None:
    beside = Beside(str(sample.evaluation), DatasetRef(), (DIGITS,))
    result = describe(sample.calibration, DatasetRef(), signature(), beside)
    assert result.findings == () and result.notes == ()


def test_channels_first_are_told_from_channels_last(tmp_path: Path) -> None:
    pictures = np.zeros((4, 3, 32, 32), np.float32)
    (found,) = look(tmp_path / "d.npz", {"x": pictures}, of=signature((None, 32, 32, 3))).findings
    assert found.code == "doctor-layout"
    assert found.params["wanted"] == "?x32x32x3"


def test_without_anything_to_compare_with_the_scale_is_not_known(
    sample: Sample, tmp_path: Path
) -> None:
    x = np.load(sample.calibration)["x"]
    (found,) = look(tmp_path / "d.npz", {"x": x}).findings
    assert (found.code, found.severity) == ("doctor-scale-unknown", "unknown")
    (tiny,) = alarms(look(tmp_path / "d.npz", {"x": x / 255}))
    assert tiny.code == "doctor-tiny"


@pytest.mark.parametrize(("factor", "size"), [(255, "large"), (1 / 255, "small")])
def test_evaluation_data_tell_the_scale(
    factor: float, size: str, sample: Sample, tmp_path: Path
) -> None:
    x = np.load(sample.calibration)["x"] * factor
    beside = Beside(str(sample.evaluation), DatasetRef())
    codes = [one.code for one in alarms(look(tmp_path / "d.npz", {"x": x}, beside))]
    assert codes == [f"doctor-scale-evaluation-{size}"]


def test_evaluation_data_that_are_scaled_otherwise_are_told_where_the_set_is_right(
    sample: Sample, tmp_path: Path
) -> None:
    held_out = np.load(sample.evaluation)
    np.savez(tmp_path / "e.npz", x=held_out["x"] / 255)
    beside = Beside(str(tmp_path / "e.npz"), DatasetRef(), (DIGITS,))
    x = np.load(sample.calibration)["x"]
    codes = [one.code for one in alarms(look(tmp_path / "d.npz", {"x": x}, beside))]
    assert codes == ["doctor-scale-evaluation-large"]


def test_a_model_that_scales_itself_takes_pixels_as_they_are(
    sample: Sample, tmp_path: Path
) -> None:
    x = np.rint(np.load(sample.calibration)["x"] * 255).astype(np.uint8)
    itself = InputStatistics(input="image", origin="rescaling", scale=1 / 255, offset=0.0)
    good = look(tmp_path / "d.npz", {"x": x}, Beside(statistics=(itself,)))
    assert good.findings == () and good.notes == ()
    (twice,) = alarms(look(tmp_path / "d.npz", {"x": x / 255}, Beside(statistics=(itself,))))
    assert twice.code == "doctor-rescaling-small"


def test_evaluation_data_are_found_in_another_scale(sample: Sample, tmp_path: Path) -> None:
    held_out = np.load(sample.evaluation)["x"]
    x = np.concatenate([np.load(sample.calibration)["x"][:50], held_out[:7]]) * 255
    beside = Beside(str(sample.evaluation), DatasetRef())
    found = look(tmp_path / "d.npz", {"x": x}, beside, None, Preprocessing(scale=1 / 255)).findings
    assert [(one.code, one.params["shared"]) for one in found] == [
        ("doctor-evaluation-inside", "7")
    ]


def test_what_an_8_bit_input_cannot_hold_is_counted(tmp_path: Path) -> None:
    quantized = signature(
        dtype="int8", quantization=Quantization(scales=(1 / 255,), zero_points=(-128,))
    )
    ramp = np.linspace(0, 1, 784).reshape(28, 28, 1)
    pictures = np.stack([np.roll(ramp, at, axis=0) for at in range(20)])
    path = tmp_path / "d.npz"
    assert alarms(look(path, {"x": pictures}, of=quantized)) == []
    (large,) = alarms(look(path, {"x": pictures * 255}, of=quantized))
    assert (large.code, large.params["share"]) == ("doctor-input-saturates", "99.5 %")
    (small,) = alarms(look(path, {"x": pictures / 255}, of=quantized))
    assert small.code == "doctor-input-unused"


def test_small_samples_repeat_by_chance(tmp_path: Path) -> None:
    rows = RANDOM.randint(0, 20, (200, 2)).astype(np.float32)
    table = signature((None, 2), classes=3)
    held_out = tmp_path / "e.npz"
    np.savez(held_out, x=rows[:4])
    result = look(tmp_path / "d.npz", {"x": rows}, Beside(str(held_out)), of=table)
    assert "doctor-evaluation-inside" not in [one.code for one in result.findings]
    assert "doctor-noise-unknown" in [one.code for one in result.findings]


def test_one_hot_rows_are_labels(tmp_path: Path) -> None:
    rows = np.eye(10, dtype=np.float32)[RANDOM.randint(0, 10, 100)]
    found = alarms(look(tmp_path / "d.npz", {"x": rows}, of=signature((None, 10))))
    assert {one.code for one in found} == {"doctor-labels-one-hot", "doctor-repeated"}


def test_one_hot_rows_of_a_model_without_classes_are_worth_a_look(tmp_path: Path) -> None:
    rows = np.eye(4, dtype=np.float32)[RANDOM.randint(0, 4, 100)]
    numbers = signature((None, 4), classes=1)
    found = alarms(look(tmp_path / "d.npz", {"x": rows}, of=numbers))
    (one,) = [one for one in found if one.code.startswith("doctor-labels")]
    assert (one.code, one.severity) == ("doctor-labels-one-hot-rows", "odd")


COLORS = (0.485, 0.456, 0.406)


def colored(count: int = 100, spread: float = 0.1) -> np.ndarray:
    """Pictures whose channels have the means of ImageNet's, and neighbors alike."""
    random = np.random.RandomState(5)
    base = random.normal(0, spread, (count, 4, 4, 1)).repeat(6, 1).repeat(6, 2)
    tint = random.normal(0, spread / 4, (count, 1, 1, 3))
    return np.asarray(np.clip(base + tint + np.array(COLORS), 0, 1), np.float32)


@pytest.mark.parametrize("by", ["model", "evaluation"])
def test_swapped_colors_are_told_where_something_tells(tmp_path: Path, by: str) -> None:
    of = signature((None, 24, 24, 3))
    x = colored(200)
    trained = InputStatistics(
        input="image", origin="batchnorm", mean=0.449, std=float(x.std()), channel_means=COLORS
    )
    np.savez(tmp_path / "e.npz", x=x[100:])
    beside = Beside(statistics=(trained,))
    if by == "evaluation":
        beside = Beside(evaluation=str(tmp_path / "e.npz"))
    right = look(tmp_path / "d.npz", {"x": x[:100]}, beside, of)
    assert right.findings == ()
    (found,) = look(tmp_path / "d.npz", {"x": x[:100, ..., ::-1]}, beside, of).findings
    assert (found.code, found.severity) == (f"doctor-colors-{by}", "odd")
    swapped = Preprocessing(channels="swapped")
    mended = look(tmp_path / "d.npz", {"x": x[:100, ..., ::-1]}, Beside(statistics=(trained,)), of,
                  swapped)  # fmt: skip
    assert mended.findings == ()


def test_blue_pictures_before_a_model_of_warm_ones_are_no_mistake(tmp_path: Path) -> None:
    trained = InputStatistics(
        input="image", origin="batchnorm", mean=0.449, std=0.1, channel_means=COLORS
    )
    blue = colored() + np.array([-0.15, -0.05, 0.1], np.float32)
    beside = Beside(statistics=(trained,))
    assert alarms(look(tmp_path / "d.npz", {"x": blue}, beside, signature((None, 24, 24, 3)))) == []


def test_where_nothing_tells_the_order_of_colors_that_is_said(tmp_path: Path) -> None:
    of = signature((None, 24, 24, 3))
    alone = look(tmp_path / "d.npz", {"x": colored()}, None, of)
    assert "doctor-colors-unknown" in {one.code for one in alone.findings}
    gray = InputStatistics(
        input="image", origin="batchnorm", mean=0.45, std=0.1, channel_means=(0.45, 0.45, 0.45)
    )
    beside = Beside(statistics=(gray,))
    told = look(tmp_path / "d.npz", {"x": colored()}, beside, of)
    assert [one.code for one in told.findings] == ["doctor-colors-unknown"]
