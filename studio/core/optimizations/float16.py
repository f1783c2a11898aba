"""float16: weights stored in half precision, computed in float32 on most CPUs."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization

FLOAT16 = Optimization(
    id="float16",
    title=mark("float16 weights"),
    help=mark("Stores the weights in half precision: about half the size, hardly any error."),
    conflicts=("dynamic-range", "weight-only-int8", "int8"),
    packages=("ai_edge_quantizer",),
)
