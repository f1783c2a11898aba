"""What labels are, by their values and the shapes of a model's outputs: what they can score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from studio.core.evaluation import TaskKind
from studio.core.model import Shape, Signature
from studio.data.dataset import class_labels
from studio.data.layout import sample_shape


def task_of(
    targets: np.ndarray,
    shapes: Sequence[Shape],
    has_class_output: Callable[[np.ndarray], bool],
) -> TaskKind | None:
    """``targets``: (samples, ...) as stored; ``shapes``: of the outputs of one sample. None where
    they suit no output.

    Class numbers, unless one output has as many values as the labels while none can be a class
    output of these numbers, as ``has_class_output`` says; whole numbers over height and width of an
    output: masks; any others with as many values as one output: numbers.
    """
    is_value = sum(_size(shape) == math.prod(targets.shape[1:]) for shape in shapes) == 1
    labels = class_labels(targets)
    if labels is not None and not (is_value and not has_class_output(labels)):
        return "classification"
    masks = mask_classes(targets)
    if masks is not None and any(is_mask_of(shape, masks.shape[1:]) for shape in shapes):
        return "masks"
    return "regression" if is_value else None


def task_of_labels(targets: np.ndarray, signature: Signature) -> TaskKind | None:
    """As :func:`task_of`, of a model that has not run: a single value with labels 0 and 1 is taken
    for a share, and of several vectors one for that of the classes."""
    shapes = [
        sample_shape(spec, signature) for spec in signature.outputs if spec.rank_known
    ]  # of an output without a rank nothing is known: it fits nothing

    def has_class_output(labels: np.ndarray) -> bool:
        is_binary = [_size(shape) for shape in shapes].count(1) == 1 and int(labels.max()) <= 1
        return is_binary or any(map(ranks, shapes))

    return task_of(targets, shapes, has_class_output)


def mask_classes(targets: np.ndarray) -> np.ndarray | None:
    """(samples, height, width) of class numbers, out of masks as they are stored: also with a last
    dimension of 1, or one-hot over the classes; None for what are no masks."""
    whole = targets.ndim >= 3 and bool(np.all(targets == np.rint(targets.astype(np.float64))))
    if not whole or bool(np.any(targets < 0)):
        return None
    if targets.ndim == 4 and targets.shape[3] == 1:
        targets = targets[..., 0]
    elif targets.ndim == 4 and bool(np.all(targets.sum(axis=3) == 1)):
        targets = targets.argmax(axis=3)
    return targets.astype(np.int64) if targets.ndim == 3 else None


def is_mask_of(shape: Shape, picture: tuple[int, ...]) -> bool:
    """Whether an output of ``shape`` says something of each place of ``picture``, (height,
    width)."""
    return len(shape) in (2, 3) and shape[:2] == picture


def class_width(signature: Signature) -> int | None:
    """How many classes the model's one vector ranks; None where that is not sure."""
    specs = signature.outputs
    shapes = [sample_shape(spec, signature) for spec in specs]
    if any(None in shape for shape in shapes) or not all(spec.rank_known for spec in specs):
        return None
    wide = [_size(shape) for shape in shapes if ranks(shape)]
    return wide[0] if len(wide) == 1 else None


def ranks(shape: Shape) -> bool:
    """Whether an output of this shape is one vector of at least two values."""
    size = _size(shape)
    return size is not None and size >= 2 and max(dim or 0 for dim in shape) == size


def _size(shape: Shape) -> int | None:
    return None if None in shape else math.prod(dim or 0 for dim in shape)
