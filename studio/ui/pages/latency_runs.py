"""Which runs the latency page offers, the session's and older ones that the history has, and their
samples."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.core.errors import ErrorInfo
from studio.core.lookup import same_path
from studio.core.messages import RenderedError
from studio.core.session import Run, Session
from studio.ui.context import UiContext
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_samples import read_in_background
from studio.ui.pages.naming import Subject, hash_of
from studio.ui.texts import render_error
from studio.ui.worker import run_in_background


class PastRuns:
    """Calls ``on_found`` when the history has answered; asks it again when other files are shown.

    ``owner``: the widget whose end ends the asking. ``on_failed`` is told why it cannot be read.
    """

    def __init__(
        self,
        owner: QWidget,
        context: UiContext,
        on_found: Callable[[], None],
        on_failed: Callable[[ErrorInfo], None],
    ) -> None:
        self._owner, self._context = owner, context
        self._on_found, self._on_failed = on_found, on_failed
        self._older: tuple[Run, ...] = ()
        self._asked: tuple[str, ...] = ()

    def of(self, session: Session, shown: list[Subject], chosen: str) -> list[Run]:
        """Runs with any of ``shown`` in them and the run with the id ``chosen``, newest first."""
        self._ask(tuple(sorted({hash_of(subject) for subject in shown} - {""})))
        found = {run.id: run for run in self._older}
        for run in session.runs:
            is_of_shown = any(
                same_path(file, subject.path) for file in run.request.files for subject in shown
            )
            if run.id == chosen or is_of_shown:
                found[run.id] = run
        return sorted(found.values(), key=lambda run: run.at, reverse=True)

    def read(
        self,
        run: Run,
        on_read: Callable[[RunSamples], None],
        on_unreadable: Callable[[RenderedError], None],
    ) -> None:
        """``on_read`` is given the samples of ``run``, ``on_unreadable`` why there are none."""
        read_in_background(
            self._owner,
            run,
            self._context.history.samples,
            on_read,
            lambda error: on_unreadable(render_error(error)),
        )

    def _ask(self, hashes: tuple[str, ...]) -> None:
        if hashes == self._asked:
            return
        self._asked, self._older = hashes, ()
        history = self._context.history

        def read() -> tuple[Run, ...]:
            return tuple({run.id: run for sha in hashes for run in history.runs(sha)}.values())

        run_in_background(
            self._owner, read, lambda runs: self._on_read(hashes, runs), self._on_failed
        )

    def _on_read(self, hashes: tuple[str, ...], runs: tuple[Run, ...]) -> None:
        if hashes == self._asked and runs:
            self._older = runs
            self._on_found()
