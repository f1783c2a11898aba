"""A folder of pictures: "x" (n, height, width, channels) uint8, "y" the subfolder's number."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import IO

import numpy as np

from studio.core.errors import DataError
from studio.core.recipe import Preprocessing
from studio.data.geometry import resize
from studio.data.rows import Header
from studio.data.sources.folder import Listing

_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
_GRAY_MODES = frozenset({"1", "L", "LA", "I", "I;16", "F"})


class PictureFolder:
    """Decoded one by one, upright as EXIF says, resized as declared while there is only one in
    memory. Without a declared size all must have that of the first.

    The first picture decides whether all are read in gray or in RGB.
    """

    def __init__(self, listing: Listing, declared: Preprocessing) -> None:
        """Raises DataError: image-unreadable, image-too-large."""
        self._listing, self._declared = listing, declared
        self._channels = 1 if is_gray(listing.files[0]) else 3
        self._shape = self._decode(listing.files[0]).shape
        shape = (len(listing.files), *self._shape)
        self.headers = {"x": Header(shape, np.dtype(np.uint8)), **listing.label_headers()}

    def rows(self, key: str, start: int, stop: int) -> np.ndarray:
        if key == "y":
            assert self._listing.labels is not None
            return self._listing.labels[start:stop]
        made = np.empty((stop - start, *self._shape), np.uint8)
        for place, file in enumerate(self._listing.files[start:stop]):
            picture = self._decode(file)
            if picture.shape != self._shape:
                sizes = ("x".join(map(str, shape[:2])) for shape in (picture.shape, self._shape))
                given, first = sizes
                raise DataError("data-picture-size-differs", path=file, given=given, first=first)
            made[place] = picture
        return made

    def _decode(self, file: Path) -> np.ndarray:
        picture = decode_picture(file, self._channels, str(file))
        return resize(picture, self._declared)


def is_gray(source: Path | IO[bytes], name: str = "") -> bool:
    """Whether a picture has no colors, by its header. Raises DataError: image-unreadable."""
    from PIL import Image

    try:
        with Image.open(source) as opened:
            return opened.mode in _GRAY_MODES
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError("image-unreadable", str(error), path=name or source) from error


def decode_picture(source: Path | IO[bytes], channels: int, name: str) -> np.ndarray:
    """(height, width, channels: 1, 3 or 4) uint8, upright as EXIF says.

    Raises DataError: image-unreadable, image-too-large.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source) as opened:
                upright = ImageOps.exif_transpose(opened).convert(_MODES[channels])
                pixels = np.asarray(upright, np.uint8)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise DataError("image-too-large", str(error), path=name) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise DataError("image-unreadable", str(error), path=name) from error
    return pixels.reshape(*pixels.shape[:2], channels)
