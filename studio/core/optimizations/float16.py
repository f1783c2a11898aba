"""float16: weights stored in half precision, widened to float32 in the file before use."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others

FLOAT16 = Optimization(
    id="float16",
    title=mark("float16 weights"),
    help=mark(
        "Stores weights as float16 and widens them to float32, in which ops compute; needs no data."
    ),
    conflicts=others("float16"),
    packages=("ai_edge_quantizer",),
    keeps=("float",),
    needs=("weights",),
    evidence="float16",
)
