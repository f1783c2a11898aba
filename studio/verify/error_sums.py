"""Errors of one tensor against another, summed up sample by sample."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from studio.core.diagnosis import ErrorFigures

_ALIVE = 1e-6
"""Of the tensor's range: a channel with less has none of its own."""


@dataclass
class _Channels:
    """float64 (channels,): what is summed up of each."""

    rows: int
    square_errors: np.ndarray
    least: np.ndarray
    greatest: np.ndarray


@dataclass
class ErrorSums:
    """Feed :meth:`add` with pairs of arrays of one shape; all sums are float64.

    ``by_channel``: errors of each index of the last axis too, where that has the same length in
    all samples. Samples in which the float tensor itself is not finite say nothing and are left
    out; ``not_finite``: the artifact's alone was not. ``differs``: the shapes did.
    """

    by_channel: bool = True
    count: int = 0
    not_finite: bool = False
    differs: bool = False
    least: float = math.inf
    greatest: float = -math.inf
    _noise: float = 0.0
    _power: float = 0.0
    _own_power: float = 0.0
    _products: float = 0.0
    _channels: _Channels | None = None

    def add(self, expected: np.ndarray, found: np.ndarray) -> None:
        """``expected`` (the float one), ``found``: numbers of any shape."""
        if expected.shape != found.shape:
            self.differs = True
            return
        ours, theirs = np.asarray(found, np.float64), np.asarray(expected, np.float64)
        if not ours.size or not np.isfinite(theirs).all():
            return
        if not np.isfinite(ours).all():
            self.not_finite = True
            return
        self._add_channels(theirs, ours)
        self.count += ours.size
        self.least = min(self.least, float(theirs.min()))
        self.greatest = max(self.greatest, float(theirs.max()))
        self._noise += float(np.square(ours - theirs).sum())
        self._power += float(np.square(theirs).sum())
        self._own_power += float(np.square(ours).sum())
        self._products += float((ours * theirs).sum())

    def _add_channels(self, theirs: np.ndarray, ours: np.ndarray) -> None:
        width = theirs.shape[-1] if theirs.ndim > 1 else 1
        if width < 2:
            self.by_channel = False
        before = self._channels
        if not self.by_channel or (before is not None and len(before.least) != width):
            self.by_channel, self._channels = False, None
            return
        expected, found = theirs.reshape(-1, width), ours.reshape(-1, width)
        made = _Channels(
            len(expected),
            np.square(found - expected).sum(axis=0),
            expected.min(axis=0),
            expected.max(axis=0),
        )
        if before is not None:
            made.rows += before.rows
            made.square_errors += before.square_errors
            made.least = np.minimum(made.least, before.least)
            made.greatest = np.maximum(made.greatest, before.greatest)
        self._channels = made

    @property
    def span(self) -> float:
        """Greatest less least of the float tensor."""
        return self.greatest - self.least if self.count else 0.0

    def figures(self) -> ErrorFigures:
        """What :class:`ErrorFigures` says; all None where nothing could be compared."""
        if not self.count or self.not_finite or self.differs:
            return ErrorFigures()
        mse = self._noise / self.count
        power = math.sqrt(self._power) * math.sqrt(self._own_power)
        return ErrorFigures(
            rmse_over_range=math.sqrt(mse) / self.span if self.span > 0 else None,
            channel_rmse_over_range=self._of_channels(),
            cosine=self._products / power if power else None,
            snr_db=10 * math.log10(self._power / self._noise)
            if self._power and self._noise
            else None,
            mse=mse,
        )

    def _of_channels(self) -> float | None:
        """The mean over the channels; one that is lost counts as 1, however little it had."""
        if self._channels is None:
            return None
        spans = self._channels.greatest - self._channels.least
        alive = spans > _ALIVE * self.span
        if not alive.any():
            return None
        rmse = np.sqrt(self._channels.square_errors[alive] / self._channels.rows)
        return float(np.mean(np.minimum(rmse / spans[alive], 1.0)))
