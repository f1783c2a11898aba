"""The file that a sampling process appends its blocks to."""

from __future__ import annotations

from array import array
from io import BytesIO, FileIO

from studio.core.errors import StorageError
from studio.core.sample_file import little_endian, write_block


class SampleStream:
    """A block is in the file when :meth:`write` returns: nothing is left over that closing would
    have to write, and fail at once more.
    """

    def __init__(self, path: str) -> None:
        """Raises StorageError: samples-unwritable."""
        self._path = path
        try:
            self._stream = FileIO(path, "a")
        except OSError as error:
            raise self._unwritable(error) from error

    def write(self, process: int, block: int, rows: array[int]) -> None:
        """``rows``: (variant, position, wall_ns, cpu_ns), one after another.

        Raises StorageError: samples-unwritable; the blocks written before can be read.
        """
        record = BytesIO()
        write_block(record, process, block, little_endian(rows))
        data = memoryview(record.getvalue())
        try:
            while data:
                data = data[self._stream.write(data) :]
        except OSError as error:
            raise self._unwritable(error) from error

    def close(self) -> None:
        self._stream.close()

    def _unwritable(self, error: OSError) -> StorageError:
        return StorageError("samples-unwritable", str(error), path=self._path)
