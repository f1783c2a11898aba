"""Weight-only int8: int8 weights, dequantized to float before each op."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others
from studio.core.optimizations.weights import GRANULARITY, METHOD

WEIGHT_ONLY_INT8 = Optimization(
    id="weight-only-int8",
    title=mark("Weight-only int8"),
    help=mark(
        "Stores weights as int8 and widens them to float32, in which ops compute; needs no data."
    ),
    params=(GRANULARITY, METHOD),
    conflicts=others("weight-only-int8"),
    is_int8=True,
    packages=("ai_edge_quantizer",),
    keeps=("float",),
    needs=("weights", "finite"),
    evidence="int8",
)
