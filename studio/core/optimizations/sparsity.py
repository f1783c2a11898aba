"""Sparse encoding: weights that are mostly zero already, stored without their zeros."""

from studio.core.messages.marking import mark
from studio.core.optimizations.declaration import Optimization, others

SPARSITY = Optimization(
    id="sparsity",
    title=mark("Sparse encoding"),
    help=mark(
        "Stores float weights that are mostly zero already (pruned) without their zeros; computes "
        "the same numbers; makes no weight zero itself."
    ),
    conflicts=others("sparsity"),
    needs=("weights",),
    evidence="sparse",
    is_rare=True,
)
