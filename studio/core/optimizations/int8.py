"""Full integer quantization: int8 weights and activations, ranges found by calibration."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others
from studio.core.optimizations.weights import GRANULARITY, SAMPLES
from studio.core.params import ChoiceParam

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
            help=mark(
                "dtype of the model's inputs and outputs: keep float32, or 8 bits throughout."
            ),
            default="float32",
            choices=("float32", "int8", "uint8"),
        ),
        SAMPLES,
        GRANULARITY,
    ),
    conflicts=others("int8"),
    needs_calibration=True,
    is_int8=True,
    keeps=("float", "int16"),
    needs=("floats", "no-loop", "finite"),
    evidence="int8",
)
