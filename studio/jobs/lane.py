"""A lane: one thread that runs one job at a time and owns the children that work for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from studio.jobs.children import Children
from studio.jobs.job import Job


class Lane:
    """``run`` is called on the lane's thread for each job; it must not raise."""

    def __init__(self, name: str, run: Callable[[Lane, Job], None], children: Children) -> None:
        self.name = name
        self.children = children
        self._run = run
        self._changed = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> bool:
        """Queue ``job``; False where the lane is closed."""
        with self._changed:
            if self._is_closed:
                return False
            self._jobs.append(job)
            self._changed.notify()
            return True

    def drop(self, job: Job) -> bool:
        """Take a job out that has not started; False where it is not here."""
        with self._changed:
            if job not in self._jobs:
                return False
            self._jobs.remove(job)
            return True

    def close(self) -> None:
        """Run nothing more; children end after the running job."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def join(self) -> None:
        self._thread.join()

    def _work(self) -> None:
        while (job := self._take()) is not None:
            self._run(self, job)
        self.children.close()

    def _take(self) -> Job | None:
        with self._changed:
            while not self._jobs:
                if self._is_closed:
                    return None
                self._changed.wait()
            return self._jobs.popleft()
