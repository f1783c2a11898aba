"""A SavedModel of others in an engine that has tf_keras, whose classes it needs.

All other real models are in e2e/test_model_table.py, where the engine is without it.
"""

from __future__ import annotations

import importlib.util

import pytest

from tests.engine.conftest import Build
from tests.realmodels import RealModels

pytestmark = [pytest.mark.tf, pytest.mark.realmodel]


@pytest.mark.skipif(importlib.util.find_spec("tf_keras") is None, reason="tf_keras is missing")
def test_tensorflows_own_loader_reads_it(build: Build, realmodels: RealModels) -> None:
    made = build(realmodels.basic_pitch_saved_model)
    assert made.stages[0].route == "concrete-function"
