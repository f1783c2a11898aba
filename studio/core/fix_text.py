"""A search for ops to keep in words: how far it came, and why it stopped."""

from __future__ import annotations

from collections.abc import Mapping

from studio.core.evaluation_results import Accuracy
from studio.core.fixing import Goal, GoalKind, Trial
from studio.core.keep import PRECISION_NAMES
from studio.core.messages import render, render_error
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import (
    UNKNOWN,
    format_bytes,
    format_error_percent,
    format_ms,
    format_percent,
    value_text,
)
from studio.core.session import Fix

Names = Mapping[int, tuple[str, str]]
GOAL_TITLES: dict[GoalKind, str] = {
    "agreement": mark("agreement"),
    "accuracy": mark("accuracy"),
    "rmse": mark("RMSE / range"),
}
NOT_MEASURED = mark("not measured")
_BEYOND_SOURCE = mark(
    "{goal} is more than the source itself has on these data: {source}. A variant reaches it by "
    "luck."
)
_OUT_OF_REACH = ("all-tried", "not-made", "trials-spent", "nothing-to-try")
_NO_OPS = mark("none")
_ONE_TRIAL, _TRIALS = mark("{count} trial"), mark("{count} trials")
_ONE_OP, _OPS = mark("{count} op"), mark("{count} ops")


def goal_text(goal: Goal, translate: Translate = untranslated) -> str:
    """ "agreement ≥ 99 %", "RMSE / range ≤ 1 %": in percent, as its scores are."""
    sign = "≤" if goal.kind == "rmse" else "≥"
    return f"{translate(GOAL_TITLES[goal.kind])} {sign} {100 * goal.value:.10g} %"


def score_text(goal: Goal, trial: Trial | None, translate: Translate = untranslated) -> str:
    """ "98.4 %" of what the goal is about."""
    if trial is None or trial.score is None:
        return translate(UNKNOWN)
    if goal.kind == "rmse":
        return format_error_percent(trial.score)
    return format_percent(trial.score)


def judged_text(goal: Goal, trial: Trial | None, translate: Translate = untranslated) -> str:
    """The score with its interval, "98.4 % (97.4–99.0)": how far its samples tell."""
    if trial is None or trial.score is None or trial.score_ci95 is None:
        return score_text(goal, trial, translate)
    return format_percent(trial.score, trial.score_ci95)


def outcome_text(trial: Trial, translate: Translate = untranslated) -> str:
    """ "yes", "no", "check failed: ..." or "could not be made: ..."."""
    if trial.error is not None:
        reason = render_error(trial.error, translate).title
        return translate(mark("could not be made: {reason}")).format(reason=reason)
    if trial.is_broken:
        worst = "".join(render(one, {}, translate)[0] for one in trial.reasons[:1])
        text = mark("no, check failed: {reason}") if worst else mark("no, check failed")
        return translate(text).format(reason=worst)
    return translate(mark("yes") if trial.is_met else mark("no"))


def ops_text(trial: Trial, names: Names, translate: Translate = untranslated) -> str:
    """ "CONV_2D 3, MEAN 7"."""
    kept = ", ".join(f"{names[op][0]} {op}" if op in names else str(op) for op in trial.kept)
    return kept or translate(_NO_OPS)


def time_text(trial: Trial, translate: Translate = untranslated) -> str:
    """ "0.123 ms", with how many times the one given takes where that is known."""
    time = trial.time
    if time is None:
        return translate(NOT_MEASURED)
    if time.ratio is None:
        return format_ms(time.median_ms, time.median_ci95_ms)
    ratio = value_text(time.ratio, time.ratio_ci95)
    return f"{format_ms(time.median_ms, time.median_ci95_ms)}, {ratio}x"


def fix_message(
    fix: Fix, name: str, translate: Translate = untranslated
) -> tuple[str, dict[str, str]]:
    """Code and parameters of how it ended. ``name``: of the artifact that was given."""
    before, best = fix.before, fix.best or fix.closest
    params = {
        "name": name,
        "goal": goal_text(fix.goal, translate),
        "trials": trials_text(sum(one.error is None for one in fix.trials), translate),
        "unmade": str(sum(one.error is not None for one in fix.trials)),
        "reason": "; ".join(dict.fromkeys(_unmade(fix, translate))),
        "before": judged_text(fix.goal, before, translate),
        "closest": judged_text(fix.goal, fix.closest or before, translate),
        "after": judged_text(fix.goal, fix.best, translate),
        "kept": count_text(best, translate),
        "precision": PRECISION_NAMES[fix.precision],
        "ops": ops_text(best, fix.names, translate) if best is not None else "",
        "size_before": format_bytes(before.size_bytes if before is not None else None),
        "size_after": format_bytes(best.size_bytes if best is not None else None),
        "borders": borders_text(before, best, translate),
    }
    if fix.source is not None and misses(fix.goal, fix.source) and fix.end in _OUT_OF_REACH:
        params["source"] = format_percent(fix.source.value, fix.source.ci95)
        return "fix-beyond-source", params
    return f"fix-{fix.end or 'cut-short'}", params


def misses(goal: Goal, source: Accuracy) -> bool:
    """Whether the source itself is not as right as a variant of it is to be."""
    return goal.kind == "accuracy" and not goal.is_met(source.value)


def source_text(goal: Goal, source: Accuracy, translate: Translate = untranslated) -> str:
    """What is known of such a goal before any trial."""
    return translate(_BEYOND_SOURCE).format(
        goal=goal_text(goal, translate), source=format_percent(source.value, source.ci95)
    )


def _unmade(fix: Fix, translate: Translate) -> list[str]:
    return [render_error(one.error, translate).title for one in fix.trials if one.error]


def count_text(trial: Trial | None, translate: Translate = untranslated) -> str:
    """ "2 ops"."""
    count = len(trial.kept) if trial is not None else 0
    return translate(_ONE_OP if count == 1 else _OPS).format(count=count)


def trials_text(count: int, translate: Translate = untranslated) -> str:
    """ "14 trials"."""
    return translate(_ONE_TRIAL if count == 1 else _TRIALS).format(count=count)


def borders_text(
    before: Trial | None, after: Trial | None, translate: Translate = untranslated
) -> str:
    """Ops that only quantize or dequantize, before and after: "2 → 6"."""
    counts = (one.translations if one is not None else None for one in (before, after))
    return " → ".join(translate(UNKNOWN) if one is None else str(one) for one in counts)
