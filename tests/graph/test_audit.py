"""What the file is, by hand against the audit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.graph.audit import audit, has_int8
from tests.kit.layered_tflite import classifier, hybrid_dense, int8_dense
from tests.kit.small_tflite import accumulator, custom_op, int8_identity

WEIGHTS = np.linspace(-1, 1, 12).reshape(3, 4)


def test_float(tmp_path: Path) -> None:
    result = audit(classifier(tmp_path / "m", WEIGHTS))
    assert (result.float_op_share, result.float_mac_share) == (1.0, 1.0)
    assert (result.int8_op_share, result.int8_mac_share) == (0.0, 0.0)
    assert (result.input_dtypes, result.output_dtypes) == (("float32",), ("float32",))
    assert result.weights_by_dtype == {"float32": 48}
    assert not has_int8(result)


def test_int8(tmp_path: Path) -> None:
    result = audit(int8_dense(tmp_path / "m", WEIGHTS))
    assert (result.int8_op_share, result.int8_mac_share) == (1.0, 1.0)
    assert result.float_op_share == 0.0
    assert result.input_dtypes == ("int8",)
    assert has_int8(result)


def test_dynamic_range_is_neither(tmp_path: Path) -> None:
    result = audit(hybrid_dense(tmp_path / "m", WEIGHTS))
    assert (result.int8_op_share, result.float_op_share, result.hybrid_op_share) == (0.0, 0.0, 1.0)
    assert result.hybrid_mac_share == 1.0
    assert has_int8(result)


def test_unknown_macs_give_no_share(tmp_path: Path) -> None:
    result = audit(custom_op(tmp_path / "m", "Strange"))
    assert result.float_op_share == 1.0
    assert result.float_mac_share is None


def test_without_multiplications_there_is_no_share(tmp_path: Path) -> None:
    result = audit(int8_identity(tmp_path / "m"))
    assert result.int8_op_share == 1.0
    assert result.int8_mac_share is None


def test_initializing_is_not_counted(tmp_path: Path) -> None:
    result = audit(accumulator(tmp_path / "m"))
    assert result.float_op_share == pytest.approx(1.0)
