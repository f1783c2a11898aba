"""What people read tells what is done to a model; how small or fast it gets, only numbers say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MEASURED = {"core/messages/verdicts.py", "core/messages/claims.py"}
"""Says "faster" where a measurement found so."""
STUDIO = Path(__file__).resolve().parents[2] / "studio"
PROMISE = re.compile(
    r"\b(half|quarter|third) (of )?(the|its|their) size|\bhalf a minute|\ba few (minutes|seconds)"
    r"|\b(faster|fastest|smallest) (than|on|file|model)|\bfast on\b|\bsmaller (file|model)"
    r"|\bhardly any\b|\b(usually|typically|mostly|most (CPUs|accelerators|devices))\b"
    r"|\b(float|full|same|good) accuracy\b|\baccuracy (stays|is kept)|\bbest for\b"
    r"|\b(are|is) enough\b|\b\d+ ?[×x] (smaller|faster)|\bwithout (loss|losing)\b",
    re.IGNORECASE,
)


def shown_texts(path: Path) -> Iterator[str]:
    """String constants that are no docstring (of anything), in the order of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    unseen = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in unseen:
            yield node.value


@pytest.mark.parametrize("package", ["core", "ui", "cli", "report"])
def test_no_text_promises_a_size_or_a_speed(package: str) -> None:
    found = [
        f"{path.relative_to(STUDIO)}: {text}"
        for path in sorted((STUDIO / package).rglob("*.py"))
        if path.relative_to(STUDIO).as_posix() not in MEASURED
        for text in shown_texts(path)
        if PROMISE.search(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Stores the weights in half precision: about half the size, hardly any error.",
        "int8 weights: a quarter of the size",
        "Computes in int8: fast on CPUs",
        "smaller file, float accuracy",
        "{count} nodes: this can take half a minute.",
    ],
)
def test_a_promise_is_recognized(text: str) -> None:
    assert PROMISE.search(text)
