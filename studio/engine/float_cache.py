"""Float stages on disk, named by what they were made of; the least recently used go first.

Several processes may share the folder: files appear whole by renaming, and one that vanishes
between two looks is simply made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from studio.core.errors import StorageError
from studio.core.files import write_whole
from studio.core.formats import TFLITE_IDENTIFIER
from studio.core.model import Signature
from studio.core.recipe import Recipe

REVISION = 1
"""Counts changes of how the float stage is made; older files are then no longer found."""


class FloatKey(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides the bytes of a float stage; quantization and its data are not part of it."""

    source_sha256: str
    shapes: dict[str, tuple[int, ...]]
    batch: str
    signature: str | None
    route: str
    versions: dict[str, str]
    revision: int = REVISION

    @classmethod
    def of(cls, source_sha256: str, recipe: Recipe, versions: dict[str, str]) -> FloatKey:
        relevant = ("tensorflow", "keras", "ai-edge-litert")
        return cls(
            source_sha256=source_sha256,
            shapes=recipe.shapes,
            batch=recipe.batch,
            signature=recipe.signature,
            route=recipe.route,
            versions={name: versions[name] for name in relevant if name in versions},
        )

    @property
    def name(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


class FloatEntry(msgspec.Struct, frozen=True, kw_only=True):
    """``traced``: the signature with the shapes that the source was traced at."""

    route: str
    size_bytes: int
    traced: Signature
    is_stateful: bool = False


class FloatCache:
    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes

    def get(self, key: FloatKey) -> tuple[Path, FloatEntry] | None:
        """The file and its facts, marked as used just now; None where it is not (whole)."""
        path, facts = self._paths(key)
        try:
            entry = msgspec.json.decode(facts.read_bytes(), type=FloatEntry)
            with path.open("rb") as stream:
                head = stream.read(8)
            if head[4:] != TFLITE_IDENTIFIER or path.stat().st_size != entry.size_bytes:
                return None
            os.utime(path)
        except (OSError, msgspec.MsgspecError):
            return None
        return path, entry

    def put(self, key: FloatKey, data: bytes, entry: FloatEntry) -> Path:
        """Store ``data`` and let the oldest others go. Raises StorageError: cache-unwritable."""
        path, facts = self._paths(key)
        try:
            write_whole(path, data)
            write_whole(facts, msgspec.json.encode(entry))
        except OSError as error:
            raise StorageError("cache-unwritable", str(error), path=self._folder) from error
        self._evict(keep=path)
        return path

    def _evict(self, keep: Path) -> None:
        files = []
        for path in self._folder.glob("*.tflite"):
            with contextlib.suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._limit_bytes:
                return
            if path == keep:
                continue
            with contextlib.suppress(OSError):
                path.unlink()
                path.with_suffix(".json").unlink(missing_ok=True)
            total -= size

    def _paths(self, key: FloatKey) -> tuple[Path, Path]:
        name = key.name
        return self._folder / f"{name}.tflite", self._folder / f"{name}.json"
