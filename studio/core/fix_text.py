"""A search for ops to keep in words: how far it came, and why it stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from studio.core.fixing import Goal, Trial
from studio.core.keep import PRECISION_NAMES
from studio.core.messages.marking import mark
from studio.core.quantities import (
    UNKNOWN,
    format_bytes,
    format_ms,
    format_percent,
    significant,
    value_text,
)
from studio.core.session import Fix

Translate = Callable[[str], str]
Names = Mapping[int, tuple[str, str]]
NOT_MEASURED = mark("not measured")
_NO_OPS = mark("none")
_ONE_OP, _OPS = mark("{count} op"), mark("{count} ops")


def _identity(text: str) -> str:
    return text


def score_text(goal: Goal, trial: Trial | None, translate: Translate = _identity) -> str:
    """ "98.4 %" of what the goal is about."""
    if trial is None or trial.score is None:
        return translate(UNKNOWN)
    if goal.kind == "rmse":
        return f"{significant(100 * trial.score)} %"
    return format_percent(trial.score)


def ops_text(trial: Trial, names: Names, translate: Translate = _identity) -> str:
    """ "CONV_2D 3, MEAN 7"."""
    kept = ", ".join(f"{names[op][0]} {op}" if op in names else str(op) for op in trial.kept)
    return kept or translate(_NO_OPS)


def time_text(trial: Trial, translate: Translate = _identity) -> str:
    """ "0.123 ms", with how many times the one given takes where that is known."""
    time = trial.time
    if time is None:
        return translate(NOT_MEASURED)
    if time.ratio is None:
        return format_ms(time.median_ms, time.median_ci95_ms)
    ratio = value_text(time.ratio, time.ratio_ci95)
    return f"{format_ms(time.median_ms, time.median_ci95_ms)}, {ratio}x"


def fix_message(
    fix: Fix, name: str, translate: Translate = _identity
) -> tuple[str, dict[str, str]]:
    """Code and parameters of how it ended. ``name``: of the artifact that was given."""
    before, best = fix.before, fix.best or fix.closest
    params = {
        "name": name,
        "goal": fix.goal.text,
        "count": str(len(fix.trials)),
        "before": score_text(fix.goal, before, translate),
        "closest": score_text(fix.goal, fix.closest, translate),
        "after": score_text(fix.goal, fix.best, translate),
        "kept": count_text(best, translate),
        "precision": PRECISION_NAMES[fix.precision],
        "ops": ops_text(best, fix.names, translate) if best is not None else "",
        "size_before": format_bytes(before.size_bytes if before is not None else None),
        "size_after": format_bytes(best.size_bytes if best is not None else None),
        "borders": borders_text(before, best, translate),
    }
    return f"fix-{fix.end or 'cut-short'}", params


def count_text(trial: Trial | None, translate: Translate = _identity) -> str:
    """ "2 ops"."""
    count = len(trial.kept) if trial is not None else 0
    return translate(_ONE_OP if count == 1 else _OPS).format(count=count)


def borders_text(
    before: Trial | None, after: Trial | None, translate: Translate = _identity
) -> str:
    """Ops that only quantize or dequantize, before and after: "2 → 6"."""
    counts = (one.translations if one is not None else None for one in (before, after))
    return " → ".join(translate(UNKNOWN) if one is None else str(one) for one in counts)
