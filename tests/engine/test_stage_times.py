"""What stages took is their own work; importing TensorFlow is a stage by itself, paid once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from studio.core.build_protocol import BuildRequest
from studio.core.recipe import make_recipe
from tests.conftest import Sample
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


def test_the_first_conversion_states_its_imports_apart(tmp_path: Path, sample: Sample) -> None:
    child = WarmChild(tmp_path / "child.log")
    request = BuildRequest(
        source=str(sample.model), artifact=str(tmp_path / "made.tflite"), recipe=make_recipe()
    )
    try:
        started = time.perf_counter()
        first = child(request)
        whole = time.perf_counter() - started
        assert "loading-tensorflow" in child.phases()
        second = child(request)
        assert "loading-tensorflow" not in child.phases()
    finally:
        child.close()
    assert [stage.name for stage in first.stages] == ["float", "loading-tensorflow"]
    assert [stage.name for stage in second.stages] == ["float"]
    work, loading = (stage.seconds for stage in first.stages)
    assert loading > 0.5  # no machine imports it faster
    assert work + loading <= whole
    assert second.stages[0].seconds > 0
