"""CSV: every sample once, nothing taken for a formula."""

from __future__ import annotations

import csv
from pathlib import Path

from studio.report.exports import SAMPLE_COLUMNS, write_samples_csv
from studio.report.samples import blocks_of
from tests.history.building import make_run, wall_ns, write_samples


def test_every_raw_sample_is_a_line(tmp_path: Path) -> None:
    count = write_samples(tmp_path / "samples")
    run = make_run(("/a/=x.tflite", "/a/y.tflite"), tmp_path / "samples")
    write_samples_csv(tmp_path / "out.csv", run, blocks_of(run))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream)
    assert tuple(header) == SAMPLE_COLUMNS
    assert len(lines) == count
    wall, target = str(wall_ns(0, 0, 0)), run.request.targets[0].text
    assert lines[0] == ["/a/=x.tflite", target, "single-stream", "0", "0", "0", wall, "1000000"]
