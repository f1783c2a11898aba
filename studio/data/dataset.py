"""A data set by what it is: arrays, labels, content hash, and how they bind to a signature."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.errors import DataError
from studio.core.model import Shape, Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.data.fitting import arrange, convert, require_finite, require_numeric
from studio.data.geometry import apply_picture_steps, shape_after, to_layout
from studio.data.layout import sample_shape
from studio.data.reader import LIMIT_BYTES, read_arrays

_PART_BYTES = 128 << 20
LABEL_KEYS = ("y", "labels", "label")


@dataclass(frozen=True)
class LoadedDataset:
    """``arrays``: all of the file by key, as stored. ``labels``: (samples,) int64 or None."""

    path: Path
    arrays: dict[str, np.ndarray]
    labels: np.ndarray | None
    sha256: str
    preprocessing: Preprocessing

    def bind(self, signature: Signature, rows: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """Input name -> (samples, *sample shape) in the input's dtype, preprocessing applied.

        Keys are the input names; for one input "x" or the only array that is no label.
        ``rows``: indices of the samples wanted, in that order (all: None).
        Raises DataError: those of :meth:`arranged` and of ``fitting.convert``.
        """
        arranged = self.arranged(signature)
        bound: dict[str, np.ndarray] = {}
        for spec in signature.inputs:
            key, array = arranged[spec.name]
            part = array if rows is None else array[rows]
            if self.preprocessing.changes_pictures:
                bound[spec.name] = self._picture(part, spec, signature, key)
            else:
                bound[spec.name] = convert(part, spec, self.preprocessing, key)
        return bound

    def _picture(
        self, part: np.ndarray, spec: TensorSpec, signature: Signature, key: str
    ) -> np.ndarray:
        """``part`` (samples, ...) as stored, after the picture steps and the arithmetic."""
        made = apply_picture_steps(part, self.preprocessing, key)
        made = to_layout(convert(made, spec, self.preprocessing, key), self.preprocessing)
        return arrange(made, sample_shape(spec, signature), key)

    def arranged(self, signature: Signature) -> dict[str, tuple[str, np.ndarray]]:
        """Input name -> (key, view of its array as stored: (samples, *sample shape)).

        Where pictures are resized or turned, a sample has the shape that it is stored with.
        Looks at shapes and dtypes alone. Raises DataError: data-inputs-missing, data-counts-differ,
        data-empty, input-dtype-unsupported and those of ``fitting.arrange``.
        """
        chosen = self._choose(signature)
        arranged: dict[str, tuple[str, np.ndarray]] = {}
        for spec in signature.inputs:
            require_numeric(spec)
            key = chosen[spec.name]
            arranged[spec.name] = key, self._arrange(key, sample_shape(spec, signature))
        counts = {key: len(array) for key, array in arranged.values()}
        if len(set(counts.values())) > 1:
            listed = ", ".join(f"{key}: {count}" for key, count in counts.items())
            raise DataError("data-counts-differ", counts=listed)
        if not all(counts.values()):
            raise DataError("data-empty", path=self.path)
        return arranged

    def is_unscaled(self, signature: Signature, bound: Mapping[str, np.ndarray]) -> bool:
        """Whether whole numbers beyond 0 and 1 go into a float input as they are.

        ``bound``: what :meth:`bind` gave. Pictures of 0 to 255 where a model takes 0 to 1 are the
        commonest mistake with data. A model may also do the scaling itself: it is worth a note, no
        more.
        """
        if self.preprocessing != Preprocessing():
            return False
        chosen = self._choose(signature)
        return any(
            spec.dtype.startswith("float")
            and self.arrays[chosen[spec.name]].dtype.kind in "iu"
            and bool(np.any(bound[spec.name] > 1))
            for spec in signature.inputs
        )

    def require_finite(self, signature: Signature) -> None:
        """Of all samples, as stored: which ones a command happens to look at must not decide
        whether it takes the data. Raises DataError: data-not-finite, data-inputs-missing."""
        for key in self._choose(signature).values():
            require_finite(self.arrays[key], key)

    def count(self, signature: Signature) -> int:
        """How many samples the set holds for ``signature``. Raises as :meth:`bind`."""
        chosen = self._choose(signature)
        spec = signature.inputs[0]
        key = chosen[spec.name]
        return len(self._arrange(key, sample_shape(spec, signature)))

    def parts(self, signature: Signature) -> Iterator[dict[str, np.ndarray]]:
        """All samples as :meth:`bind` gives them, so many at a time that memory is bounded."""
        total = self.count(signature)
        first = self.bind(signature, np.arange(min(1, total)))
        step = max(1, _PART_BYTES // max(1, sum(array.nbytes for array in first.values())))
        for start in range(0, total, step):
            yield self.bind(signature, np.arange(start, min(total, start + step)))

    @property
    def targets(self) -> np.ndarray | None:
        """The array of labels as stored, whatever it holds; None where there is none."""
        key = next((key for key in LABEL_KEYS if key in self.arrays), None)
        return None if key is None else self.arrays[key]

    def require_labels(self) -> np.ndarray:
        """(samples,) int64. Raises DataError: labels-missing, labels-invalid."""
        if self.labels is not None:
            return self.labels
        key = next((key for key in LABEL_KEYS if key in self.arrays), None)
        if key is None:
            raise DataError("labels-missing", path=self.path, keys=", ".join(self.arrays))
        array = self.arrays[key]
        raise DataError("labels-invalid", path=self.path, shape=array.shape, dtype=array.dtype)

    def _arrange(self, key: str, wanted: Shape) -> np.ndarray:
        array = self.arrays[key]
        if not self.preprocessing.changes_pictures:
            return arrange(array, wanted, key)
        after = shape_after(array.shape[1:], self.preprocessing, key)
        arrange(np.broadcast_to(np.zeros((), np.uint8), (len(array), *after)), wanted, key)
        return array

    def key_of(self, spec: TensorSpec, signature: Signature) -> str:
        """The key of the array that goes into ``spec``. Raises DataError: data-inputs-missing."""
        return self._choose(signature)[spec.name]

    def _choose(self, signature: Signature) -> dict[str, str]:
        """Input name -> key."""
        by_name = {_plain(key): key for key in self.arrays}
        exact = {spec.name: spec.name for spec in signature.inputs if spec.name in self.arrays}
        named = {
            spec.name: exact.get(spec.name) or by_name.get(_plain(spec.name), "")
            for spec in signature.inputs
        }
        if all(named.values()):
            return named
        candidates = [key for key in self.arrays if key not in LABEL_KEYS]
        if len(signature.inputs) == 1:
            name = signature.inputs[0].name
            if "x" in self.arrays:
                return {name: "x"}
            if len(candidates) == 1:
                return {name: candidates[0]}
        raise DataError(
            "data-inputs-missing",
            path=self.path,
            keys=", ".join(self.arrays),
            inputs=", ".join(spec.name for spec in signature.inputs),
        )


def load_dataset(
    path: str | Path, ref: DatasetRef | None = None, limit_bytes: int = LIMIT_BYTES
) -> LoadedDataset:
    """Read a file or folder. ``ref`` gives the preprocessing and, where known, the hash that it
    must have.

    Raises DataError: those of ``reader.read_arrays``, data-changed.
    """
    path = Path(path)
    declared = ref.preprocessing if ref is not None else Preprocessing()
    arrays = read_arrays(path, limit_bytes, declared)
    sha256 = content_sha256(arrays)
    if ref is not None and ref.sha256 and ref.sha256 != sha256:
        raise DataError("data-changed", path=path, expected=ref.sha256[:12], found=sha256[:12])
    key = next((key for key in LABEL_KEYS if key in arrays), None)
    return LoadedDataset(
        path=path,
        arrays=arrays,
        labels=class_labels(arrays[key]) if key else None,
        sha256=sha256,
        preprocessing=declared,
    )


def content_sha256(arrays: dict[str, np.ndarray]) -> str:
    """SHA-256 over names, dtypes, shapes and little-endian bytes, sorted by name."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = arrays[name]
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        digest.update(f"{name}\0{little.dtype.str}\0{array.shape}\0".encode())
        digest.update(little.reshape(-1).view(np.uint8).data)
    return digest.hexdigest()


def class_labels(array: np.ndarray) -> np.ndarray | None:
    """(n,) int64 of class numbers (n,) or (n, 1), or one-hot rows (n, classes); None for others."""
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    is_whole = array.size > 0 and bool(np.all(array == np.rint(array.astype(np.float64))))
    if not is_whole or bool(np.any(array < 0)):
        return None
    if array.ndim == 1:
        return array.astype(np.int64)
    if array.ndim == 2 and bool(np.all(array.sum(axis=1) == 1)) and bool(np.all(array <= 1)):
        return np.asarray(array.argmax(axis=1), np.int64)
    return None


def _plain(name: str) -> str:
    return name.removeprefix("serving_default_").removesuffix(":0")
