"""Bringing a database file to the schema of this version of Studio.

``PRAGMA user_version`` holds the number of migrations that a file has been through. Entry n of
``MIGRATIONS`` leads from version n to n + 1; an entry, once released, is never edited: new ones are
appended. All steps run in one transaction, after a copy of the file was put beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from studio.core.errors import StorageError
from studio.history.old_forms import name_targets, name_targets_of_job

Migration = Callable[[sqlite3.Connection], None]

BUSY_TIMEOUT_SECONDS = 10.0


def _create_tables(connection: sqlite3.Connection) -> None:
    for statement in (
        """CREATE TABLE session (
            id INTEGER NOT NULL PRIMARY KEY, revision INTEGER NOT NULL,
            saved_at FLOAT NOT NULL, document BLOB NOT NULL)""",
        "CREATE TABLE graph (key TEXT NOT NULL PRIMARY KEY, payload BLOB NOT NULL)",
        """CREATE TABLE run (
            id TEXT NOT NULL PRIMARY KEY, at FLOAT NOT NULL, document BLOB NOT NULL)""",
        "CREATE INDEX run_by_time ON run (at)",
        """CREATE TABLE run_file (
            run_id TEXT NOT NULL,
            position INTEGER NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL,
            PRIMARY KEY (run_id, position),
            FOREIGN KEY (run_id) REFERENCES run (id) ON DELETE CASCADE)""",
        "CREATE INDEX run_file_by_content ON run_file (sha256)",
        """CREATE TABLE sample_block (
            run_id TEXT NOT NULL,
            process INTEGER NOT NULL, block INTEGER NOT NULL,
            count INTEGER NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY (run_id, process, block),
            FOREIGN KEY (run_id) REFERENCES run (id) ON DELETE CASCADE)""",
        """CREATE TABLE artifact (
            path TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL,
            model_id TEXT NOT NULL, variant_id TEXT NOT NULL, seen_at FLOAT NOT NULL)""",
        "CREATE TABLE recent (path TEXT NOT NULL PRIMARY KEY, opened_at FLOAT NOT NULL)",
    ):
        connection.execute(statement)


def _name_targets(connection: sqlite3.Connection) -> None:
    """Runs and jobs named a runtime and its threads; now they name targets."""
    for key, document in connection.execute("SELECT id, document FROM run").fetchall():
        run = msgspec.json.decode(document)
        name_targets(run)
        connection.execute(
            "UPDATE run SET document = ? WHERE id = ?", (msgspec.json.encode(run), key)
        )
    for key, document in connection.execute("SELECT id, document FROM session").fetchall():
        stored = msgspec.json.decode(document)
        for job in stored.get("session", {}).get("jobs", ()):
            name_targets_of_job(job)
        connection.execute(
            "UPDATE session SET document = ? WHERE id = ?", (msgspec.json.encode(stored), key)
        )


MIGRATIONS: tuple[Migration, ...] = (_create_tables, _name_targets)


def migrate(database: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Path | None:
    """Bring ``database`` (made where it is not) up to date; returns the copy made before, if any.

    Raises StorageError: history-newer, history-not-migrated (the file is as it was), and
    sqlite3.DatabaseError where the file is damaged or locked.
    """
    with closing(_connect(database)) as connection:
        found = _version(connection)
        if found == len(migrations):
            return None
        if found > len(migrations):
            raise StorageError("history-newer", path=database)
        kept = _back_up(connection, database, found)
        connection.execute("BEGIN IMMEDIATE")
        try:
            # another process may have been quicker
            for number in range(_version(connection), len(migrations)):
                migrations[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except Exception as error:
            connection.execute("ROLLBACK")
            raise StorageError(
                "history-not-migrated", str(error), path=database, kept=kept or database
            ) from error
        return kept


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")  # a migration may rebuild tables
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _back_up(connection: sqlite3.Connection, database: Path, version: int) -> Path | None:
    """A copy beside the file, through SQLite itself (what is still in the WAL belongs to it)."""
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return None
    kept = database.with_name(f"{database.stem}-before-{version + 1}.db")
    number = 2
    while kept.exists():
        kept = database.with_name(f"{database.stem}-before-{version + 1}-{number}.db")
        number += 1
    with closing(sqlite3.connect(kept)) as copy:
        connection.backup(copy)
    return kept
