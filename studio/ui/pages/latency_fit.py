"""The ranges that the latency plots show: all of a run, or what the user has zoomed to.

While a run is under way the axes move in steps: a moved axis costs more to draw than the curves.
"""

from __future__ import annotations

import pyqtgraph as pg

_MARGIN = 0.04
_SLACK = 0.1
_ROOM_AHEAD = 1.5
_ROOM_ABOVE = 1.15
_LOOSEST = 1.5
FULL = 105.0
"""A little above 100 %: no share can be larger."""


class LatencyFit:
    """``over_time``, ``histogram``, ``ecdf``: the plots' boxes. Each ``fit`` tells whether an axis
    moved.
    """

    def __init__(self, over_time: pg.ViewBox, histogram: pg.ViewBox, ecdf: pg.ViewBox) -> None:
        self._over_time, self._histogram, self._ecdf = over_time, histogram, ecdf
        self._is_fresh = True

    def begin(self) -> None:
        """Another run is shown from now on."""
        self._is_fresh = True

    def fit_across(self, seconds: float, *, is_live: bool) -> bool:
        """The time axis, for a run of ``seconds`` so far."""
        box = self._over_time
        before = box.viewRange()[0]
        if not seconds:
            box.setXRange(0, 0.1, padding=0)
        elif not is_live:
            box.setXRange(0, seconds, padding=0.01)
        elif self._is_fresh or seconds > before[1]:
            box.setXRange(0, _ROOM_AHEAD * seconds, padding=0)
        self._is_fresh = False
        return _settled(box, box.viewRange()[0] != before)

    def fit_up(
        self, limits: tuple[float, float] | None, *, is_live: bool, box: pg.ViewBox | None = None
    ) -> bool:
        """The latency axis, for latencies within ``limits`` (ms); None: nothing known yet.

        ``box``: of another scenario, which has a scale of its own.
        """
        box = box or self._over_time
        before = box.viewRange()[1]
        low, high = limits or (0.0, 1.0)
        margin = max((high - low) * _MARGIN, high * 0.005) if limits else 0.0
        wanted = (max(low - margin, 0.0), high + margin)
        slack = _SLACK * (wanted[1] - wanted[0]) if is_live else 0.0
        is_off = any(abs(old - new) > slack for old, new in zip(before, wanted, strict=True))
        if is_off:
            box.setYRange(*wanted, padding=0)
        return _settled(box, is_off)

    def fit_histogram(self, across: tuple[float, float] | None = None) -> bool:
        """The histogram's latency axis is that of the other plot, or ``across``."""
        box = self._histogram
        before = box.viewRange()[0]
        box.setXRange(*(across or self._over_time.viewRange()[1]), padding=0)
        return _settled(box, box.viewRange()[0] != before)

    def fit_ecdf(self, across: tuple[float, float] | None = None) -> bool:
        """Its latency axis likewise; its shares are always all there are."""
        box = self._ecdf
        before = box.viewRange()[0]
        across = across or self._over_time.viewRange()[1]
        box.setRange(xRange=across, yRange=(0, FULL), padding=0)
        return _settled(box, box.viewRange()[0] != before)

    def fit_shares(self, top: float, *, is_live: bool) -> bool:
        """The axis of shares (%), of which ``top`` is the largest; 0: none known yet."""
        box = self._histogram
        before = box.viewRange()[1]
        wanted = max(1.05 * top, 1e-3) if top else 100.0
        if not is_live:
            box.setYRange(0, wanted, padding=0)
        elif not wanted <= before[1] <= _LOOSEST * wanted:
            box.setYRange(0, min(_ROOM_ABOVE * wanted, FULL), padding=0)
        return _settled(box, box.viewRange()[1] != before)


def _settled(box: pg.ViewBox, has_moved: bool) -> bool:
    """Let the curves follow at once: pyqtgraph lets them when it paints, and then paints twice."""
    if has_moved:
        box.updateMatrix()
    return has_moved
