"""How files of data are called; what they are is told by their content when they are read."""

from __future__ import annotations

DATA_SUFFIXES = (".npz", ".npy", ".csv", ".tsv", ".tfrecord", ".tfrecords")
