"""What a machine resolves is kept, oldest first; a damaged file is no obstacle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from studio.core.comparisons import Resolution
from studio.history.resolution_file import KEPT, add, load


def found(at: float) -> Resolution:
    return Resolution(
        at=at,
        seconds=10.0,
        percent=0.5,
        clock="wall",
        file="a.tflite",
        target="litert-cpu",
        cpu="c",
        quadruples=60,
        processes=6,
    )


def test_the_last_ones_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "resolution.json"
    assert load(path) == ()
    for at in range(KEPT + 2):
        add(path, found(float(at)))
    assert [one.at for one in load(path)] == [float(at) for at in range(2, KEPT + 2)]


ADDING = """
import sys
from pathlib import Path
from studio.core.comparisons import Resolution
from studio.history.resolution_file import add
for at in range(20):
    add(Path(sys.argv[1]), Resolution(
        at=float(at), seconds=1.0, percent=0.5, clock="wall", file=sys.argv[2], target="t",
        cpu="c", quadruples=60, processes=6))
"""


def test_two_processes_that_add_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "resolution.json"
    running = [
        subprocess.Popen([sys.executable, "-c", ADDING, str(path), name]) for name in ("a", "b")
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    kept = [(one.file, one.at) for one in load(path)]
    assert sorted(kept) == [(name, float(at)) for name in ("a", "b") for at in range(20)]


def test_a_damaged_file_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "resolution.json"
    path.write_text('[{"at": 1')
    assert load(path) == ()
    add(path, found(1.0))
    assert load(path) == (found(1.0),)
