"""Init, first inference and memory of one file."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from studio.core.child_protocol import FootprintRequest
from studio.core.errors import RunError
from studio.measure.footprint import footprint, peak_rss_bytes
from tests.measure.conftest import Told, make_arms


def request(file: str) -> FootprintRequest:
    return FootprintRequest(arm=make_arms((file,))[0], seed=0)


def test_numbers_are_plausible(told: Told, models: tuple[str, str]):
    found = footprint(request(models[1]), told.reporter)
    assert 0 < found.init_ms < 5000
    assert 0 < found.first_ms < 5000
    assert 10_000_000 < found.peak_rss_bytes < 10_000_000_000


def test_peak_memory_remembers_what_was_given_back():
    block = bytearray(60_000_000)
    block[::4096] = b"x" * len(block[::4096])
    del block
    now = psutil.Process().memory_info().rss
    assert peak_rss_bytes() > now + 50_000_000


def test_a_missing_file_is_said(tmp_path: Path, told: Told):
    with pytest.raises(RunError) as caught:
        footprint(request(str(tmp_path / "none.tflite")), told.reporter)
    assert caught.value.code == "run-file-missing"
