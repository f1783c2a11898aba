"""What has to be said with a search's result so that nobody takes it for more than it is."""

from __future__ import annotations

from studio.core.data_findings import is_warning
from studio.core.evaluation_text import p_text
from studio.core.fix_text import goal_text, misses, source_text, trials_text
from studio.core.fixing import Trial
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import format_percent
from studio.core.results import InputsFrom
from studio.core.session import Fix

JUDGED_ON: dict[InputsFrom, str] = {
    "evaluation": mark("Judged on {count} samples of the evaluation data."),
    "calibration-unused": mark("Judged on {count} calibration samples that were not used."),
    "calibration": mark("Judged on {count} of the samples that calibrated it: too kind."),
    "given": mark("Judged on {count} samples given for it."),
    "random": mark("Judged on {count} random inputs: they say little about real ones."),
}
"""Where the samples come from that a search for ops to keep is judged on."""
_JUDGED_ON_ONE: dict[InputsFrom, str] = {
    "evaluation": mark("Judged on a single sample of the evaluation data."),
    "calibration-unused": mark("Judged on a single calibration sample that was not used."),
    "calibration": mark("Judged on a single one of the samples that calibrated it: too kind."),
    "given": mark("Judged on a single sample given for it."),
    "random": mark("Judged on a single random input: it says little about real ones."),
}


def fix_notes(fix: Fix, t: Translate = untranslated) -> list[str]:
    """On what it was judged and how finely that tells; on what the ops were chosen; whether
    anything is left in integers; what is odd about the data. A sentence each."""
    judged = fix.best or fix.closest or fix.before
    if judged is None:
        return []
    notes = [*_judged_on(fix, judged, t)]
    if fix.source is not None and misses(fix.goal, fix.source) and judged.is_met:
        notes.append(source_text(fix.goal, fix.source, t))
    if fix.was_there:
        notes.append(t(mark("This very file was made before: its variant was there already.")))
    if fix.best is not None:
        notes += [*_chosen(fix, t), *_hollow(fix.best, t)]
    notes += [render(one.code, one.params, t)[0] for one in fix.findings if is_warning(one)]
    return notes


def _judged_on(fix: Fix, judged: Trial, t: Translate) -> list[str]:
    count, origin = judged.samples, judged.inputs_from
    if not count or origin is None:
        return []
    texts = _JUDGED_ON_ONE if count == 1 else JUDGED_ON
    notes = [t(texts[origin]).format(count=f"{count:,}")]
    if fix.goal.kind != "rmse" and fix.goal.value < 1 and (1 - fix.goal.value) * count < 1:
        text = t(mark("One sample of {count} is {step}: {goal} is finer than they can tell."))
        step = format_percent(1 / count)
        notes.append(text.format(count=f"{count:,}", step=step, goal=goal_text(fix.goal, t)))
    return notes


def _chosen(fix: Fix, t: Translate) -> list[str]:
    count = sum(one.error is None for one in fix.trials)
    text = t(mark("It was chosen among {trials} by these samples: others may do worse."))
    notes = [text.format(trials=trials_text(count, t))]
    gain = fix.gain
    if gain is not None and gain.p_value is not None:
        text = t(
            mark(
                "Beside the one given, sample by sample: now right {new}, now wrong {old} "
                "(McNemar p {p}; too small where ops were chosen by these samples)."
            )
        )
        p = p_text(gain.p_value)
        notes.append(text.format(new=gain.only_candidate, old=gain.only_source, p=p))
    return notes


def _hollow(best: Trial, t: Translate) -> list[str]:
    """No work left in integers, or no byte saved: then it is a float file in all but name."""
    notes = []
    if best.integer_macs == 0:
        notes.append(
            t(mark("Nothing useful is left in integers: none of the multiply-accumulates."))
        )
    if best.is_not_smaller:
        notes.append(t(mark("The file is no smaller than the plain float32 .tflite.")))
    return notes
