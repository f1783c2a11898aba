"""What keeping ops was worth: the new artifact beside the one given, on labelled data and in time.

Neither takes the artifact back: what goes wrong here is said with the result.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from studio.core.comparisons import Comparison
from studio.core.errors import StudioError
from studio.core.fixing import FixResult, TrialTime
from studio.core.measurements import BenchmarkResult, Measurement
from studio.core.requests import EvaluateRequest, FixRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows import benchmark, evaluate
from studio.jobs.workflows.fix_trials import Trials


def with_evaluation(result: FixResult, request: FixRequest, job: JobContext) -> FixResult:
    """Source, the one given and the new one on the evaluation data, where there are any; where
    they are scored by class, the new one beside the one given too."""
    given = request.convert
    if result.converted is None or not given.evaluation:
        return result
    look = EvaluateRequest(
        files=(given.source, request.artifact, result.converted.artifact),
        data=given.evaluation,
        data_ref=given.evaluation_ref,
        source=given.source,
        shapes=given.recipe.shapes,
        signature=given.recipe.signature,
        allow_code=given.allow_code,
        opening=given.opening,
    )
    beside = replace(
        look, files=(result.converted.artifact,), source=request.artifact, signature=None
    )
    try:
        evaluated = evaluate.run(look, job)
        is_scored = evaluated.evaluations[-1].top1 is not None
        gain = evaluate.run(beside, job).evaluations[0].paired if is_scored else None
        return replace(result, evaluated=evaluated, gain=gain)
    except StudioError as error:
        job.check()
        job.note_error("not evaluated", error)
        return replace(result, evaluate_error=error.info())


def with_times(
    result: FixResult, request: FixRequest, trials: Trials, job: JobContext
) -> FixResult:
    """All in one run, the one given as the baseline: only what was measured together compares."""
    if result.converted is None or result.best is None or request.measure is None:
        return result
    others = [
        one for one in result.trials if request.measures_trials and one.kept != result.best.kept
    ]
    judged = [result.before, result.best, *(one for one in others if trials.path(one))]
    files = (request.artifact, result.converted.artifact, *map(trials.path, judged[2:]))
    wanted = replace(request.measure, files=files, baseline=0)
    try:
        with job.alone():
            found = benchmark.run(wanted, job)
    except StudioError as error:
        job.check()
        job.note_error("not measured", error)
        return replace(result, measure_error=error.info())
    times = {one.kept: time for one, time in zip(judged, _times(found), strict=True)}
    timed = replace(
        result,
        measured=found,
        before=replace(result.before, time=times.get(())),
        best=replace(result.best, time=times.get(result.best.kept)),
        trials=tuple(replace(one, time=times.get(one.kept)) for one in result.trials),
    )
    for one in (timed.before, *timed.trials):
        if one.time is not None:
            trials.tell(one)
    return timed


def _times(found: BenchmarkResult) -> Sequence[TrialTime | None]:
    ratios = {one.candidate: one for one in found.comparisons}
    return [_time(one, ratios.get(place)) for place, one in enumerate(found.measurements)]


def _time(one: Measurement, compared: Comparison | None) -> TrialTime | None:
    if one.median_ms is None:
        return None
    return TrialTime(
        median_ms=one.median_ms,
        median_ci95_ms=one.median_ci95_ms,
        ratio=compared.ratio if compared is not None else None,
        ratio_ci95=compared.ci95 if compared is not None else None,
    )
