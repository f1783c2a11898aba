"""The one thread that writes a history: coalesces, retries, reports.

What fails to be written is not dropped: it waits, joined with what comes later, and is tried again.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from studio.core.errors import StorageError
from studio.core.session import Run, Session
from studio.history.studio_file import Imported


@dataclass(frozen=True)
class Pending:
    """What waits to be written: the newest session, runs, what was imported, paths opened when."""

    session: Session | None = None
    runs: tuple[Run, ...] = ()
    opened: tuple[tuple[str, float], ...] = ()
    imported: tuple[Imported, ...] = ()

    def __bool__(self) -> bool:
        return self.session is not None or bool(self.runs or self.opened or self.imported)

    def then(self, later: Pending) -> Pending:
        return Pending(
            later.session if later.session is not None else self.session,
            self.runs + later.runs,
            self.opened + later.opened,
            self.imported + later.imported,
        )


class Writer:
    """Calls ``write`` on a thread of its own. ``on_error``: told once for each row of failures."""

    def __init__(
        self,
        write: Callable[[Pending], None],
        on_error: Callable[[StorageError], None],
        as_error: Callable[[str], StorageError],
        delay_seconds: float = 0.5,
        retry_seconds: float = 2.0,
    ) -> None:
        self._write = write
        self._on_error = on_error
        self._as_error = as_error
        self._delay = delay_seconds
        self._retry = retry_seconds
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._pending = Pending()
        self._due = 0.0
        self._submitted = 0
        self._written = 0
        self._attempts = 0
        self._flushing = 0
        self._closing = False
        self._error: StorageError | None = None

    def put(self, change: Pending, urgent: bool) -> None:
        """Hand over ``change``; ``urgent``: write it at once, else soon, with what follows."""
        with self._changed:
            if self._closing:
                raise RuntimeError("the history is closed")
            due = time.monotonic() + (0.0 if urgent else self._delay)
            self._due = due if not self._pending else min(self._due, due)
            if self._error is not None:
                self._due = max(self._due, time.monotonic() + self._retry)
            self._pending = self._pending.then(change)
            self._submitted += 1
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="history-writer", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def flush(self) -> None:
        """Wait until all that was put is written. Raises StorageError where writing fails."""
        with self._changed:
            target, attempts = self._submitted, self._attempts
            self._flushing += 1
            self._changed.notify_all()
            try:
                while self._written < target:
                    if self._error is not None and self._attempts > attempts:
                        raise self._error
                    self._changed.wait()
            finally:
                self._flushing -= 1

    def close(self) -> None:
        """Flush, then end the thread in any case. Raises StorageError as :meth:`flush`."""
        try:
            self.flush()
        finally:
            with self._changed:
                self._closing = True
                self._changed.notify_all()
            if self._thread is not None:
                self._thread.join()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            batch, number = taken
            try:
                self._write(batch)
            except StorageError as error:
                self._failed(batch, error)
            except Exception:  # nothing may end this thread: what it holds would be lost
                self._failed(batch, self._as_error(traceback.format_exc()))
            else:
                with self._changed:
                    self._attempts += 1
                    self._written = number
                    self._error = None
                    self._changed.notify_all()

    def _take(self) -> tuple[Pending, int] | None:
        """The next batch once it is due; ``None`` at the end."""
        with self._changed:
            while True:
                if self._closing:
                    return None
                wait = self._due - time.monotonic()
                if self._pending and (wait <= 0 or self._flushing):
                    batch, self._pending = self._pending, Pending()
                    return batch, self._submitted
                self._changed.wait(wait if self._pending else None)

    def _failed(self, batch: Pending, error: StorageError) -> None:
        with self._changed:
            is_first = self._error is None
            self._pending = batch.then(self._pending)
            self._due = time.monotonic() + self._retry
            self._attempts += 1
            self._error = error
            self._changed.notify_all()
        if is_first:
            self._on_error(error)
