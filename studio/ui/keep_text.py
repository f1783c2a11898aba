"""An entry of the per-op precision as a person reads it."""

from __future__ import annotations

from studio.core.keep import BY_TITLES, PRECISION_TITLES, Keep
from studio.ui.texts import tr_core


def keep_text(keep: Keep) -> str:
    """ "Keep float: all ops of the kind CONV_2D"."""
    return (
        f"{tr_core(PRECISION_TITLES[keep.precision])}: {tr_core(BY_TITLES[keep.by])} {keep.pattern}"
    )
