"""What a failed conversion leads to: the place in the graph, and the ways out that are a click."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from studio.core import edits
from studio.core.messages.marking import mark
from studio.core.recipe import Recipe, make_step
from studio.core.requests import ConvertRequest, SetupRequest
from studio.core.session import Job, Session
from studio.ui.selection import Selection
from studio.ui.shell import Shell
from studio.ui.texts import tr

FIXES: dict[str, tuple[str, Callable[[Recipe], Recipe] | None]] = {
    "fix-fixed-batch": (mark("Fix the batch"), lambda recipe: replace(recipe, batch="fixed")),
    "fix-static-shape": (mark("Set shapes…"), None),
    "fix-setup-onnx": (mark("Install the ONNX converter…"), None),
    "fix-dynamic-range": (
        mark("Use dynamic range"),
        lambda recipe: replace(
            recipe, steps=(make_step("dynamic-range"),), calibration=None, keep=()
        ),
    ),
    "fix-select-tf-ops": (
        mark("Allow TensorFlow ops"),
        lambda recipe: replace(
            recipe, steps=(make_step("select-tf-ops"),), calibration=None, keep=()
        ),
    ),
    "fix-other-route": (mark("Try the slow route"), lambda recipe: replace(recipe, route="slow")),
}
"""Code of a way out -> its button, and the recipe it stands for; None = a command of its own."""


def show_node(shell: Shell, model_id: str = "", node: str = "", variant_id: str = "") -> None:
    """Bring the graph of a model, or of its variant, to the front with one of its nodes chosen."""
    shell.store.select(Selection(model_id, (variant_id,) if variant_id else ()))
    shell.page_requested.emit("graph", {"node": node})


def convert_fixed(shell: Shell, job_id: str = "", fix: str = "") -> None:
    """Convert again what failed, by one of the ways out; the panel keeps what was changed."""
    job = shell.store.session.job(job_id)
    if job is None or not isinstance(job.request, ConvertRequest) or fix not in FIXES:
        return
    change = FIXES[fix][1]
    if change is None:
        _run_own_command(shell, job, fix)
        return
    request = job.request
    recipe = change(request.recipe)
    if recipe == request.recipe:
        return
    shell.store.apply(lambda session: _keep(session, job, recipe))
    folder = shell.places.artifacts / uuid.uuid4().hex[:12]
    artifact = str(folder / Path(request.artifact).name)
    shell.submit(replace(request, recipe=recipe, artifact=artifact), job.model_id)


def _run_own_command(shell: Shell, job: Job, fix: str) -> None:
    if fix == "fix-setup-onnx":
        shell.run_command("setup-onnx")
    else:
        shell.run_command("shapes", model_id=job.model_id)


def setup_onnx(shell: Shell) -> None:
    """Install what converts ONNX files, after a yes: it is large and comes over the network."""
    agreed = shell.dialogs.confirm(
        tr("Install the ONNX converter?"),
        tr(
            "onnx2tf converts ONNX files. Studio makes a Python environment of its own for it and "
            "installs the package with all it needs from the package index that pip uses: about "
            "700 MB on disk."
        ),
        tr("Install"),
    )
    if agreed:
        shell.submit(SetupRequest())


def _keep(session: Session, job: Job, recipe: Recipe) -> Session:
    """The draft of the job's model with batch and route as in ``recipe``."""
    model = session.model(job.model_id)
    if model is None:
        return session
    recipes = tuple(
        replace(one, batch=recipe.batch, route=recipe.route) for one in model.draft.recipes
    )
    return edits.set_draft(
        session, model.id, replace(model.draft, recipes=recipes, batch=recipe.batch)
    )
