"""What labels are, by their values and the shapes of a model's outputs: what they can score.

The evaluation decides the same when it has the outputs (``verify.score.find_task``).
"""

from __future__ import annotations

import math

import numpy as np

from studio.core.evaluation import TaskKind
from studio.core.model import Shape, Signature
from studio.data.dataset import class_labels
from studio.data.layout import sample_shape


def task_of_labels(targets: np.ndarray, signature: Signature) -> TaskKind | None:
    """``targets``: (samples, ...) as stored. None where they suit no output.

    Class numbers, unless no output ranks classes while one has as many values as the labels;
    whole numbers over height and width of an output: masks; any others with as many values as
    one output: numbers.
    """
    shapes = [
        sample_shape(spec, signature) for spec in signature.outputs if spec.rank_known
    ]  # of an output without a rank nothing is known: it fits nothing
    is_value = sum(_size(shape) == math.prod(targets.shape[1:]) for shape in shapes) == 1
    if class_labels(targets) is not None and not (is_value and not any(map(_ranks, shapes))):
        return "classification"
    if _are_masks(targets, shapes):
        return "masks"
    return "regression" if is_value else None


def class_width(signature: Signature) -> int | None:
    """How many classes the model's one vector ranks; None where that is not sure."""
    specs = signature.outputs
    shapes = [sample_shape(spec, signature) for spec in specs]
    if any(None in shape for shape in shapes) or not all(spec.rank_known for spec in specs):
        return None
    wide = [_size(shape) for shape in shapes if _ranks(shape)]
    return wide[0] if len(wide) == 1 else None


def _ranks(shape: Shape) -> bool:
    """Whether an output of this shape is one vector of at least two values."""
    size = _size(shape)
    return size is not None and size >= 2 and max(dim or 0 for dim in shape) == size


def _size(shape: Shape) -> int | None:
    return None if None in shape else math.prod(dim or 0 for dim in shape)


def _are_masks(targets: np.ndarray, shapes: list[Shape]) -> bool:
    if targets.ndim not in (3, 4) or targets.size == 0:
        return False
    if bool(np.any(targets < 0)) or bool(np.any(targets != np.rint(targets.astype(np.float64)))):
        return False
    if targets.ndim == 4 and targets.shape[3] != 1 and bool(np.any(targets.sum(axis=3) != 1)):
        return False
    return any(len(shape) in (2, 3) and shape[:2] == targets.shape[1:3] for shape in shapes)
