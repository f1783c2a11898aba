"""A user's data outlives every version: old files are upgraded, newer ones are not touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from studio.core.errors import StorageError
from studio.history.migrations import MIGRATIONS, migrate
from studio.history.schema import METADATA
from studio.history.store import History

FIXTURES = Path(__file__).parent / "fixtures"


def build(path: Path, name: str) -> None:
    """A database as that version of Studio left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FIXTURES / name).read_text(encoding="utf-8"))


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def described(url: str, create: bool) -> dict[str, object]:
    engine = create_engine(url)
    if create:
        METADATA.create_all(engine)
    found = inspect(engine)
    shape: dict[str, object] = {}
    for table in found.get_table_names():
        columns = [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)]
        keys = found.get_pk_constraint(table)["constrained_columns"]
        foreign = [
            (f["constrained_columns"], f["referred_table"], f["options"])
            for f in found.get_foreign_keys(table)
        ]
        indexes = sorted((i["name"], i["column_names"]) for i in found.get_indexes(table))
        shape[table] = (columns, keys, foreign, indexes)
    engine.dispose()
    return shape


def test_migrations_lead_to_the_declared_schema(tmp_path: Path) -> None:
    migrate(tmp_path / "migrated.db")
    migrated = described(f"sqlite:///{tmp_path / 'migrated.db'}", create=False)
    assert migrated == described(f"sqlite:///{tmp_path / 'declared.db'}", create=True)
    assert version(tmp_path / "migrated.db") == len(MIGRATIONS)


def test_a_file_of_version_1_still_opens_with_all_that_is_in_it(tmp_path: Path) -> None:
    build(tmp_path / "studio.db", "version_1.sql")
    history = History(tmp_path / "studio.db")
    session = history.load_session()
    assert [model.name for model in session.models] == ["net"]
    assert [variant.name for variant in session.models[0].variants] == ["int8 0", "int8 1"]
    assert session.models[0].graph is not None
    (run,) = history.runs()
    assert run.id == "r1"
    targets = {item.target.text for item in run.result.measurements}
    assert targets == {target.text for target in run.request.targets} == {"litert-interpreter"}
    assert {item.implementation for item in run.result.measurements} == {"litert-interpreter"}
    assert len(history.samples("r1")) == 4
    assert history.problems == []
    history.close()


def test_a_file_from_before_the_first_schema_is_upgraded_after_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES ('precious')")
    kept = migrate(path)
    assert kept is not None
    for file in (path, kept):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT text FROM notes").fetchall() == [("precious",)]
    assert (version(path), version(kept)) == (len(MIGRATIONS), 0)
    assert migrate(path) is None


def test_the_next_migration_will_carry_data_over(tmp_path: Path) -> None:
    def add_column(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE recent ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0")

    path = tmp_path / "studio.db"
    build(path, "version_1.sql")
    kept = migrate(path, (*MIGRATIONS[:1], add_column))
    assert version(path) == 2
    assert kept is not None
    assert version(kept) == 1
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT path, pinned FROM recent").fetchall()
    assert rows == [("/models/net.keras", 0)]


def test_a_failing_migration_changes_nothing(tmp_path: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE recent")
        connection.execute("no such statement")

    path = tmp_path / "studio.db"
    build(path, "version_1.sql")
    with pytest.raises(StorageError) as caught:
        migrate(path, (*MIGRATIONS[:1], fail))
    assert caught.value.code == "history-not-migrated"
    assert Path(caught.value.params["kept"]).exists()
    assert version(path) == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM recent").fetchone() == (1,)


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    build(path, "version_1.sql")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = path.read_bytes()
    history = History(path)
    with pytest.raises(StorageError) as caught:
        history.load_session()
    assert caught.value.code == "history-newer"
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.glob("*.db")] == ["studio.db"]
    history.close()
