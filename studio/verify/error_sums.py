"""Errors of one tensor against another, summed up sample by sample."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from studio.core.diagnosis import ErrorFigures

_ALIKE = 1e-12


@dataclass
class ErrorSums:
    """Feed :meth:`add` with pairs of arrays of one shape; all sums are float64, by channel.

    A channel is an index of the last axis; what has no axis or too many channels is one.
    """

    count: int = 0
    _square_errors: np.ndarray = field(default_factory=lambda: np.zeros(1))
    _squares: np.ndarray = field(default_factory=lambda: np.zeros(1))
    _own_squares: float = 0.0
    _products: float = 0.0
    _least: np.ndarray = field(default_factory=lambda: np.zeros(1))
    _greatest: np.ndarray = field(default_factory=lambda: np.zeros(1))
    not_finite: bool = False

    def add(self, expected: np.ndarray, found: np.ndarray) -> None:
        """``expected`` (the float one), ``found``: float arrays of one shape."""
        channels = expected.shape[-1] if expected.ndim > 1 else 1
        ours = np.asarray(found, np.float64).reshape(-1, channels)
        theirs = np.asarray(expected, np.float64).reshape(-1, channels)
        if not ours.size:
            return
        if not (np.isfinite(ours).all() and np.isfinite(theirs).all()):
            self.not_finite = True
            return
        errors = np.square(ours - theirs).sum(axis=0)
        squares = np.square(theirs).sum(axis=0)
        least, greatest = theirs.min(axis=0), theirs.max(axis=0)
        if self.count:
            errors, squares = errors + self._square_errors, squares + self._squares
            least, greatest = np.minimum(least, self._least), np.maximum(greatest, self._greatest)
        self._square_errors, self._squares = errors, squares
        self._least, self._greatest = least, greatest
        self._own_squares += float(np.square(ours).sum())
        self._products += float((ours * theirs).sum())
        self.count += len(ours)

    @property
    def least(self) -> float:
        return float(self._least.min())

    @property
    def greatest(self) -> float:
        return float(self._greatest.max())

    def figures(self) -> ErrorFigures:
        """What :class:`ErrorFigures` says; all None where nothing finite was added."""
        if not self.count or self.not_finite:
            return ErrorFigures()
        channels = len(self._squares)
        mse = float(self._square_errors.sum()) / (self.count * channels)
        span = self.greatest - self.least
        spans = self._greatest - self._least
        alive = spans > _ALIKE * max(span, _ALIKE)
        by_channel = None
        if channels > 1 and alive.any():
            rmse = np.sqrt(self._square_errors[alive] / self.count)
            by_channel = float(np.mean(rmse / spans[alive]))
        power, own = float(self._squares.sum()), self._own_squares
        noise = float(self._square_errors.sum())
        return ErrorFigures(
            rmse_over_range=math.sqrt(mse) / span if span > 0 else None,
            channel_rmse_over_range=by_channel,
            cosine=self._products / math.sqrt(power * own) if power and own else None,
            snr_db=10 * math.log10(power / noise) if power and noise else None,
            mse=mse,
        )
