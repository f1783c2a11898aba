"""The database file: opened once, brought up to date, replaced by a fresh one where damaged.

Connections are short-lived (no pool), so any thread may read; writes are serialized by SQLite
itself (``BEGIN IMMEDIATE``) over all threads and processes.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from studio.core.errors import StorageError
from studio.history.migrations import BUSY_TIMEOUT_SECONDS, migrate

_CORRUPT, _NOT_A_DATABASE = 11, 26  # SQLite's primary result codes


class Database:
    """One SQLite file in WAL mode. ``tell`` is handed what the user must know."""

    def __init__(self, path: Path, tell: Callable[[StorageError], None]) -> None:
        self.path = path
        self._tell = tell
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database throughout the block."""
        with self._begin("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed at the end of the block, rolled back on any exception."""
        with self._begin("BEGIN IMMEDIATE") as connection:
            yield connection

    def open(self) -> None:
        """Make, check and migrate the file, once. Raises StorageError (history-...)."""
        self._ready()

    @contextmanager
    def _begin(self, how: str) -> Iterator[Connection]:
        engine = self._ready()
        try:
            with (
                engine.connect().execution_options(begin_statement=how) as connection,
                connection.begin(),
            ):
                yield connection
        except DBAPIError as error:
            raise self._as_storage_error(error) from error

    def _ready(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._prepare()
                self._engine = _make_engine(self.path)
            return self._engine

    def _prepare(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._check_and_migrate()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._set_aside(error)
                self._check_and_migrate()
        except (OSError, sqlite3.Error) as error:
            raise StorageError("history-unusable", str(error), path=self.path) from error

    def _check_and_migrate(self) -> None:
        wal = self.path.with_name(self.path.name + "-wal")
        if wal.exists():
            _quick_check(self.path)  # the last writer did not end well, or another one is at work
        migrate(self.path)
        with closing(sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")

    def _set_aside(self, error: Exception) -> None:
        """Keep the damaged file under another name, and say so."""
        stamp = time.strftime("%Y%m%d-%H%M%S")
        kept = self.path.with_name(f"{self.path.stem}-damaged-{stamp}.db")
        number = 2
        while kept.exists():
            kept = self.path.with_name(f"{self.path.stem}-damaged-{stamp}-{number}.db")
            number += 1
        for suffix in ("-wal", "-shm", ""):
            part = self.path.with_name(self.path.name + suffix)
            if part.exists():
                part.replace(kept.with_name(kept.name + suffix))
        self._tell(StorageError("history-damaged", str(error), path=self.path, kept=kept))

    def _as_storage_error(self, error: DBAPIError) -> StorageError:
        """Damage found in use: the file is set aside now, the next use makes a fresh one."""
        if error.orig is not None and _is_damage(error.orig):
            with self._lock:
                if self._engine is not None:
                    self._engine.dispose()
                    self._engine = None
                    self._set_aside(error)
        return StorageError("history-unusable", str(error.orig), path=self.path)


def _make_engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by sqlite3
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("begin_statement", "BEGIN")
        connection.exec_driver_sql(how)

    return engine


def _quick_check(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        error = sqlite3.DatabaseError(str(found))
        error.sqlite_errorcode = _CORRUPT
        raise error


def _is_damage(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (_CORRUPT, _NOT_A_DATABASE)
