"""A comparison as a message: a code of ``core.messages.verdicts`` and what fills its places."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.beside_latency import Drift
from studio.core.comparisons import LEAST_QUADRUPLES, Clock, Comparison, Resolution, Verdict
from studio.core.messages import render
from studio.core.quantities import decimals_for, format_duration, significant
from studio.core.results import Measurement

VERDICT_SIGNS: dict[Verdict, str] = {
    "faster": "▲",
    "slower": "▼",
    "equivalent": "=",
    "cannot-tell": "?",
}

Translate = Callable[[str], str]
Filled = tuple[str, dict[str, str]]


def _identity(text: str) -> str:
    return text


def comparison_message(
    comparison: Comparison, baseline: str, candidate: str, translate: Translate = _identity
) -> Filled:
    """Code and parameters; ``baseline``, ``candidate``: what the two arms are called."""
    params = {
        "baseline": baseline,
        "candidate": candidate,
        "clock": clock_text(comparison.clock, translate),
        "quadruples": f"{comparison.quadruples:,}",
        "threshold": f"{100 * comparison.threshold:g}",
        "least": str(LEAST_QUADRUPLES),
        "extra": format_duration(comparison.extra_seconds),
    }
    if comparison.ratio is None or comparison.ci95 is None:
        return "verdict-too-little", params
    ratio, low, high = _ratio_texts(comparison.ratio, comparison.ci95)
    return f"verdict-{comparison.verdict}", params | {"ratio": ratio, "low": low, "high": high}


def clock_message(comparison: Comparison) -> Filled:
    """Why wall or CPU time decided."""
    waited = comparison.waited_share
    return comparison.clock_reason, {"waited": "?" if waited is None else f"{100 * waited:.0f}"}


def drift_message(drift: Drift) -> Filled:
    places = max(0, decimals_for(_spread(drift)))
    size, low, high = (f"{value:+.{places}f}" for value in (drift.percent_per_minute, *drift.ci99))
    return "drift-found", {"size": size, "low": low, "high": high}


def resolution_message(
    resolution: Resolution, file: str, translate: Translate = _identity
) -> Filled:
    return "resolution", {
        "seconds": format_duration(resolution.seconds),
        "percent": significant(resolution.percent, 2),
        "clock": clock_text(resolution.clock, translate),
        "file": file,
    }


def remarks(found: Measurement, translate: Translate = _identity) -> list[tuple[str, str]]:
    """What is odd about a measurement, title and hint: outputs that are no numbers, a drift."""
    codes: list[Filled] = [(code, {}) for code in found.notes]
    if found.drift is not None:
        codes.append(drift_message(found.drift))
    return [render(code, params, translate) for code, params in codes]


def clock_text(clock: Clock, translate: Translate = _identity) -> str:
    return render(f"clock-{clock}", {}, translate)[0]


def _ratio_texts(ratio: float, interval: tuple[float, float]) -> tuple[str, str, str]:
    """All three to the same place: as many digits as the interval supports, two at least."""
    half = (interval[1] - interval[0]) / 2
    places = max(2, decimals_for(half)) if half > 0 else 3
    places = min(places, 4)
    return f"{ratio:.{places}f}", f"{interval[0]:.{places}f}", f"{interval[1]:.{places}f}"


def _spread(drift: Drift) -> float:
    low, high = drift.ci99
    half = (high - low) / 2
    return half if 0 < half < float("inf") else 1.0
