"""Parameters that several optimizations of weights share."""

from __future__ import annotations

from studio.core.messages.marking import mark
from studio.core.params import ChoiceParam, IntParam

GRANULARITY = ChoiceParam(
    name="granularity",
    title=mark("Scales"),
    help=mark("One scale for each output channel of a weight, or one for the whole tensor."),
    default="channel",
    choices=("channel", "tensor"),
)
BLOCK_GRANULARITY = ChoiceParam(
    name="granularity",
    title=mark("Scales"),
    help=mark(
        "One scale for each output channel of a weight, for the whole tensor, or for each block of "
        "so many inputs; blocks only in fully connected ops whose inputs they divide."
    ),
    default="channel",
    choices=("channel", "tensor", "block-32", "block-64", "block-128", "block-256"),
)
METHOD = ChoiceParam(
    name="method",
    title=mark("Rounding"),
    help=mark(
        "How scales are chosen: from the range, or so that clipping costs least (OCTAV, MSE)."
    ),
    default="min-max",
    choices=("min-max", "octav", "mse"),
)
ROTATING_METHOD = ChoiceParam(
    name="method",
    title=mark("Rounding"),
    help=mark(
        "How scales are chosen: from the range, or so that clipping costs least (OCTAV, MSE); "
        "Hadamard rotates the weights of fully connected ops first."
    ),
    default="min-max",
    choices=("min-max", "octav", "mse", "hadamard"),
)
SAMPLES = IntParam(
    name="samples",
    title=mark("Calibration samples"),
    help=mark("How many samples of the calibration data measure the activation ranges."),
    default=200,
    minimum=1,
    maximum=10_000,
)
