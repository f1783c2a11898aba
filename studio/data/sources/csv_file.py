"""A table of numbers: "x" (rows, columns) float32, and "y" a column of class numbers.

Columns are told by the first line. A column called y, label, labels, class or target is the label;
columns called NAME, or NAME[0], NAME[1]... or NAME_0, NAME_1..., are the array NAME where there are
several such names. Without a first line of names all columns are "x".
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from studio.core.errors import DataError
from studio.data.rows import Header

_LABELS = ("y", "label", "labels", "class", "target")
_SUFFIXES = frozenset({".csv", ".tsv"})
_LINE_BYTES = 16 << 20
_NUMBERED = re.compile(r"^(.*?)[\[_.]?(\d+)\]?$")


def is_csv(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES


class CsvFile:
    """Line by line; where each begins is noted at first, so that any can be read later."""

    def __init__(self, path: Path) -> None:
        """Raises DataError: data-unreadable, csv-line-invalid, csv-line-too-long, data-empty."""
        self._path = path
        self._starts: np.ndarray
        names = self._scan()
        labels = [at for at, name in enumerate(names) if name.lower() in _LABELS][:1]
        self._columns = _arrays(names, labels)
        count = len(self._starts)
        self.headers = {
            key: Header((count, len(columns)), np.dtype(np.float32))
            for key, columns in self._columns.items()
        }
        if labels:
            self._columns["y"] = labels
            self.headers["y"] = Header((count,), np.dtype(np.float64))

    def rows(self, key: str, start: int, stop: int) -> np.ndarray:
        columns = self._columns[key]
        header = self.headers[key]
        made = np.empty((stop - start, len(columns)), header.dtype)
        try:
            with self._path.open("rb") as stream:
                for place in range(stop - start):
                    stream.seek(int(self._starts[start + place]))
                    values = self._parse(stream.readline(_LINE_BYTES), start + place)
                    made[place] = [values[at] for at in columns]
        except OSError as error:
            raise DataError("data-unreadable", str(error), path=self._path) from error
        return made.reshape(stop - start, *header.shape[1:])

    def _scan(self) -> list[str]:
        """The names of the columns; notes where the lines of values begin."""
        starts: list[int] = []
        names: list[str] = []
        self._separator = b"\t" if self._path.suffix.lower() == ".tsv" else b","
        try:
            with self._path.open("rb") as stream:
                at = 0
                for line in iter(lambda: stream.readline(_LINE_BYTES), b""):
                    if len(line) == _LINE_BYTES:
                        raise DataError("csv-line-too-long", path=self._path, line=len(starts) + 1)
                    if line.strip():
                        if not names and not starts:
                            names, is_values = self._first(line)
                            if is_values:
                                starts.append(at)
                        else:
                            starts.append(at)
                    at += len(line)
        except OSError as error:
            raise DataError("data-unreadable", str(error), path=self._path) from error
        if not starts:
            raise DataError("data-empty", path=self._path)
        self._width = len(names)
        self._has_names = bool(starts) and any(names)
        self._starts = np.asarray(starts, np.int64)
        return names

    def _first(self, line: bytes) -> tuple[list[str], bool]:
        """(column names, "" where there are none; whether the line holds values already)."""
        cells = [
            cell.strip().strip(b'"') for cell in line.lstrip(b"\xef\xbb\xbf").split(self._separator)
        ]
        try:
            for cell in cells:
                float(cell)
        except ValueError:
            return [cell.decode("utf-8", "replace") for cell in cells], False
        return [""] * len(cells), True

    def _parse(self, line: bytes, row: int) -> list[float]:
        cells = line.lstrip(b"\xef\xbb\xbf").split(self._separator)
        shown = row + (2 if self._has_names else 1)
        if len(cells) != self._width:
            raise DataError(
                "csv-line-invalid",
                path=self._path,
                line=shown,
                what=f"{len(cells)} columns instead of {self._width}",
            )
        try:
            return [float(cell.strip().strip(b'"')) for cell in cells]
        except ValueError as error:
            raise DataError(
                "csv-line-invalid", str(error), path=self._path, line=shown, what="not a number"
            ) from error


def _arrays(names: list[str], labels: list[int]) -> dict[str, list[int]]:
    """Array name -> its columns."""
    inputs = [at for at in range(len(names)) if at not in labels]
    groups: dict[str, list[int]] = {}
    for at in inputs:
        found = _NUMBERED.match(names[at])
        groups.setdefault(found.group(1) if found else names[at], []).append(at)
    is_grouped = 1 < len(groups) < len(inputs)
    return groups if is_grouped and all(groups) else {"x": inputs}
