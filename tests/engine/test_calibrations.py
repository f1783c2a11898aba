"""What the warm process keeps of a calibration: never of other bytes, and the file is the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.keep import parse_keep
from studio.engine.quantize.calibrations import PROCESS_CALIBRATIONS, Calibrations, fingerprint
from tests.conftest import Sample
from tests.engine.conftest import Build


def test_it_is_made_once_for_the_same_bytes() -> None:
    made: list[str] = []
    kept = Calibrations()

    def make(what: str) -> bytes:
        made.append(what)
        return what.encode()

    for of, what in (("a", "x"), ("a", "x"), ("a", "y"), ("b", "x"), ("a", "x")):
        assert kept.made(of, what, lambda what=what: make(what)) == what.encode()  # type: ignore[misc]
    assert made == ["x", "y", "x", "x"]  # of another model nothing is kept, nor of the one before


def test_a_fingerprint_tells_all_apart() -> None:
    ones = {"a": np.ones((2, 3), np.float32)}
    found = [
        fingerprint(b"model", ones),
        fingerprint(b"other", ones),
        fingerprint(b"model", {"b": ones["a"]}),
        fingerprint(b"model", {"a": np.ones((3, 2), np.float32)}),
        fingerprint(b"model", {"a": np.ones((2, 3), np.int32)}),
        fingerprint(b"model", {"a": np.zeros((2, 3), np.float32)}),
    ]
    assert len(set(found)) == len(found)
    assert fingerprint(b"model", {"a": np.ones((2, 3), np.float32)}) == found[0]


@pytest.mark.tf
@pytest.mark.parametrize("entry", ["op:CONV_2D=float", "op:CONV_2D=int16"])
def test_the_file_is_the_same_with_and_without_what_was_kept(
    build: Build, sample: Sample, entry: str
) -> None:
    def made() -> tuple[bytes, object]:
        keep = (parse_keep(entry),)
        found = build(sample.model, "int8", calibration=sample.calibration, samples=8, keep=keep)
        return Path(found.artifact).read_bytes(), found.kept

    PROCESS_CALIBRATIONS.made("", "", bytes)  # forget
    fresh, again = made(), made()
    assert fresh == again
