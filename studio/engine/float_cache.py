"""Float stages on disk, named by what they were made of; the least recently used go first.

Several processes may share the folder: files appear whole by renaming, and one that vanishes
between two looks is simply made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path

import msgspec

from studio.core.errors import StorageError
from studio.core.files import write_whole
from studio.core.opening import Opening
from studio.core.recipe import Recipe

REVISION = 2
"""Counts changes of how the float stage is made; older files are then no longer found."""
_STALE_S = 3600.0


class FloatKey(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides the bytes of a float stage; quantization and its data are not part of it."""

    source_sha256: str
    shapes: dict[str, tuple[int, ...]]
    batch: str
    signature: str | None
    route: str
    opening: Opening
    versions: dict[str, str]
    tensorflow_ops: bool = False
    revision: int = REVISION

    @classmethod
    def of(
        cls, source_sha256: str, recipe: Recipe, versions: dict[str, str], opening: Opening
    ) -> FloatKey:
        """``opening``: with its code named by content."""
        converters = ("onnx2tf", "torch", "litert-torch")
        relevant = ("tensorflow", "keras", "tf_keras", "ai-edge-litert", *converters)
        return cls(
            source_sha256=source_sha256,
            shapes=recipe.shapes,
            batch=recipe.batch,
            signature=recipe.signature,
            route=recipe.route,
            opening=msgspec.structs.replace(opening, agreed=()),
            tensorflow_ops=recipe.allows_tensorflow_ops,
            versions={name: versions[name] for name in relevant if name in versions},
        )

    @property
    def name(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


class FloatEntry(msgspec.Struct, frozen=True, kw_only=True):
    """``sha256``: of the file's bytes, by which damage is found."""

    route: str
    sha256: str


class FloatCache:
    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes

    def get(self, key: FloatKey) -> tuple[bytes, FloatEntry] | None:
        """The float .tflite and its facts, marked as used just now; None where it is not, or is
        not what was put."""
        path, facts = self._paths(key)
        try:
            entry = msgspec.json.decode(facts.read_bytes(), type=FloatEntry)
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != entry.sha256:
                return None
            with contextlib.suppress(OSError):  # another process may remove it just now
                os.utime(path)
        except (OSError, msgspec.MsgspecError):
            return None
        return data, entry

    def put(self, key: FloatKey, data: bytes, route: str) -> None:
        """Store ``data`` and let the oldest others go. Raises StorageError: cache-unwritable."""
        path, facts = self._paths(key)
        entry = FloatEntry(route=route, sha256=hashlib.sha256(data).hexdigest())
        try:
            write_whole(path, data)
            write_whole(facts, msgspec.json.encode(entry))
        except OSError as error:
            raise StorageError("cache-unwritable", str(error), path=self._folder) from error
        self._evict(keep=path)

    def _evict(self, keep: Path) -> None:
        """What is being written counts too, unless its process is long gone: then it goes."""
        stages, total = [], 0
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                status = path.stat()
                if path.name.startswith(".") and time.time() - status.st_mtime > _STALE_S:
                    path.unlink()
                    continue
                total += status.st_size
                if path.suffix == ".tflite":
                    stages.append((status.st_mtime_ns, status.st_size, path))
        for _, size, path in sorted(stages):
            if total <= self._limit_bytes:
                return
            if path == keep:
                continue
            with contextlib.suppress(OSError):
                facts = path.with_suffix(".json")
                size += facts.stat().st_size if facts.is_file() else 0
                path.unlink()
                facts.unlink(missing_ok=True)
            total -= size

    def _paths(self, key: FloatKey) -> tuple[Path, Path]:
        name = key.name
        return self._folder / f"{name}.tflite", self._folder / f"{name}.json"
