"""The buttons beside what failed: the op that was refused, and the ways out that are a click; and
what came of one of them, the search for the part that crashes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from studio.core.bisecting import BisectResult
from studio.core.bisecting_text import facts, title
from studio.core.errors import ErrorInfo
from studio.core.requests import ConvertRequest
from studio.core.session import Job
from studio.ui.actions.bisecting import bisect_request
from studio.ui.actions.fixing import FIXES
from studio.ui.context import UiContext
from studio.ui.reveal import reveal_in_folder
from studio.ui.texts import labelled, tr, tr_core
from studio.ui.widgets.banner import Banner


def cause_of(job: Job) -> Hashable:
    """The same for conversions of a model that failed alike: said of one, it is said of all."""
    error = job.error
    if error is None or not isinstance(job.request, ConvertRequest):
        return job.id
    params = tuple(sorted(error.params.items()))
    return job.model_id, job.phase, error.code, params, error.places, error.fixes


def offer_ways_out(
    banner: Banner, context: UiContext, jobs: Sequence[Job], error: ErrorInfo
) -> QPushButton | None:
    """Buttons on ``banner``, which states ``error`` of all ``jobs``, the last one first and
    foremost; some errors have none. Returns that which looks for what crashes."""
    run, job = context.run_command, jobs[-1]
    node = next((place.node for place in error.places if place.node), "")
    if node and job.model_id:
        banner.add_button(
            tr("Show in the graph"),
            tr("Bring the graph to the front with this op chosen."),
            lambda: run("show-node", model_id=job.model_id, node=node),
        )
    bisecting = None
    if bisect_request(job, "") is not None:
        bisecting = banner.add_button(
            tr("Find what crashes…"),
            tr(
                "Cut the model down to the smallest part that still dies, and save it with all "
                "that reproduces it. Whoever gets the zip has that part."
            ),
            lambda: run("bisect-crash", job_id=job.id),
        )
    for fix in error.fixes:
        if fix in FIXES:
            again = partial(_convert_again, context, _jobs_to_fix(jobs, fix), fix)
            banner.add_button(tr(FIXES[fix][0]), tr("Convert again by this way out."), again)
    return bisecting


def _jobs_to_fix(jobs: Sequence[Job], fix: str) -> list[Job]:
    """One for each recipe that ``fix`` makes of theirs."""
    change = FIXES[fix][1]
    made: dict[str, Job] = {}
    for job in jobs:
        if change is None or not isinstance(job.request, ConvertRequest):
            return [jobs[-1]]
        made[change(job.request.recipe).fingerprint()] = job
    return list(made.values())


def _convert_again(context: UiContext, jobs: Sequence[Job], fix: str) -> None:
    for job in jobs:
        context.run_command("convert-fixed", job_id=job.id, fix=fix)


def show_found(banner: Banner, result: BisectResult) -> None:
    """What a crash was cut down to."""
    lines = [labelled(name, value) for name, value in facts(result, tr_core)]
    banner.show_message("ok", title(result, tr_core), "\n".join(lines))
    banner.add_button(
        tr("Show in folder"),
        tr("Open the folder that the zip lies in."),
        lambda: reveal_in_folder(Path(result.archive)),
    )
