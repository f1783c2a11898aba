"""Sparse encoding: weights that are mostly zero already, stored without their zeros."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others

SPARSITY = Optimization(
    id="sparsity",
    title=mark("Sparse encoding"),
    help=mark(
        "Stores float weights without their zeros where enough of them are zero already (pruned); "
        "the numbers stay the same; it makes no weight zero itself."
    ),
    conflicts=others("sparsity"),
    needs=("weights", "zeros"),
    evidence="sparse",
    is_rare=True,
)
