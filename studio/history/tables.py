"""Reading and writing rows: one small function per thing kept, on an open connection."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from studio.core.errors import StorageError
from studio.core.sample_file import BlockRecord, merge_blocks
from studio.core.session import Run, Session
from studio.history.schema import ARTIFACT, GRAPH, RECENT, RUN, RUN_FILE, SAMPLE_BLOCK, SESSION

_SESSION_ID = 1
_BLOCKS_AT_ONCE = 500
_RECENT_KEPT = 30


def read_session(connection: Connection) -> tuple[int, bytes] | None:
    """Revision and document; ``None`` where no session was saved yet."""
    row = connection.execute(
        select(SESSION.c.revision, SESSION.c.document).where(SESSION.c.id == _SESSION_ID)
    ).first()
    return None if row is None else (row.revision, row.document)


def write_session(connection: Connection, revision: int, document: bytes) -> None:
    values = {"revision": revision, "saved_at": time.time(), "document": document}
    connection.execute(
        insert(SESSION)
        .values(id=_SESSION_ID, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )


def read_parts(connection: Connection, keys: Iterable[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for key in set(keys):
        row = connection.execute(select(GRAPH.c.payload).where(GRAPH.c.key == key)).first()
        if row is not None:
            found[key] = row.payload
    return found


def write_parts(connection: Connection, fresh: dict[str, bytes], used: Iterable[str]) -> None:
    """Add the new graphs and profiles; drop those that no document names any more."""
    for key, payload in fresh.items():
        statement = insert(GRAPH).values(key=key, payload=payload).on_conflict_do_nothing()
        connection.execute(statement)
    if fresh:
        connection.execute(delete(GRAPH).where(GRAPH.c.key.not_in(list(used))))


def known_runs(connection: Connection, ids: Sequence[str]) -> set[str]:
    return set(connection.execute(select(RUN.c.id).where(RUN.c.id.in_(ids))).scalars())


def write_run(connection: Connection, run: Run) -> None:
    """Add a run; one that is there already stays as it is."""
    document = msgspec.json.encode(run)
    done = connection.execute(
        insert(RUN).values(id=run.id, at=run.at, document=document).on_conflict_do_nothing()
    )
    if done.rowcount == 0:
        return
    for position, measurement in enumerate(run.result.measurements):
        connection.execute(
            insert(RUN_FILE).values(
                run_id=run.id,
                position=position,
                sha256=measurement.sha256,
                path=measurement.file,
            )
        )


def write_blocks(connection: Connection, run_id: str, blocks: Iterable[BlockRecord]) -> None:
    """Add the samples of a run; those that are there already stay as they are.

    Raises RunError: samples-damaged; StorageError: samples-conflict where other ones are there, in
    which case nothing is added.
    """
    stored = {(block.process, block.block): block for block in read_blocks_of(connection, run_id)}
    merged = merge_blocks(blocks)
    if any(stored.get((one.process, one.block), one) != one for one in merged):
        raise StorageError("samples-conflict", run=run_id)
    rows: list[dict[str, object]] = []
    statement = insert(SAMPLE_BLOCK)
    for record in merged:
        if (record.process, record.block) in stored:
            continue
        rows.append(
            {
                "run_id": run_id,
                "process": record.process,
                "block": record.block,
                "count": record.count,
                "payload": record.payload,
            }
        )
        if len(rows) == _BLOCKS_AT_ONCE:
            connection.execute(statement, rows)
            rows = []
    if rows:
        connection.execute(statement, rows)


def read_runs(connection: Connection, file_sha256: str | None, limit: int) -> list[bytes]:
    """Documents, newest first."""
    query = select(RUN.c.document).order_by(RUN.c.at.desc(), RUN.c.id).limit(limit)
    if file_sha256 is not None:
        having = select(RUN_FILE.c.run_id).where(RUN_FILE.c.sha256 == file_sha256)
        query = query.where(RUN.c.id.in_(having))
    return list(connection.execute(query).scalars())


def read_runs_by_id(connection: Connection, ids: Sequence[str]) -> list[bytes]:
    return list(connection.execute(select(RUN.c.document).where(RUN.c.id.in_(ids))).scalars())


def read_blocks_of(connection: Connection, run_id: str) -> list[BlockRecord]:
    columns = (
        SAMPLE_BLOCK.c.process,
        SAMPLE_BLOCK.c.block,
        SAMPLE_BLOCK.c.count,
        SAMPLE_BLOCK.c.payload,
    )
    rows = connection.execute(
        select(*columns)
        .where(SAMPLE_BLOCK.c.run_id == run_id)
        .order_by(SAMPLE_BLOCK.c.process, SAMPLE_BLOCK.c.block)
    )
    return [BlockRecord(process, block, count, payload) for process, block, count, payload in rows]


def write_artifacts(connection: Connection, session: Session) -> None:
    now = time.time()
    for model in session.models:
        for variant in model.variants:
            if not variant.artifact:
                continue
            values = {
                "sha256": variant.sha256,
                "size_bytes": variant.size_bytes,
                "model_id": model.id,
                "variant_id": variant.id,
                "seen_at": now,
            }
            connection.execute(
                insert(ARTIFACT)
                .values(path=variant.artifact, **values)
                .on_conflict_do_update(index_elements=["path"], set_=values)
            )


def read_artifact_paths(connection: Connection, unseen_since: float) -> list[str]:
    query = select(ARTIFACT.c.path).where(ARTIFACT.c.seen_at < unseen_since)
    return list(connection.execute(query.order_by(ARTIFACT.c.path)).scalars())


def write_recent(connection: Connection, path: str, opened_at: float) -> None:
    connection.execute(
        insert(RECENT)
        .values(path=path, opened_at=opened_at)
        .on_conflict_do_update(index_elements=["path"], set_={"opened_at": opened_at})
    )
    kept = select(RECENT.c.path).order_by(RECENT.c.opened_at.desc()).limit(_RECENT_KEPT)
    connection.execute(delete(RECENT).where(RECENT.c.path.not_in(kept)))


def read_recent(connection: Connection, limit: int) -> list[str]:
    query = select(RECENT.c.path).order_by(RECENT.c.opened_at.desc()).limit(limit)
    return list(connection.execute(query).scalars())
