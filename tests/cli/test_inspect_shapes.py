"""``studio inspect --shape``: costs at the shape asked for, whatever the file leaves open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.cli.main import run
from tests.kit.dynamic_tflite import any_size


def test_costs_at_a_given_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = any_size(tmp_path / "m.tflite", "resize")
    assert run(["inspect", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["macs"] is None
    assert run(["inspect", str(path), "--shape", "x=1,8,6,2", "--json"]) == 0
    # 4x3 places with 4 sums of 18 products; 8x6 places with 3 sums of 4
    assert json.loads(capsys.readouterr().out)["macs"] == 12 * 4 * 18 + 48 * 3 * 4
