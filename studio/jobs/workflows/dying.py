"""Runs a conversion (or check) again and again, and says how each run died."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from studio.core.bisecting import Death, death_of
from studio.core.child_protocol import Phase
from studio.core.errors import RunError, StudioError
from studio.core.input_selection import InputSelection
from studio.core.messages import title_of
from studio.core.requests import BisectRequest, CheckRequest, ConvertRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows import check, convert


class Trials:
    """Runs the conversion (or check) of whole and parts, and says how each died.

    ``is_checking``: nothing is searched any more, what was found is run once more.
    """

    def __init__(self, request: BisectRequest, job: JobContext) -> None:
        self._request, self._job = request, job
        self._started = time.monotonic()
        self.phase = ""
        self.is_checking = False
        self.quiet = job.quietly(self._on_phase)
        self.count = 0
        self.log = ""
        self.ending = ""
        self._failure: StudioError | None = None

    def may_go_on(self) -> bool:
        minutes = (time.monotonic() - self._started) / 60
        return self.count < self._request.most_trials and minutes < self._request.most_minutes

    def reproduced(self) -> Death:
        """How the whole dies, twice. Raises RunError: bisect-no-crash, bisect-flaky; and the error
        itself that it ends with where no process dies of its own: that has the way out."""
        given = replace(
            self._request.convert, artifact=str(self._job.work / "made.tflite"), overwrite=True
        )
        inputs = self._request.inputs
        first = self.died(given, inputs)
        if first is None:
            raise self._failure or RunError("bisect-no-crash")
        second = self.died(given, inputs)
        if second is None or not second.is_same(first):
            raise RunError("bisect-flaky", died=first.signal)
        return first

    def died(self, given: ConvertRequest, inputs: InputSelection) -> Death | None:
        """``inputs``: of what only runs. Raises Cancelled."""
        if self._request.runs_only:
            return self.died_of(lambda: check.run(_check_of(given, inputs), self.quiet))
        # no doctor: it says nothing of a crash
        return self.died_of(lambda: convert.made(given, self.quiet, ()))

    def died_of(self, work: Callable[[], object]) -> Death | None:
        """How a process of ``work``, which works for the job ``quiet``, died: a trial. How it ended
        is in ``ending``, "" where it succeeded. Raises Cancelled."""
        self._job.check()
        self.count += 1
        self._job.emit(
            Phase(name="checking")
            if self.is_checking
            else Phase(name="bisecting", current=self.count, total=self._request.most_trials)
        )
        self.phase = ""
        try:
            work()
        except StudioError as error:
            self._job.check()
            self.ending, self._failure = title_of(error), error
            death = death_of(error.info(), self.phase)
            if death is not None:
                self.log = error.detail
            return death
        self.ending, self._failure = "", None
        return None

    def _on_phase(self, name: str) -> None:
        self.phase = name


def _check_of(given: ConvertRequest, inputs: InputSelection) -> CheckRequest:
    """A check of a file against itself: all it can show is that the file dies."""
    return CheckRequest(
        artifact=given.source, against=given.source, inputs=inputs, shapes=given.recipe.shapes
    )
