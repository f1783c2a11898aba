"""The buttons beside what failed: the op that was refused, and the ways out that are a click."""

from __future__ import annotations

from functools import partial

from studio.core.errors import ErrorInfo
from studio.core.session import Job
from studio.ui.actions.bisecting import bisect_request
from studio.ui.actions.fixing import FIXES
from studio.ui.context import UiContext
from studio.ui.texts import tr
from studio.ui.widgets.banner import Banner


def offer_ways_out(banner: Banner, context: UiContext, job: Job, error: ErrorInfo) -> None:
    """Buttons on ``banner``, which states ``error`` of ``job``; some errors have none."""
    run = context.run_command
    node = next((place.node for place in error.places if place.node), "")
    if node and job.model_id:
        banner.add_button(
            tr("Show in the graph"),
            tr("Bring the graph to the front with this op chosen."),
            lambda: run("show-node", model_id=job.model_id, node=node),
        )
    if bisect_request(job, "") is not None:
        banner.add_button(
            tr("Find what crashes…"),
            tr(
                "Cut the model down to the smallest part that still dies, and save it with the "
                "inputs and the command that reproduce it. Whoever gets the zip has that part."
            ),
            lambda: run("bisect-crash", job_id=job.id),
        )
    for fix in error.fixes:
        if fix in FIXES:
            again = partial(run, "convert-fixed", job_id=job.id, fix=fix)
            banner.add_button(tr(FIXES[fix][0]), tr("Convert again by this way out."), again)
