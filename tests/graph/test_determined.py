"""Which shapes hold for every input of a shape, told from the graph alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.graph.determined import determined_tensors
from studio.graph.parsing import parse
from tests.kit.dynamic_tflite import Middle, any_size
from tests.kit.small_tflite import accumulator, custom_op


def named(path: Path, computes: bool) -> set[str]:
    parsed = parse(path.read_bytes())
    determined = determined_tensors(parsed, computes)
    return {parsed.subgraphs[0].tensors[index].name for index in determined}


@pytest.mark.parametrize(
    ("middle", "before_a_run", "by_a_run"),
    [
        ("none", True, True),
        ("resize", False, True),
        ("values", False, False),
        ("reshape", False, False),
    ],
)
def test_the_output_is_determined(
    tmp_path: Path, middle: Middle, before_a_run: bool, by_a_run: bool
) -> None:
    path = any_size(tmp_path / "m.tflite", middle)
    assert ("y" in named(path, computes=False)) is before_a_run
    assert ("y" in named(path, computes=True)) is by_a_run
    assert {"x", "first"} <= named(path, computes=False)


def test_a_custom_op_may_do_what_it_likes(tmp_path: Path) -> None:
    assert "y" not in named(custom_op(tmp_path / "m.tflite", "Strange"), computes=True)


def test_a_variable_has_the_shape_that_the_file_says(tmp_path: Path) -> None:
    assert {"total", "y"} <= named(accumulator(tmp_path / "m.tflite"), computes=False)
