"""Formats that are decoded sample by sample: one file each, told apart by what they hold.

Import rule: as for :mod:`studio.data`; Pillow is imported when a picture is decoded.
"""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import DataError
from studio.core.recipe import Preprocessing
from studio.data.rows import RowSource
from studio.data.sources.csv_file import CsvFile, is_csv
from studio.data.sources.folder import PICTURES, SOUNDS, list_folder
from studio.data.sources.pictures import PictureFolder
from studio.data.sources.sounds import SoundFolder
from studio.data.sources.tfrecord import TfRecord, is_tfrecord

__all__ = ["open_rows"]


def open_rows(path: Path, declared: Preprocessing) -> RowSource | None:
    """What decodes ``path``; None where it is no folder, CSV or TFRecord.

    Raises DataError: data-folder-empty, data-folder-mixed, those of the format.
    """
    if path.is_dir():
        pictures, sounds = list_folder(path, PICTURES), list_folder(path, SOUNDS)
        if pictures.files and sounds.files:
            raise DataError(
                "data-folder-mixed", path=path, first=len(pictures.files), second=len(sounds.files)
            )
        if pictures.files:
            return PictureFolder(pictures, declared)
        if sounds.files:
            return SoundFolder(sounds, declared)
        raise DataError("data-folder-empty", path=path)
    if not path.is_file():
        return None
    if is_csv(path):
        return CsvFile(path)
    if is_tfrecord(path):
        return TfRecord(path, declared)
    return None
