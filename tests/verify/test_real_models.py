"""Real .tflite files agree with themselves; what cannot run says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.input_selection import InputSelection
from studio.core.verify_protocol import ReferenceRequest, VerifyRequest, VerifyResult
from studio.data.computed import read_reference
from studio.verify.check import verify
from studio.verify.reference import reference
from tests.realmodels import RealModels

pytestmark = pytest.mark.realmodel

QUIET = Reporter(lambda message: None)
NEEDS_CUSTOM_OPS = ("face_landmark_with_attention",)


def check_against_itself(path: Path, folder: Path, **selection: Any) -> VerifyResult:
    output = str(folder / "r.npz")
    chosen = InputSelection(**{"limit": 3} | selection)
    request = ReferenceRequest(model=str(path), output=output, selection=chosen)
    found = reference(request, QUIET)
    return verify(
        VerifyRequest(artifact=str(path), reference=output, inputs_from=found.inputs_from), QUIET
    )


def test_wakewords_start_each_sample_afresh(realmodels: RealModels, tmp_path: Path) -> None:
    """The same input twice gives the same output, although the model keeps state."""
    np.savez(tmp_path / "d.npz", x=np.full((6, 3, 40), 7.0))
    for path in realmodels.wakewords():
        verified = check_against_itself(path, tmp_path, evaluation=str(tmp_path / "d.npz"))
        assert verified.check.status == "ok", path.name
        (values,) = read_reference(str(tmp_path / "r.npz")).outputs.values()
        assert np.ptp(values) == 0, path.name
