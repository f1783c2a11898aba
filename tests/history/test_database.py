"""The settings under which a finished job survives a power cut, read back from SQLite itself."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from studio.history.database import Database


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    database = Database(tmp_path / "studio.db", lambda error: None)
    with database.writing() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }
    assert found == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
