"""Dynamic range quantization: int8 weights, activations quantized at run time."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization

DYNAMIC_RANGE = Optimization(
    id="dynamic-range",
    title=mark("Dynamic range (int8 weights)"),
    help=mark(
        "Stores weights as int8 and quantizes activations to int8 while running; ops that cannot "
        "compute so stay in float32; needs no data."
    ),
    conflicts=("float16", "weight-only-int8", "int8"),
    is_int8=True,
    packages=("ai_edge_quantizer",),
)
