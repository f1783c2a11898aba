"""The action that records what single ops take."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.arms import usable
from studio.core.lookup import is_finished
from studio.core.measure_requests import ProfileRequest
from studio.core.settings import default_targets
from studio.core.targets import Target, parse_target
from studio.ui.actions.measuring import files_to_measure
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import tr


def profile_reason(store: Store) -> str | None:
    if selected_model(store) is None and not store.selection.variant_ids:
        return tr("Open a model first.")
    if any(
        isinstance(job.request, ProfileRequest) and not is_finished(job)
        for job in store.session.jobs
    ):
        return tr("A profile is being recorded.")
    if not files_to_measure(store):
        return tr("Convert the model first: only converted variants can be profiled.")
    return None


def profile(
    shell: Shell, files: Sequence[str] = (), target: str = "", *, stays: bool = False
) -> list[str]:
    """Record what each op of the chosen variants takes, one after the other; returns the job ids.

    ``target``: as on the command line, "" = the first that is chosen for measuring. ``stays``: the
    page that asks for it shows what comes of it itself.
    """
    chosen = tuple(files) or files_to_measure(shell.store)
    where = _target(shell, target)
    if not stays:
        shell.page_requested.emit("profile", {})
    return [shell.submit(ProfileRequest(file=file, target=where)) for file in chosen]


def _target(shell: Shell, text: str) -> Target:
    return parse_target(text) if text else usable(default_targets(shell.settings), ("tflite",))[0]
