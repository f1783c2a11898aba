"""What first layers tell of the inputs that a model was trained on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.model import InputStatistics
from studio.engine.input_statistics import input_statistics
from tests.conftest import Sample
from tests.realmodels import RealModels

pytestmark = pytest.mark.tf


def of_file(path: Path) -> tuple[InputStatistics, ...]:
    import keras

    model = keras.models.load_model(path, compile=False)
    return input_statistics(model, ["input"])


def test_batch_normalization_behind_the_first_convolution_tells_mean_and_spread(
    sample: Sample,
) -> None:
    (found,) = of_file(sample.model)
    x = np.load(sample.calibration)["x"]
    assert found.origin == "batchnorm"
    assert found.mean == pytest.approx(x.mean(), rel=0.05)
    assert found.std == pytest.approx(x.std(), rel=0.05)


@pytest.mark.realmodel
def test_real_models(realmodels: RealModels) -> None:
    """Faces in -1..1 have a spread of about 0.5; a model without such layers tells nothing."""
    (faces,) = of_file(realmodels.fer_h5)
    assert faces.std == pytest.approx(0.51, abs=0.05)
    assert of_file(realmodels.digits_keras) == ()


def test_layers_that_scale_are_read(tmp_path: Path) -> None:
    import keras

    layers = keras.layers
    scaling = keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Rescaling(1 / 127.5, -1), layers.Conv2D(2, 3)]
    )
    (found,) = input_statistics(scaling, ["a"])
    assert (found.origin, found.offset) == ("rescaling", -1.0)
    assert found.scale == pytest.approx(1 / 127.5)
    normal = layers.Normalization(mean=[4.0], variance=[9.0])
    (found,) = input_statistics(keras.Sequential([keras.Input((5, 1)), normal]), ["a"])
    assert (found.origin, found.mean, found.std) == ("normalization", 4.0, 3.0)


def test_what_was_never_trained_tells_nothing() -> None:
    import keras

    layers = keras.layers
    fresh = keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Conv2D(8, 3), layers.BatchNormalization()]
    )
    assert input_statistics(fresh, ["a"]) == ()
    plain = keras.Sequential([keras.Input((8,)), layers.Dense(2)])
    assert input_statistics(plain, ["a"]) == ()


def test_the_first_convolution_tells_the_order_of_colors() -> None:
    """What training leaves in a BatchNormalization of outputs of known inputs."""
    import keras

    layers = keras.layers
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            keras.Input((24, 24, 3)),
            layers.Conv2D(24, 3, use_bias=False),
            layers.BatchNormalization(momentum=0.0),
        ]
    )
    random = np.random.RandomState(0)
    base = random.normal(0, 0.2, (64, 4, 4, 3)).repeat(6, 1).repeat(6, 2)
    colors = np.array([0.485, 0.456, 0.406])
    model(np.asarray(base + colors, np.float32), training=True)
    (found,) = input_statistics(model, ["input"])
    assert np.allclose(found.channel_means, (base + colors).mean(axis=(0, 1, 2)), atol=0.03)
    assert found.channel_means[0] > found.channel_means[2]
