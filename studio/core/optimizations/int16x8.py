"""int16 activations with int8 weights: finer steps of activations than 8 bits have."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others
from studio.core.optimizations.weights import SAMPLES
from studio.core.params import ChoiceParam

INT16X8 = Optimization(
    id="int16x8",
    title=mark("int16 activations, int8 weights"),
    help=mark(
        "Stores weights as int8 and activations as int16 and computes so where an op can; the "
        "ranges of the activations are measured on calibration data."
    ),
    params=(
        ChoiceParam(
            name="io",
            title=mark("Input/output"),
            help=mark(
                "dtype of the model's inputs and outputs: keep float32, or int16 throughout."
            ),
            default="float32",
            choices=("float32", "int16"),
        ),
        SAMPLES,
    ),
    conflicts=others("int16x8"),
    needs_calibration=True,
    is_int8=True,
    keeps=("float", "int8"),
    needs=("floats", "no-loop", "finite"),
    evidence="int16",
    is_rare=True,
)
