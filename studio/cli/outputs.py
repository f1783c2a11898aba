"""Files that a command writes: looked at together before any work begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.cli import options
from studio.core.errors import UsageError
from studio.core.formats import FORMATS

TFLITE = (".tflite", ".lite")
_OTHERS = (".png", ".svg", ".dot", ".gv", ".csv", ".json", ".zip", ".html", ".npz", ".npy")
_KNOWN = {*_OTHERS, *(suffix for entry in FORMATS for suffix in entry.suffixes)}


@dataclass(frozen=True)
class Wanted:
    """A file to be written; ``path`` None: it was not asked for. ``suffixes``: what its name may
    end in, of the endings that say what a file is."""

    path: Path | None
    suffixes: tuple[str, ...]


def claim(wanted: Iterable[Wanted], reads: Iterable[Path | None], *, overwrite: bool) -> None:
    """``reads``: files and folders of this command that writing must leave alone.

    Raises UsageError: output-is-input, outputs-alike, output-kind, output-exists, output-no-file;
    StorageError: file-not-written.
    """
    kept = [path.expanduser().resolve() for path in reads if path is not None]
    taken: set[Path] = set()
    for one in wanted:
        if one.path is None:
            continue
        target = one.path.expanduser().resolve()
        if any(_is_in(target, path) for path in kept):
            raise UsageError("output-is-input", path=one.path)
        if target in taken:
            raise UsageError("outputs-alike", path=one.path)
        taken.add(target)
        options.refuse_existing(one.path, overwrite)
        options.refuse_unwritable(one.path)
        suffix = target.suffix.lower()
        if suffix in _KNOWN and suffix not in one.suffixes:
            raise UsageError("output-kind", path=one.path, expected=" or ".join(one.suffixes))


def _is_in(target: Path, kept: Path) -> bool:
    """Whether ``target`` is the file ``kept``, under whatever name, or one of that folder's."""
    if not target.exists() or not kept.exists():
        return target == kept
    return target.samefile(kept) or (kept.is_dir() and target.is_relative_to(kept))
