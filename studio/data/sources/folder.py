"""The files of a data folder in their order; subfolders are classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.errors import DataError
from studio.data.rows import Header

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
SOUNDS = frozenset({".wav"})
MOST_FILES = 1_000_000


@dataclass(frozen=True)
class Listing:
    """``files``: in natural order, class by class. ``labels``: the class of each; None without
    subfolders. ``classes``: their names, by number."""

    path: Path
    files: tuple[Path, ...]
    labels: np.ndarray | None
    classes: tuple[str, ...]

    def label_headers(self) -> dict[str, Header]:
        """Of "y", where there are classes."""
        if self.labels is None:
            return {}
        return {"y": Header(self.labels.shape, self.labels.dtype)}


def list_folder(path: Path, suffixes: frozenset[str]) -> Listing:
    """Where there are subfolders with such files, each is a class and files beside them are left
    out. Hidden files are left out; links are not followed out of ``path``.

    Raises DataError: data-unreadable, data-too-many-files.
    """
    try:
        folders = sorted((entry for entry in path.iterdir() if entry.is_dir()), key=natural)
        by_class = [(folder.name, _files(folder, suffixes)) for folder in folders]
        by_class = [(name, files) for name, files in by_class if files]
        files = [file for _, members in by_class for file in members] or _files(path, suffixes)
    except OSError as error:
        raise DataError("data-unreadable", str(error), path=path) from error
    if len(files) > MOST_FILES:
        raise DataError("data-too-many-files", path=path, most=f"{MOST_FILES:,}")
    counts = [len(members) for _, members in by_class]
    labels = np.repeat(np.arange(len(counts)), counts).astype(np.int64) if counts else None
    return Listing(path, tuple(files), labels, tuple(name for name, _ in by_class))


def natural(path: Path) -> list[tuple[int, int | str]]:
    """Sorts "2.png" before "10.png", the same on every system."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def _files(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    found = (
        entry
        for entry in folder.iterdir()
        if entry.suffix.lower() in suffixes and entry.name[0] != "." and entry.is_file()
    )
    return sorted(found, key=lambda entry: (natural(entry), entry.name))
