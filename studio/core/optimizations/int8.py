"""Full integer quantization: int8 weights and activations, ranges found by calibration."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization
from studio.core.params import ChoiceParam, IntParam

INT8 = Optimization(
    id="int8",
    title=mark("int8 (full integer)"),
    help=mark(
        "Stores weights and activations as int8 and computes in int8 where an op can; the ranges "
        "of the activations are measured on calibration data."
    ),
    params=(
        ChoiceParam(
            name="io",
            title=mark("Input/output"),
            help=mark("dtype of the model's inputs and outputs: keep float32, or int8 throughout."),
            default="float32",
            choices=("float32", "int8"),
        ),
        IntParam(
            name="samples",
            title=mark("Calibration samples"),
            help=mark("How many samples of the calibration data measure the activation ranges."),
            default=200,
            minimum=1,
            maximum=10_000,
        ),
    ),
    conflicts=("float16", "dynamic-range", "weight-only-int8"),
    needs_calibration=True,
    is_int8=True,
)
