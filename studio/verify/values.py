"""Errors of numbers and of masks, sample by sample, so that they can be drawn again in a bootstrap.

Everything is computed from sums that each sample adds to: what is said of all of them is a function
of the totals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from studio.core.errors import DataError
from studio.core.evaluation import FLIPS_KEPT, Figure, Flip
from studio.data.labels import is_mask_of, mask_classes
from studio.stats.bootstrap import Statistic, bootstrap, paired_bootstrap

VOID = 255
"""The label of pixels that belong to no class (Pascal VOC, Cityscapes): they do not count."""


@dataclass(frozen=True)
class Sums:
    """``table``: (samples, k). ``alone``: what the metric says of each sample, (samples,)."""

    table: np.ndarray
    alone: np.ndarray


def mean_absolute(totals: np.ndarray) -> np.ndarray:
    """Of totals of |error|, error squared, count."""
    return np.asarray(totals[..., 0] / totals[..., 2])


def root_mean_square(totals: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(totals[..., 1] / totals[..., 2]))


def mean_iou(totals: np.ndarray) -> np.ndarray:
    """Of totals of the intersections of all classes, then of their unions: the mean over classes
    that occur, in labels or answers. Source: M. Everingham et al., "The Pascal Visual Object
    Classes challenge: a retrospective", IJCV 111 (2015), section 3.1.2 (segmentation accuracy)."""
    classes = totals.shape[-1] // 2
    inter, union = totals[..., :classes], totals[..., classes:]
    occurs = union > 0
    shares = np.divide(inter, union, out=np.zeros_like(inter, np.float64), where=occurs)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(shares.sum(axis=-1) / occurs.sum(axis=-1))


def cosine(totals: np.ndarray) -> np.ndarray:
    """Of totals of a·b, a·a, b·b."""
    norms = np.sqrt(totals[..., 1] * totals[..., 2])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.minimum(1.0, totals[..., 0] / norms))


REGRESSION: dict[str, Statistic] = {"mae": mean_absolute, "rmse": root_mean_square}
MASKS: dict[str, Statistic] = {"mean-iou": mean_iou}


def regression_sums(outputs: Mapping[str, np.ndarray], targets: np.ndarray) -> Sums:
    """Of the one output with as many values a sample as ``targets``.

    Raises DataError: evaluate-no-value-output, labels-count-differs.
    """
    values = _fitting(outputs, targets).reshape(len(targets), -1).astype(np.float64)
    error = values - targets.reshape(len(targets), -1).astype(np.float64)
    table = np.stack(
        [np.abs(error).sum(axis=1), (error**2).sum(axis=1), np.full(len(error), error.shape[1])],
        axis=1,
    )
    return Sums(table, mean_absolute(table))


def mask_labels(targets: np.ndarray, outputs: Mapping[str, np.ndarray]) -> np.ndarray | None:
    """As ``data.labels.mask_classes``; None also where they are no masks of an output."""
    masks = mask_classes(targets)
    if masks is None or not any(_is_mask(array, masks) for array in outputs.values()):
        return None
    return masks


def mask_sums(outputs: Mapping[str, np.ndarray], labels: np.ndarray, data: str) -> Sums:
    """``labels``: (samples, height, width); the output is (samples, height, width[, classes]).

    Several classes: the largest. One value a pixel: class 1 from 0.5 on, or from 0 on where values
    leave [0, 1], which probabilities do not. Pixels of label 255 do not count.
    Raises DataError: evaluate-no-mask-output, labels-out-of-range.
    """
    fitting = [array for array in outputs.values() if _is_mask(array, labels)]
    if len(fitting) != 1:
        raise DataError("evaluate-no-mask-output", shape=labels.shape[1:], outputs=_list(outputs))
    array = fitting[0]
    classes = array.shape[3] if array.ndim == 4 and array.shape[3] > 1 else 2
    counted = labels != VOID
    if classes <= VOID and int(labels[counted].max(initial=0)) >= classes:
        raise DataError(
            "labels-out-of-range", label=int(labels[counted].max()), classes=classes, path=data
        )
    table = np.zeros((len(labels), 2 * classes))
    for at, (one, label) in enumerate(zip(array, labels, strict=True)):
        kept = label != VOID
        pairs = label[kept] * classes + _pixel_classes(one, array)[kept]
        cells = np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
        inter = cells.diagonal()
        table[at, :classes] = inter
        table[at, classes:] = cells.sum(axis=0) + cells.sum(axis=1) - inter
    return Sums(table, mean_iou(table))


def error_sums(output: np.ndarray, source: np.ndarray) -> tuple[Sums, Statistic, Sums]:
    """How near ``output`` is to ``source``, both (samples, ...): sums for RMSE over the source's
    range with its statistic, and sums for the cosine. Raises DataError: evaluate-shapes-differ."""
    if output.shape != source.shape:
        raise DataError("evaluate-shapes-differ", ours=output.shape, source=source.shape)
    ours = output.reshape(len(output), -1).astype(np.float64)
    theirs = source.reshape(len(source), -1).astype(np.float64)
    span = float(theirs.max() - theirs.min()) if theirs.size else 0.0

    def over_range(totals: np.ndarray) -> np.ndarray:
        rmse = np.sqrt(totals[..., 0] / totals[..., 1])
        return np.asarray(rmse / span if span > 0 else np.full_like(rmse, np.nan))

    squares = np.stack(
        [((ours - theirs) ** 2).sum(axis=1), np.full(len(ours), float(ours.shape[1]))], axis=1
    )
    products = np.stack(
        [(ours * theirs).sum(axis=1), (ours**2).sum(axis=1), (theirs**2).sum(axis=1)], axis=1
    )
    return (
        Sums(squares, over_range(squares)),
        over_range,
        Sums(products, cosine(products)),
    )


def figure(
    metric: str, sums: Sums, statistic: Statistic, source: Sums | None = None, output: str = ""
) -> Figure:
    """A metric with the bootstrap's interval, and the paired one against ``source``."""
    value = _value(sums, statistic)
    theirs = None if source is None else _value(source, statistic)
    comparable = source if value is not None and theirs is not None else None
    return Figure(
        metric=metric,
        value=value,
        ci95=bootstrap(sums.table, statistic) if value is not None else None,
        output=output,
        difference=value - theirs if value is not None and theirs is not None else None,
        difference_ci95=paired_bootstrap(sums.table, comparable.table, statistic)
        if comparable is not None
        else None,
    )


def values_apart(
    ours: Mapping[str, np.ndarray], theirs: Mapping[str, np.ndarray], targets: np.ndarray
) -> tuple[tuple[Flip, ...], int]:
    """The samples of which a value differs most from the source's, the largest difference first,
    each with that value; and how many differ at all. ``targets``: (samples, ...)."""
    label, own, source = (
        array.reshape(len(targets), -1).astype(np.float64)
        for array in (targets, _fitting(ours, targets), _fitting(theirs, targets))
    )
    with np.errstate(invalid="ignore"):  # what is not finite has no distance; metrics say that
        apart = np.nan_to_num(np.abs(own - source), nan=0.0, posinf=0.0)
    place = apart.argmax(axis=1)
    most = apart[np.arange(len(apart)), place]
    largest = np.argsort(-most, kind="stable")[: min(FLIPS_KEPT, int(np.sum(most > 0)))]
    found = tuple(
        Flip(
            index=int(at),
            source=float(source[at, place[at]]),
            file=float(own[at, place[at]]),
            label=float(label[at, place[at]]),
        )
        for at in largest
    )
    return found, int(np.sum(most > 0))


def most_apart(ours: np.ndarray, theirs: np.ndarray) -> tuple[tuple[Flip, ...], int]:
    """The samples of which the metric says another thing, the farthest apart first; and how many
    there are. ``ours``, ``theirs``: (samples,)."""
    apart = np.abs(np.nan_to_num(ours - theirs))
    differing = np.flatnonzero(apart > 0)
    largest = differing[np.argsort(-apart[differing], kind="stable")][:FLIPS_KEPT]
    found = (Flip(index=int(at), source=float(theirs[at]), file=float(ours[at])) for at in largest)
    return tuple(found), len(differing)


def _value(sums: Sums, statistic: Statistic) -> float | None:
    found = float(statistic(sums.table.sum(axis=0)))
    return found if np.isfinite(found) else None


def _of_size(outputs: Mapping[str, np.ndarray], targets: np.ndarray) -> list[np.ndarray]:
    wanted = targets[0].size if len(targets) else 0
    return [array for array in outputs.values() if len(array) and array[0].size == wanted]


def _fitting(outputs: Mapping[str, np.ndarray], targets: np.ndarray) -> np.ndarray:
    fitting = _of_size(outputs, targets)
    if len(fitting) != 1:
        raise DataError("evaluate-no-value-output", shape=targets.shape[1:], outputs=_list(outputs))
    return fitting[0]


def _is_mask(array: np.ndarray, labels: np.ndarray) -> bool:
    return is_mask_of(array.shape[1:], labels.shape[1:])


def _pixel_classes(one: np.ndarray, array: np.ndarray) -> np.ndarray:
    """(height, width) classes of one sample of ``array``."""
    if one.ndim == 3 and one.shape[2] > 1:
        return np.asarray(one.argmax(axis=2))
    is_share = float(array.min()) >= 0 and float(array.max()) <= 1
    return np.asarray(one.reshape(one.shape[:2]) >= (0.5 if is_share else 0.0), np.int64)


def _list(outputs: Mapping[str, np.ndarray]) -> str:
    return ", ".join(f"{name}: {values.shape[1:]}" for name, values in outputs.items())
