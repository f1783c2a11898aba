"""A comparison as a message: a code of ``core.messages.verdicts`` and what fills its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.core.beside_latency import Drift, ServerRate, TriedRate
from studio.core.comparisons import (
    LEAST_PROCESSES_APART,
    LEAST_QUADRUPLES,
    Clock,
    Comparison,
    Resolution,
    Verdict,
    verdict_of,
)
from studio.core.measurements import Measurement
from studio.core.messages import joining, render
from studio.core.messages.marking import Translate, untranslated
from studio.core.quantities import decimals_for, format_duration, significant
from studio.core.sustained import Sustained, SustainedArm

VERDICT_SIGNS: dict[Verdict, str] = {
    "faster": "▲",
    "slower": "▼",
    "equivalent": "=",
    "cannot-tell": "?",
}

Filled = tuple[str, dict[str, str]]


def comparison_message(
    comparison: Comparison, baseline: str, candidate: str, translate: Translate = untranslated
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
    if comparison.ratio is None or comparison.quadruples < LEAST_QUADRUPLES:
        return "verdict-too-little", params
    if comparison.ci95 is None:
        few = {"ratio": f"{comparison.ratio:.2f}", "least": str(LEAST_PROCESSES_APART)}
        return "verdict-too-few-processes", params | few
    ratio, low, high = _ratio_texts(comparison.ratio, comparison.ci95)
    return f"verdict-{comparison.verdict}", params | {"ratio": ratio, "low": low, "high": high}


def clock_message(*alike: Comparison) -> Filled:
    """Why wall or CPU time decided; of several for the same reason, with the span of their waits.

    Raises IndexError without any.
    """
    shares = sorted(one.waited_share for one in alike if one.waited_share is not None)
    ends = dict.fromkeys(f"{100 * share:.0f}" for share in (*shares[:1], *shares[-1:]))
    return alike[0].clock_reason, {"waited": "–".join(ends) or "?"}


def clock_sentences(
    comparisons: Sequence[Comparison],
    names: Sequence[str] | Mapping[int, str],
    translate: Translate = untranslated,
) -> list[str]:
    """Why that clock decided, once for each reason; where there are several, for which candidates.

    ``names``: what the arms are called, by their places.
    """
    by_reason: dict[str, list[Comparison]] = {}
    for one in comparisons:
        by_reason.setdefault(one.clock_reason, []).append(one)
    sentences = []
    for alike in by_reason.values():
        text = joining.sentences(*render(*clock_message(*alike), translate), translate=translate)
        of = ", ".join(names[one.candidate] for one in alike)
        sentences.append(joining.labelled(of, text, translate) if len(by_reason) > 1 else text)
    return sentences


def sustained_messages(
    sustained: Sustained, names: Sequence[str], threshold: float
) -> list[Filled]:
    """How the pace of each arm went, by the rule of verdicts, and whether a ranking flipped."""
    found = [
        _pace_message(arm, name, threshold) for arm, name in zip(sustained.arms, names, strict=True)
    ]
    for candidate in sustained.flipped:
        baseline = sustained.last[0].baseline
        found.append(
            (
                "sustained-flipped",
                {"candidate": names[candidate], "baseline": names[baseline]},
            )
        )
    if sustained.last and not sustained.flipped:
        found.append(("sustained-not-flipped", {}))
    return found


def _pace_message(arm: SustainedArm, name: str, threshold: float) -> Filled:
    if arm.last_over_first is None or arm.ci95 is None:
        return "sustained-unknown", {"arm": name}
    ratio, low, high = _ratio_texts(arm.last_over_first, arm.ci95)
    codes = {
        "equivalent": "sustained-steady",
        "slower": "sustained-slower",
        "faster": "sustained-faster",
        "cannot-tell": "sustained-open",
    }
    code = codes[verdict_of(arm.ci95, threshold)]
    params = {"arm": name, "ratio": ratio, "low": low, "high": high}
    return code, params | {"threshold": f"{100 * threshold:g}"}


def drift_message(drift: Drift) -> Filled:
    places = max(0, decimals_for(_spread(drift)))
    size, low, high = (f"{value:+.{places}f}" for value in (drift.percent_per_minute, *drift.ci99))
    return "drift-found", {"size": size, "low": low, "high": high}


def resolution_message(
    resolution: Resolution, file: str, translate: Translate = untranslated
) -> Filled:
    return "resolution", {
        "seconds": format_duration(resolution.seconds),
        "percent": significant(resolution.percent, 2),
        "clock": clock_text(resolution.clock, translate),
        "file": file,
        "target": resolution.target,
    }


def remarks(found: Measurement, translate: Translate = untranslated) -> list[tuple[str, str]]:
    """What is odd about a measurement, title and hint: outputs that are no numbers, a drift."""
    codes: list[Filled] = [(code, {}) for code in found.notes]
    if found.drift is not None:
        codes.append(drift_message(found.drift))
    return [render(code, params, translate) for code, params in codes]


def facts(found: Measurement, translate: Translate = untranslated) -> list[tuple[str, str]]:
    """What belongs to the numbers of a measurement, title and hint: what a sample is, what rate."""
    codes: list[Filled] = []
    if found.samples_per_run > 1:
        codes.append(("several-inputs", {"count": f"{found.samples_per_run:,}"}))
    if found.runs_per_sample > 1:
        codes.append(("runs-per-sample", {"count": f"{found.runs_per_sample:,}"}))
    if found.server is not None:
        codes.append(server_message(found.server, translate))
    return [render(code, params, translate) for code, params in codes]


def server_message(server: ServerRate, translate: Translate = untranslated) -> Filled:
    """What rate of queries kept the bound, and the lowest tried one that did not."""
    if not server.is_searched:
        rate = server.rate_per_s
        return "server-given", {"rate": "?" if rate is None else significant(rate)}
    params = {"bound": f"{server.bound_ms:g}"}
    kept = [one for one in server.tried if one.has_kept(server.bound_ms)]
    missed = [one for one in server.tried if not one.has_kept(server.bound_ms)]
    if kept:
        best = max(kept, key=lambda one: one.rate_per_s)
        params |= {
            "rate": significant(best.rate_per_s),
            "p99": significant(best.p99_ms or 0.0),
            "queries": f"{best.queries:,}",
        }
    if missed:
        least = min(missed, key=lambda one: one.rate_per_s)
        params |= {
            "missed": significant(least.rate_per_s),
            "how": p99_text(least, translate),
        }
    if kept:
        return ("server-found" if missed else "server-all-kept"), params
    return ("server-none-kept" if missed else "server-untried"), params


def p99_text(tried: TriedRate, translate: Translate = untranslated) -> str:
    """ "12.3 ms", or that there was none because queries piled up."""
    if tried.p99_ms is None:
        return render("queries-piled-up", {}, translate)[0]
    return f"{significant(tried.p99_ms)} ms"


def clock_text(clock: Clock, translate: Translate = untranslated) -> str:
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
