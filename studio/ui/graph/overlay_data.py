"""What overlays of one file are made from: its newest profile, and its constants, read once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from studio.core.arms import usable
from studio.core.errors import ErrorInfo
from studio.core.events import JobFailed, JobSucceeded
from studio.core.graph_files import changed_file
from studio.core.graph_requests import ConstantsRequest, ConstantsResult
from studio.core.lookup import is_finished, same_path
from studio.core.measure_requests import ProfileRequest
from studio.core.model import Graph
from studio.core.overlay_values import node_errors
from studio.core.overlays import OverlaySources
from studio.core.profile import why_not_profiled
from studio.core.quantities import format_percent
from studio.core.session import Job, Profile, Session
from studio.core.settings import default_targets
from studio.core.targets import Target, make_target
from studio.core.thresholds import is_disturbed
from studio.ui.context import UiContext
from studio.ui.pages.conditions_text import disturbance, moment_text
from studio.ui.texts import progress_text, render_error, sentences, target_text

_KEPT = 8
"""Files whose constants are kept: some hundred bytes a tensor."""


class OverlayData(QObject):
    """Of the file that :meth:`show_file` named last. ``changed``: more is known of it.

    ``now``: seconds since the epoch, by which the age of a profile is told.
    """

    changed = Signal()

    def __init__(
        self,
        context: UiContext,
        parent: QObject | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._now = now
        self._session: Session = context.store.session
        self._path = self._sha256 = self._model_id = ""
        self._is_artifact = False
        self._constants: OrderedDict[str, ConstantsResult] = OrderedDict()
        self._failures: dict[str, str] = {}
        self._asked: dict[str, tuple[str, str]] = {}
        context.store.ended.connect(self._on_ended)
        context.store.changed.connect(self._on_changed)

    def show_file(self, path: str, sha256: str, model_id: str, *, is_artifact: bool) -> None:
        """``sha256``: of the file as it is now; ``is_artifact``: it is a .tflite."""
        self._path, self._sha256, self._model_id = path, sha256, model_id
        self._is_artifact = is_artifact

    @property
    def is_artifact(self) -> bool:
        return self._is_artifact

    @property
    def target(self) -> Target:
        """Where a profile would be taken: as chosen for measuring, where ops can be timed there."""
        chosen = usable(default_targets(self._context.settings()), ("tflite",))[0]
        return chosen if why_not_profiled(chosen) is None else make_target()

    @property
    def profile(self) -> Profile | None:
        """The newest one of this content, of whatever target."""
        return self._session.profile(self._sha256) if self._is_artifact else None

    def sources(self, graph: Graph) -> OverlaySources:
        profile = self.profile
        diagnosis = self._session.diagnosis(self._sha256) if self._is_artifact else None
        return OverlaySources(
            graph=graph,
            is_artifact=self._is_artifact,
            profile=profile.result if profile is not None else None,
            constants=self._constants.get(self._sha256),
            errors=node_errors(diagnosis.result) if diagnosis is not None else None,
            target=usable(default_targets(self._context.settings()), ("tflite",))[0],
        )

    # --- the profile ----------------------------------------------------------------------------

    def start_profile(self) -> None:
        self._context.run_command(
            "profile", files=(self._path,), target=self.target.text, stays=True
        )

    def why_no_profile(self) -> str:
        """Why it cannot be started now; "" = it can."""
        return self._context.why_not("profile") or ""

    def profile_text(self) -> str:
        """Of which target and when the newest profile is, and what disturbed it; "" = none."""
        profile = self.profile
        if profile is None:
            return ""
        age = self._age_text(self._now() - profile.at)
        runs = self.tr("runs: {count}").format(count=profile.result.runs)
        where = target_text(profile.result.target)
        covered = self.tr("ops explain {share} of a run").format(
            share=format_percent(profile.result.coverage)
        )
        when = f"{moment_text(profile.at)} ({age})"
        parts = [where, when, runs, covered]
        if is_disturbed(profile.result.conditions):
            parts.insert(0, self.tr("⚠ the machine was busy"))
        return " · ".join(parts)

    def disturbance_text(self) -> str:
        """What disturbed the newest profile, in full; "" = nothing did."""
        profile = self.profile
        return disturbance(profile.result.conditions) if profile is not None else ""

    def _age_text(self, seconds: float) -> str:
        """No finer than it is brought up to date."""
        minutes = int(seconds // 60)
        if minutes < 1:
            return self.tr("just now")
        if minutes < 60:
            return self.tr("{count} min ago").format(count=minutes)
        if minutes < 48 * 60:
            return self.tr("{count} h ago").format(count=minutes // 60)
        return self.tr("{count} days ago").format(count=minutes // (24 * 60))

    def profile_job_text(self) -> str:
        """How far a profile of this file has come, or why the last one failed; "" = neither."""
        job = self._profile_job()
        if job is None:
            return ""
        if is_finished(job):
            profile = self.profile
            if job.error is None or (profile is not None and profile.at > (job.ended_at or 0)):
                return ""
            return _sentence(job.error)
        return progress_text(job)

    def _profile_job(self) -> Job | None:
        return next(
            (
                job
                for job in reversed(_profile_jobs(self._session))
                if isinstance(job.request, ProfileRequest)
                and same_path(job.request.file, self._path)
            ),
            None,
        )

    # --- constants ------------------------------------------------------------------------------

    def want_constants(self) -> None:
        """Have all constants of the file looked into, unless they are known or asked for."""
        sha256, file = self._sha256, (self._path, self._sha256)
        known = sha256 in self._constants or sha256 in self._failures
        if self._is_artifact and not known and file not in self._asked.values():
            job = self._context.submit(ConstantsRequest(path=self._path), self._model_id)
            self._asked[job] = file

    def constants_failure(self) -> str:
        """Why they could not be read; "" = they could, or are not known yet."""
        return self._failures.get(self._sha256, "")

    def _on_ended(self, job_id: str, body: object) -> None:
        file = self._asked.pop(job_id, None)
        if file is None:
            return
        sha256, error = file[1], None
        if isinstance(body, JobFailed):
            error = body.error
        elif isinstance(body, JobSucceeded) and isinstance(body.result, ConstantsResult):
            error = changed_file(*file, body.result.sha256)
            if error is None:
                self._constants[sha256] = body.result
            while len(self._constants) > _KEPT:
                self._constants.popitem(last=False)
        if error is not None:
            self._failures[sha256] = _sentence(error)
        self.changed.emit()

    def _on_changed(self, before: Session, after: Session) -> None:
        self._session = after
        is_new = before.profiles != after.profiles or before.diagnoses != after.diagnoses
        if is_new or self._is_about_profile(before, after):
            self.changed.emit()

    def _is_about_profile(self, before: Session, after: Session) -> bool:
        if before.jobs is after.jobs:
            return False
        return _profile_jobs(before) != _profile_jobs(after)


def _sentence(error: ErrorInfo) -> str:
    text = render_error(error)
    return sentences(text.title, text.hint)


def _profile_jobs(session: Session) -> list[Job]:
    return [job for job in session.jobs if isinstance(job.request, ProfileRequest)]
