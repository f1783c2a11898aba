"""On how many samples a variant and its source give the same class: one number, and whose it is.

An evaluation is of all its samples and a check of a few of them, so where there are both the
evaluation's stands; the check's beside it would seem to contradict it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.evaluation_results import Evaluation
from studio.core.messages.marking import Translate, mark
from studio.core.results import Check

_ORIGINS = {
    "evaluation": mark("on the {count} samples of the evaluation"),
    "check": mark("on the {count} samples of the check"),
}


class SameClass(msgspec.Struct, frozen=True, kw_only=True):
    """``share``: in [0, 1], of ``samples``. Of several outputs the one with the lowest."""

    share: float
    samples: int
    of: Literal["evaluation", "check"]


def same_class(check: Check | None, evaluation: Evaluation | None) -> SameClass | None:
    """The evaluation's, else the check's; None where neither compared classes with the source."""
    if evaluation is not None:
        shares = [one.value for one in evaluation.figures if one.metric == "same-answer"]
        if evaluation.paired is not None:
            shares.append(evaluation.paired.agreement)
        known = [one for one in shares if one is not None]
        if known:
            scored = evaluation.top1.total if evaluation.top1 is not None else 0
            samples = evaluation.samples or scored
            return SameClass(share=min(known), samples=samples, of="evaluation")
    if check is None:
        return None
    shares = [one.argmax_agreement for one in check.outputs]
    known = [one for one in shares if one is not None]
    return SameClass(share=min(known), samples=check.samples, of="check") if known else None


def origin_text(found: SameClass, translate: Translate) -> str:
    """ "on the 1,000 samples of the evaluation"."""
    return translate(_ORIGINS[found.of]).format(count=f"{found.samples:,}")
