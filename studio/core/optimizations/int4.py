"""4-bit weights: dynamic (computed in int8 where an op can), weight-only, and by GPTQ.

All kinds of ops with 4-bit kernels get 4-bit weights; blocks, Hadamard rotation and GPTQ are for
fully connected ops only, and the others then keep plain scales for each channel instead of float32.
"""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others
from studio.core.optimizations.weights import (
    BLOCK_GRANULARITY,
    GRANULARITY,
    METHOD,
    ROTATING_METHOD,
    SAMPLES,
)

DYNAMIC_INT4 = Optimization(
    id="dynamic-int4",
    title=mark("Dynamic range, int4 weights"),
    help=mark(
        "Stores weights of convolutions and fully connected ops as int4, those of other ops as "
        "int8, and quantizes activations to int8 while running; needs no data."
    ),
    params=(BLOCK_GRANULARITY, ROTATING_METHOD),
    conflicts=others("dynamic-int4"),
    is_int8=True,
    packages=("ai_edge_quantizer",),
    keeps=("float", "int8"),
    needs=("weights", "finite"),
    evidence="int4",
    is_rare=True,
)

WEIGHT_ONLY_INT4 = Optimization(
    id="weight-only-int4",
    title=mark("Weight-only int4"),
    help=mark(
        "Stores weights of convolutions and fully connected ops as int4, those of other ops as "
        "int8, and widens them to float32, in which ops compute; needs no data."
    ),
    params=(GRANULARITY, METHOD),
    conflicts=others("weight-only-int4"),
    is_int8=True,
    packages=("ai_edge_quantizer",),
    keeps=("float", "int8"),
    needs=("weights", "finite"),
    evidence="int4",
    is_rare=True,
)

GPTQ_INT4 = Optimization(
    id="gptq-int4",
    title=mark("int4 weights by GPTQ"),
    help=mark(
        "Dynamic range with int4 weights; in fully connected ops the rounding error of a weight is "
        "made up for in the others, as calibration data show it (GPTQ, Frantar et al., 2022)."
    ),
    params=(SAMPLES,),
    conflicts=others("gptq-int4"),
    needs_calibration=True,
    is_int8=True,
    packages=("ai_edge_quantizer",),
    keeps=("float", "int8"),
    needs=("weights", "no-loop", "connected", "finite"),
    evidence="int4",
    is_rare=True,
)
