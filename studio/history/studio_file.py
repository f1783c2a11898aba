"""``.studio`` files: a session with its artifacts and raw samples as one zip, to keep or to send.

    manifest.json            format, version, Studio's version
    session.json             models, variants, runs; artifacts named as below
    artifacts/<sha256>.tflite
    samples/<n>.blocks       sample file of the n-th run (core.sample_file)

Source models are not inside, only their paths and hashes. Reading trusts nothing: names must be one
of these, sizes are bounded before and while unpacking, each artifact must have the hash that it
is named by and be a .tflite file, which carries no code, and nothing outside the given folder is
written.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec
from msgspec.structs import replace

from studio import __version__
from studio.core.consent import without_consent
from studio.core.errors import StorageError, StudioError
from studio.core.files import file_sha256
from studio.core.formats import TFLITE_IDENTIFIER
from studio.core.lookup import is_finished
from studio.core.opening import without_code
from studio.core.sample_file import BlockRecord, encode_record, merge_blocks, read_blocks
from studio.core.session import Model, Session, Variant
from studio.history.atomic import replacing
from studio.history.old_forms import name_targets, name_targets_of_job

FILE_VERSION = 2
"""1: runs named a runtime and its threads, or targets already."""
_ALLOWED_NAME = re.compile(
    r"manifest\.json|session\.json|artifacts/[0-9a-f]{64}\.tflite|samples/[0-9]{1,6}\.blocks"
)
_JSON_LIMIT_BYTES = 500_000_000
_TOTAL_LIMIT_BYTES = 20_000_000_000
_RATIO_LIMIT = 300
_CHUNK_BYTES = 1 << 20


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    format: str = "studio"
    version: int = FILE_VERSION
    studio: str = __version__


@dataclass(frozen=True)
class Imported:
    """A session whose artifacts are unpacked; ``samples``: run id -> blocks."""

    session: Session
    samples: dict[str, list[BlockRecord]] = field(default_factory=dict)


def write_studio_file(
    path: Path, session: Session, samples: Callable[[str], Iterable[BlockRecord]]
) -> None:
    """Write ``session`` atomically; ``samples(run_id)`` gives the blocks of a run.

    Artifacts that are gone are left out. Raises StorageError: file-not-written.
    """
    with replacing(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", msgspec.json.encode(Manifest()))
        names: dict[str, str] = {}
        for model in session.models:
            for variant in model.variants:
                name = _artifact_name(variant)
                if name in archive.NameToInfo or _add_artifact(archive, variant, name):
                    names[variant.id] = name
        for number, run in enumerate(session.runs):
            blocks = b"".join(encode_record(block) for block in samples(run.id))
            if blocks:
                archive.writestr(f"samples/{number}.blocks", blocks)
        portable = _portable(session, names)
        archive.writestr("session.json", msgspec.json.encode(portable))


def read_studio_file(path: Path, artifacts: Path) -> Imported:
    """The content of ``path``, its artifacts unpacked into folders of their own in ``artifacts``.

    Raises StorageError: studio-file-invalid, studio-file-newer, studio-file-too-large,
    file-not-written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(path, archive)
            manifest = msgspec.json.decode(_read_json(archive, "manifest.json"), type=Manifest)
            if manifest.format != "studio":
                raise StorageError("studio-file-invalid", path=path)
            if manifest.version > FILE_VERSION:
                raise StorageError("studio-file-newer", path=path)
            session = _without_consent(_session(_read_json(archive, "session.json"), manifest))
            models = tuple(_unpacked(archive, model, artifacts) for model in session.models)
            samples = {
                run.id: _read_samples(archive, f"samples/{number}.blocks")
                for number, run in enumerate(session.runs)
            }
            return Imported(replace(session, models=models), samples)
    except StorageError:
        raise
    except (
        msgspec.MsgspecError,
        zipfile.BadZipFile,
        StudioError,
        OSError,
        KeyError,
        ValueError,
        EOFError,
        TypeError,  # an older file of another shape
        AttributeError,
        NotImplementedError,
        RuntimeError,  # an encrypted entry
    ) as error:
        raise StorageError("studio-file-invalid", str(error), path=path) from error


def _artifact_name(variant: Variant) -> str:
    return f"artifacts/{variant.sha256}.tflite"


def _add_artifact(archive: zipfile.ZipFile, variant: Variant, name: str) -> bool:
    """Whether the artifact's file is there and is what the session says it is."""
    if not _ALLOWED_NAME.fullmatch(name):
        return False
    try:
        with Path(variant.artifact).open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != variant.sha256:
                return False
        archive.write(variant.artifact, name)
    except FileNotFoundError:
        return False
    return True


def _portable(session: Session, names: dict[str, str]) -> Session:
    """Artifacts by their name inside; jobs that are under way stay where they run."""

    def moved(variant: Variant) -> Variant:
        inside = names.get(variant.id, "")
        return replace(variant, artifact=inside or variant.artifact, is_missing=not inside)

    models = tuple(
        replace(model, variants=tuple(map(moved, model.variants))) for model in session.models
    )
    return replace(
        session, models=models, jobs=tuple(job for job in session.jobs if is_finished(job))
    )


def _check_entries(path: Path, archive: zipfile.ZipFile) -> None:
    """Names, sizes and compression ratios as the directory states them."""
    entries = archive.infolist()
    if len({entry.filename for entry in entries}) != len(entries):
        raise StorageError("studio-file-invalid", "the same name twice", path=path)
    total = 0
    for entry in entries:
        if not _ALLOWED_NAME.fullmatch(entry.filename):
            raise StorageError("studio-file-invalid", repr(entry.filename), path=path)
        total += entry.file_size
        grown = entry.file_size > _RATIO_LIMIT * max(entry.compress_size, 1_000)
        too_long = entry.filename.endswith(".json") and entry.file_size > _JSON_LIMIT_BYTES
        if grown or too_long or total > _TOTAL_LIMIT_BYTES:
            raise StorageError("studio-file-too-large", path=path, size=f"{total:,} bytes")


def _read_json(archive: zipfile.ZipFile, name: str) -> bytes:
    # zipfile stops at the size that the directory states, which was checked
    return archive.read(name)


def _session(data: bytes, manifest: Manifest) -> Session:
    """Raises msgspec.MsgspecError, and of an older file KeyError, TypeError, AttributeError."""
    if manifest.version < FILE_VERSION:
        document = msgspec.json.decode(data)
        for run in document.get("runs", ()):
            name_targets(run)
        for job in document.get("jobs", ()):
            name_targets_of_job(job)
        data = msgspec.json.encode(document)
    return msgspec.json.decode(data, type=Session)


def _without_consent(session: Session) -> Session:
    """A yes to a model's code is given on this machine, for this file, not by who sent it."""
    return replace(
        session,
        models=tuple(
            replace(model, agreed=(), opening=without_code(model.opening))
            for model in session.models
        ),
        jobs=tuple(replace(job, request=without_consent(job.request)) for job in session.jobs),
        runs=tuple(
            replace(run, request=replace(run.request, allow_code=False)) for run in session.runs
        ),
    )


def _unpacked(archive: zipfile.ZipFile, model: Model, artifacts: Path) -> Model:
    return replace(
        model,
        variants=tuple(_unpack_variant(archive, variant, artifacts) for variant in model.variants),
    )


def _unpack_variant(archive: zipfile.ZipFile, variant: Variant, artifacts: Path) -> Variant:
    name = _artifact_name(variant)
    if not _ALLOWED_NAME.fullmatch(name) or name not in archive.NameToInfo:
        # no path of another machine may name a file of this one
        return replace(variant, artifact="", is_missing=True)
    target = artifacts / variant.sha256[:12] / f"{_safe_stem(variant.name)}.tflite"
    if not target.exists():
        with archive.open(name) as source:
            _copy_checked(source, target, variant.sha256)
    elif file_sha256(target) != variant.sha256:
        raise ValueError(f"{target} has other content")
    return replace(variant, artifact=str(target), is_missing=False)


def _copy_checked(source: IO[bytes], target: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    head = b""
    with replacing(target) as stream:
        while chunk := source.read(_CHUNK_BYTES):
            head = head or chunk
            digest.update(chunk)
            stream.write(chunk)
        if digest.hexdigest() != sha256:
            raise ValueError(f"{target.name}: the content does not match its hash")
        if head[4:8] != TFLITE_IDENTIFIER:
            raise ValueError(f"{target.name}: no .tflite file")


def _safe_stem(name: str) -> str:
    """A file name on every system out of a variant's name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:60] or "variant"


def _read_samples(archive: zipfile.ZipFile, name: str) -> list[BlockRecord]:
    if name not in archive.NameToInfo:
        return []
    descriptor, temporary = tempfile.mkstemp(suffix=".blocks")
    try:
        with os.fdopen(descriptor, "wb") as stream, archive.open(name) as source:
            while chunk := source.read(_CHUNK_BYTES):
                stream.write(chunk)
        return merge_blocks(read_blocks(temporary))
    finally:
        Path(temporary).unlink(missing_ok=True)
