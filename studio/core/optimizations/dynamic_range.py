"""Dynamic range quantization: int8 weights, activations quantized at run time."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others
from studio.core.optimizations.weights import GRANULARITY, METHOD

DYNAMIC_RANGE = Optimization(
    id="dynamic-range",
    title=mark("Dynamic range (int8 weights)"),
    help=mark(
        "Stores weights as int8 and quantizes activations to int8 while running; ops that cannot "
        "compute so stay in float32; needs no data."
    ),
    params=(GRANULARITY, METHOD),
    conflicts=others("dynamic-range"),
    is_int8=True,
    packages=("ai_edge_quantizer",),
    keeps=("float",),
    needs=("weights", "finite"),
    evidence="int8",
)
