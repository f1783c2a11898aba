"""A .tflite of ops one behind the other, each of a kind of its own choice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.kit.small_tflite import Op, _Model

STEADY = ("ABS", "RELU", "TANH", "LOGISTIC", "SQUARE", "SQRT", "COS", "SIN", "NEG", "ELU")
"""Kinds of ops with one input and no options that keep values finite."""


def op_chain(path: Path, kinds: Sequence[str], *, size: int = 4) -> Path:
    """float32 "x" (1, size) -> an op of each of ``kinds`` in turn -> "y"; between "h0", "h1", …"""
    model = _Model()
    names = ["x", *(f"h{at}" for at in range(len(kinds) - 1)), "y"]
    tensors = [model.tensor(name, (1, size)) for name in names]
    for at, kind in enumerate(kinds):
        model.operator(getattr(Op, kind), [tensors[at]], [tensors[at + 1]])
    model.main(inputs=[tensors[0]], outputs=[tensors[-1]])
    return model.write(path)
