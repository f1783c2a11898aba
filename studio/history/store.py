"""The history: what the window saves by itself, and what both faces read again.

All methods that read block on the disk: call them from a worker thread. Writing is asynchronous, on
one thread of this object; work that has just finished (a variant, a run, an ended job) is written
at once, other changes a moment later, together. Call :meth:`History.close` at the end.

Two windows on one history: each writes its own changes; a three-way merge by id (``core.merge``)
keeps the other's. Neither sees the other's changes before it loads again. Jobs found unfinished
belong to a process that is gone, unless another window is open: then they are that window's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from studio.core.edits import check_sources, interrupt_jobs
from studio.core.errors import StorageError, StudioError
from studio.core.file_lock import FileLock
from studio.core.lookup import is_finished
from studio.core.sample_file import BlockRecord, read_blocks
from studio.core.session import Run, Session
from studio.history import tables
from studio.history.atomic import write_bytes
from studio.history.database import Database
from studio.history.documents import Document, PartStore, decode, join, merge_documents
from studio.history.sources import gather_facts
from studio.history.studio_file import Imported, read_studio_file, write_studio_file
from studio.history.writer import Pending, Writer


class History:
    """One database file, with artifacts beside it in ``artifacts``.

    ``on_error`` is told what the user must know (damage found, saving fails), on whichever thread
    finds it; the same errors collect in ``problems``. The file is opened on first use.
    """

    def __init__(
        self, database: Path, on_error: Callable[[StorageError], None] | None = None
    ) -> None:
        self.problems: list[StorageError] = []
        self._path = database
        self._on_error = on_error
        self._database = Database(database, self._tell)
        self._window = FileLock(database.with_name(database.name + ".window"))
        self._writer = Writer(self._write, self._tell, self._not_saved)
        self._parts = PartStore()
        self._base = Document()
        self._revision: int | None = 0
        self._marks: tuple[object, ...] = ()

    def open(self) -> None:
        """Make or migrate the file now. Raises StorageError: history-newer, -unusable, ..."""
        self._database.open()

    # --- the session ---------------------------------------------------------------------------

    def load_session(self) -> Session:
        """The session as it was left, with what has happened to its files since.

        Raises StorageError: history-newer, history-unusable, history-not-migrated.
        """
        with self._database.reading() as connection:
            found = tables.read_session(connection)
            document = self._decode_session(found[1]) if found else Document()
            parts = tables.read_parts(connection, document.parts)
            documents = tables.read_runs_by_id(connection, document.runs)
        session = join(document, parts, {run.id: run for run in self._decode_runs(documents)})
        if self._is_first_window():
            self._base = document
            session = interrupt_jobs(session, time.time())
        else:
            jobs = tuple(job for job in session.jobs if is_finished(job))
            session = msgspec.structs.replace(session, jobs=jobs)
            own = msgspec.structs.replace(document.session, jobs=jobs)
            self._base = msgspec.structs.replace(document, session=own)
        self._revision = found[0] if found else 0
        self._parts.remember(session, document)
        self._marks = _marks(session)
        return check_sources(session, gather_facts(session))

    def save_session(self, session: Session) -> None:
        """Have ``session`` written; of several in a row only the newest is."""
        marks = _marks(session)
        urgent = marks != self._marks
        self._marks = marks
        self._writer.put(Pending(session=session), urgent)

    # --- runs ----------------------------------------------------------------------------------

    def add_run(self, run: Run) -> None:
        """Have ``run`` written with the raw samples in its ``samples_path``, at once."""
        self._writer.put(Pending(runs=(run,)), urgent=True)

    def runs(self, file_sha256: str | None = None, limit: int = 100) -> list[Run]:
        """The newest runs first; ``file_sha256``: those in which this very file took part."""
        with self._database.reading() as connection:
            return self._decode_runs(tables.read_runs(connection, file_sha256, limit))

    def samples(self, run_id: str) -> list[BlockRecord]:
        """The raw samples, still compressed, by process and block (``core.sample_file.decode``)."""
        with self._database.reading() as connection:
            return tables.read_blocks_of(connection, run_id)

    # --- recently opened models ----------------------------------------------------------------

    def add_recent(self, path: str) -> None:
        """Remember that the model at the absolute ``path`` was opened now."""
        self._writer.put(Pending(opened=((path, time.time()),)), urgent=False)

    def recent(self, limit: int = 10) -> list[str]:
        """Paths of models opened, the latest first; they need not exist any more."""
        with self._database.reading() as connection:
            return tables.read_recent(connection, limit)

    # --- artifacts -----------------------------------------------------------------------------

    def forgotten_artifacts(self, session: Session, unseen_seconds: float) -> list[Path]:
        """Artifacts of variants deleted that long ago, in ``session`` and in the stored one.

        Only these may be removed from disk: an artifact that this history never knew belongs to
        somebody else, and where something was wrong with the history nothing is forgotten.
        """
        with self._database.reading() as connection:
            found = tables.read_session(connection)
            stored = self._decode_session(found[1]).session if found else Session()
            paths = tables.read_artifact_paths(connection, time.time() - unseen_seconds)
        if self.problems:
            return []
        used = {
            variant.artifact
            for known in (session, stored)
            for model in known.models
            for variant in model.variants
        }
        return [Path(path) for path in paths if path not in used]

    # --- .studio files -------------------------------------------------------------------------

    def export(self, path: Path, session: Session | None = None) -> None:
        """Write ``session`` (else the saved one) with artifacts and samples as one file.

        Raises StorageError: file-not-written and those of reading.
        """
        self.flush()
        content = session if session is not None else self.load_session()
        write_studio_file(path, content, self.samples)

    def import_(self, path: Path) -> Session:
        """The session of a ``.studio`` file; artifacts and runs are taken into this history.

        The caller decides what becomes of it: show it instead of the present session, or
        ``merge(Session(), present, imported)``.
        Raises StorageError: studio-file-invalid, -newer, -too-large, and where it cannot be saved.
        """
        imported = read_studio_file(path, self._path.parent / "artifacts")
        self._writer.put(Pending(imported=(imported,)), urgent=True)
        self._writer.flush()
        return check_sources(imported.session, gather_facts(imported.session))

    # --- end -----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Wait until all is written. Raises StorageError where it cannot be (it stays pending)."""
        self._writer.flush()

    def close(self) -> None:
        """Write what is pending and end the thread. Raises StorageError where writing fails."""
        try:
            self._writer.close()
        finally:
            self._window.release()

    # --- on the writer's thread ----------------------------------------------------------------

    def _write(self, batch: Pending) -> None:
        try:
            self._write_all(batch)
        except StorageError as error:
            if error.code == "history-unusable":
                raise self._not_saved(error.detail) from error
            raise

    def _write_all(self, batch: Pending) -> None:
        session = batch.session
        unstored: list[StorageError] = []
        with self._database.writing() as connection:
            runs = {run.id: run for run in (*(session.runs if session else ()), *batch.runs)}
            for run_id in runs.keys() - tables.known_runs(connection, list(runs)):
                tables.write_run(connection, runs[run_id])
                unstored += _store_samples(connection, runs[run_id])
            for imported in batch.imported:
                unstored += _write_imported(connection, imported)
            for path, opened_at in batch.opened:
                tables.write_recent(connection, path, opened_at)
            if session is None:
                saved = None
            else:
                saved = self._write_session(connection, session)
        if saved is not None and session is not None:
            self._base, self._revision = saved
            self._parts.remember(session, self._base)
        for error in unstored:
            self._tell(error)

    def _write_session(
        self, connection: Connection, session: Session
    ) -> tuple[Document, int | None]:
        """What we wrote for our part, and the revision at which the database is just that."""
        ours, fresh = self._parts.split(session)
        found = tables.read_session(connection)
        revision = found[0] if found else 0
        written = ours
        if found is not None and revision != self._revision:
            written = merge_documents(self._base, ours, self._decode_session(found[1]))
        tables.write_parts(connection, fresh, written.parts)
        tables.write_artifacts(connection, session)
        tables.write_session(connection, revision + 1, msgspec.json.encode(written))
        return ours, (revision + 1 if written is ours else None)

    # --- what goes wrong -----------------------------------------------------------------------

    def _decode_session(self, data: bytes) -> Document:
        try:
            return decode(data)
        except msgspec.MsgspecError as error:
            stamp = time.strftime("%Y%m%d-%H%M%S")
            kept = self._path.with_name(f"session-unreadable-{stamp}.json")
            write_bytes(kept, data)
            self._tell(StorageError("session-unreadable", str(error), kept=kept))
            return Document()

    def _decode_runs(self, documents: list[bytes]) -> list[Run]:
        runs = []
        for data in documents:
            try:
                runs.append(msgspec.json.decode(data, type=Run))
            except msgspec.MsgspecError as error:
                self._tell(StorageError("run-unreadable", str(error), path=self._path))
        return runs

    def _is_first_window(self) -> bool:
        try:
            return self._window.try_acquire()
        except OSError:
            return True

    def _not_saved(self, detail: str) -> StorageError:
        return StorageError("history-not-saved", detail, path=self._path)

    def _tell(self, error: StorageError) -> None:
        self.problems.append(error)
        if self._on_error is not None:
            self._on_error(error)


def _marks(session: Session) -> tuple[object, ...]:
    """What must not be lost: when this differs, work has just finished."""
    return (
        tuple(job.id for job in session.jobs if is_finished(job)),
        tuple(
            (variant.id, variant.sha256) for model in session.models for variant in model.variants
        ),
        tuple(run.id for run in session.runs),
        tuple(profile.job_id for profile in session.profiles),
        tuple(diagnosis.job_id for diagnosis in session.diagnoses),
        tuple((fix.job_id, fix.end) for fix in session.fixes),
        tuple(agreement.job_id for agreement in session.agreements),
    )


def _store_samples(connection: Connection, run: Run) -> list[StorageError]:
    """Samples that cannot be read do not take the run's summary with them."""
    path = run.result.samples_path
    if not path:
        return []
    try:
        tables.write_blocks(connection, run.id, read_blocks(path))
    except (OSError, StudioError) as error:
        return [StorageError("samples-not-stored", str(error), path=path)]
    return []


def _write_imported(connection: Connection, imported: Imported) -> list[StorageError]:
    """What is known already stays; that of it which differs is said."""
    conflicts = []
    for run in imported.session.runs:
        tables.write_run(connection, run)
        try:
            tables.write_blocks(connection, run.id, imported.samples.get(run.id, ()))
        except StorageError as error:
            conflicts.append(error)
    tables.write_artifacts(connection, imported.session)
    return conflicts
