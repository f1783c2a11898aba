"""The job queue: requests in from any thread, events out, children kept in lanes.

Requests enter by the ``entry`` lane, which only finds out which lane suits. The others work side
by side, one job at a time each: ``inspect`` (light), ``convert`` (the TensorFlow process, and one
that runs artifacts), ``verify`` (runs artifacts only), ``draw`` (pictures), ``measure`` (alone, in
fresh processes: the gate holds the others, the machine lock holds other Studios). A lane is a
thread that lives as long as the queue, since on Linux its children die with it.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from studio.core.child_protocol import Note, WarmUpRequest
from studio.core.disk import disk_error
from studio.core.errors import ErrorInfo, StudioError
from studio.core.events import (
    EventBody,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
    JobWaiting,
)
from studio.core.file_lock import FileLock
from studio.core.measure_requests import BenchmarkRequest
from studio.core.model import Graph
from studio.core.requests import Request
from studio.jobs import folders
from studio.jobs.children import Children, Probes
from studio.jobs.config import QueueConfig
from studio.jobs.context import JobContext
from studio.jobs.gate import MeasureGate, Pass
from studio.jobs.job import Job, Sink
from studio.jobs.lane import Lane
from studio.jobs.logs import new_log
from studio.jobs.transport import Cancelled
from studio.jobs.workflows import ENTRY, WORKFLOWS

_LOCK_LOOK_S = 0.2
_WARM_CHILDREN: dict[str, tuple[str, ...]] = {
    ENTRY: (),
    "inspect": ("inspect",),
    "convert": ("convert", "legacy-keras", "torch", "verify"),
    "verify": ("verify",),
    "measure": (),
    "draw": (),
}
_WARMED_UP = ("inspect", "convert")
_KEPT_WARM = "inspect"


class JobQueue:
    """``sink`` gets every event: on lane threads, and on the caller's for what happens at once
    (JobQueued in :meth:`submit`, JobCancelled of a job that had not started). It must be quick.

    Every job has exactly one terminal event and none after it.
    """

    def __init__(self, config: QueueConfig, sink: Sink) -> None:
        self._config = config
        self._sink = sink
        self._gate = MeasureGate()
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._is_closed = False
        self._is_kept_warm = False
        self._folder = folders.make_queue_folder(config.work)
        probes: Probes = {}
        self._lanes = {
            name: Lane(name, self._run, Children(config, warm, self._folder, probes))
            for name, warm in _WARM_CHILDREN.items()
        }

    def submit(self, request: Request, job_id: str | None = None) -> str:
        """Queue ``request``; returns the job's id. Raises RuntimeError after :meth:`close`."""
        job_id = job_id or uuid.uuid4().hex[:12]
        log = new_log(self._config.logs, job_id)
        job = Job(job_id, request, self._folder / job_id, log, self._sink)
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the queue is closed")
            if job_id in self._jobs:
                raise ValueError(f"job {job_id} exists already")
            self._jobs[job_id] = job
        job.emit(JobQueued(request=request))
        lane = WORKFLOWS[type(request)].entry_lane
        if not self._lanes[lane].put(job):
            self._finish(job, JobCancelled())
        return job_id

    def cancel(self, job_id: str) -> None:
        """Drop a queued job, end a running one. Unknown and ended jobs are left alone."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            return
        job.cancel()
        if any(lane.drop(job) for lane in self._lanes.values()):
            self._finish(job, JobCancelled())

    def stop(self, job_id: str) -> None:
        """End a measurement early and keep its results; one that has none yet is cancelled."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None or not isinstance(job.request, BenchmarkRequest):
            return
        if job.is_running:
            with contextlib.suppress(OSError):
                job.stop_file.touch()
        else:
            self.cancel(job_id)

    def warm_up(self) -> None:
        """Let lanes start the children that they keep while nothing else is asked of them: the one
        that reads files and lays graphs out, and the one with TensorFlow. Failing is only logged:
        the first request will say what is wrong. From now on the light one is replaced as soon as
        it is gone (cancelling ends it), so that whoever asks next need not wait for its start.
        """
        self._is_kept_warm = True
        for name in _WARMED_UP:
            self._put_warm_up(name)

    def _put_warm_up(self, name: str) -> None:
        job_id = f"warm-up-{name}"
        log = new_log(self._config.logs, job_id)
        job = Job(job_id, WarmUpRequest(), self._folder / job_id, log, lambda _: None)
        with self._lock:
            if self._is_closed or job.id in self._jobs:
                return
            self._jobs[job.id] = job
        self._lanes[name].put(job)

    def close(self) -> None:
        """Cancel all jobs, end all children, wait for the lanes. Safe to call twice."""
        with self._lock:
            self._is_closed = True
            jobs = list(self._jobs.values())
        for job in jobs:
            self.cancel(job.id)
        for lane in self._lanes.values():
            lane.close()
        for lane in self._lanes.values():
            lane.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    # --- on the lanes' threads -----------------------------------------------------------------

    def _run(self, lane: Lane, job: Job) -> None:
        if isinstance(job.request, WarmUpRequest):
            self._finish(job, self._warm_up(lane, job))
            return
        if lane.name == ENTRY:
            self._route(job)
        else:
            outcome = self._outcome(lane, job)
            if self._is_kept_warm and lane.name == _KEPT_WARM and not lane.children.are_warm:
                self._put_warm_up(lane.name)  # before anybody can ask for more
            self._finish(job, outcome)

    def _route(self, job: Job) -> None:
        """Looking into a file may hang (a network folder), so it is done on a thread of its own."""
        assert not isinstance(job.request, WarmUpRequest)
        try:
            target = WORKFLOWS[type(job.request)].lane(job.request)
        except (StudioError, OSError):
            target = "inspect"  # the workflow meets the same error and reports it
        if job.is_cancelled or not self._lanes[target].put(job):
            self._finish(job, JobCancelled())

    def _outcome(self, lane: Lane, job: Job) -> EventBody:
        """Run the job; whatever happens becomes one terminal event."""
        log = str(job.log.path)
        try:
            with self._admitted(job) as held:
                job.check()
                job.work.mkdir(parents=True, exist_ok=True)
                job.is_running = True
                job.emit(JobStarted())
                job.log.line("request: " + _in_short(job.request))
                kept = self._config.work / folders.KEPT
                context = JobContext(
                    job, self._config, lane.children, kept, lambda: self._alone(job, held)
                )
                result = WORKFLOWS[type(job.request)].run(job.request, context)
                return JobSucceeded(result=result, log=log)
        except Cancelled:
            return JobCancelled(log=log)
        except StudioError as error:
            info = error.info()
        except Exception as error:
            full = disk_error(error) if isinstance(error, OSError) else None
            info = ErrorInfo(
                code="internal-error",
                params={"type": type(error).__name__},
                detail=traceback.format_exc(),
            )
            info = full.info() if full is not None else info
        if job.is_cancelled:
            return JobCancelled(log=log)
        job.log.line(f"failed: {info.code} {info.params}")
        return JobFailed(error=info, log=log)

    @contextlib.contextmanager
    def _admitted(self, job: Job, is_exclusive: bool | None = None) -> Iterator[Pass]:
        """Hold what the job needs to itself; says what it waits for. Raises Cancelled.

        ``is_exclusive``: None = as its workflow is.
        """
        if is_exclusive is None:
            is_exclusive = WORKFLOWS[type(job.request)].is_exclusive
        reason = "running-jobs" if is_exclusive else "own-measurement"
        with contextlib.ExitStack() as stack:
            if is_exclusive:
                self._take_machine(job, stack)
            yield stack.enter_context(
                self._gate.passed(is_exclusive, job.check, _waiting(job, reason))
            )

    @contextlib.contextmanager
    def _alone(self, job: Job, held: Pass) -> Iterator[None]:
        """For a part of a job that times: as if that were an exclusive job. Raises Cancelled."""
        with (
            self._gate.left(held, job.check, _waiting(job, "own-measurement")),
            self._admitted(job, is_exclusive=True),
        ):
            yield

    def _take_machine(self, job: Job, stack: contextlib.ExitStack) -> None:
        lock = FileLock(self._config.measure_lock)
        has_said = False
        try:
            while not lock.try_acquire():
                if not has_said:
                    job.emit(JobWaiting(reason="another-measurement"))
                    has_said = True
                job.check()
                time.sleep(_LOCK_LOOK_S)
        except OSError as error:
            text = f"another Studio may measure at the same time: no lock against it ({error})"
            job.log.line(text)
            job.emit(Note(text=text))
        else:
            job.is_exclusive = True
        stack.callback(lock.release)
        stack.callback(setattr, job, "is_exclusive", False)

    def _warm_up(self, lane: Lane, job: Job) -> EventBody:
        try:
            with self._gate.passed(False, job.check, lambda: None):
                job.work.mkdir(parents=True, exist_ok=True)
                lane.children.warm_up(job)
        except (Cancelled, StudioError) as error:
            job.log.line(f"warming up: {error!r}")
        return JobCancelled()

    def _finish(self, job: Job, body: EventBody) -> None:
        shutil.rmtree(job.work, ignore_errors=True)
        job.log.finish()
        with self._lock:
            self._jobs.pop(job.id, None)
        job.emit(body)


def _waiting(job: Job, reason: str) -> Callable[[], None]:
    return lambda: job.emit(JobWaiting(reason=reason))


def _in_short(request: msgspec.Struct) -> str:
    """As JSON; graphs that come along would be megabytes."""
    names = request.__struct_fields__
    graphs = {name: None for name in names if isinstance(getattr(request, name), Graph)}
    request = replace(request, **graphs)
    return msgspec.json.encode(request).decode()
