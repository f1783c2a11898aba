"""Where the inputs that a model is run on come from."""

from __future__ import annotations

import msgspec

from studio.core.recipe import DatasetRef
from studio.core.thresholds import CHECK_SAMPLES_MOST


class InputSelection(msgspec.Struct, frozen=True, kw_only=True):
    """Where the inputs of a check come from, in this order of preference.

    ``given`` (nothing is known of it); evaluation data; calibration samples not used; the
    calibration set; seeded random inside the signature. The first ``calibration_used`` of the
    calibration samples (in seeded order) served to calibrate, so the check takes from the end: the
    variants of one source share their samples, whether they were calibrated or not. At most
    ``limit`` samples, and no more than ``thresholds.check_samples`` allows for the source
    at that ``effort``; made-up samples are never more than those of a check.
    """

    given: str = ""
    given_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    calibration: str = ""
    calibration_ref: DatasetRef | None = None
    calibration_used: int = 0
    seed: int = 0
    limit: int = CHECK_SAMPLES_MOST
    effort: int = 1
