"""CSV: every sample once, nothing taken for a formula."""

from __future__ import annotations

import csv
from pathlib import Path

from msgspec.structs import replace

from studio.core.scenarios import make_scenario
from studio.report.exports import (
    MEASUREMENT_COLUMNS,
    SAMPLE_COLUMNS,
    measurements_csv,
    write_samples_csv,
)
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
    arm = ["/a/=x.tflite", target, "single-stream", "1"]
    assert lines[0] == [*arm, "0", "0", "0", wall, "1000000"]


def test_a_measurement_says_what_a_run_was(tmp_path: Path) -> None:
    run = make_run(("=x.tflite", "/a/y.tflite"), tmp_path / "samples")
    first, second, *_ = run.result.measurements
    offline = replace(first, scenario=make_scenario("offline", streams=4), median_ci95_ms=None)
    run = replace(run, result=replace(run.result, measurements=(offline, second)))
    table = list(csv.DictReader(measurements_csv(run).splitlines()))
    assert tuple(table[0]) == MEASUREMENT_COLUMNS
    assert (table[0]["file"], table[0]["scenario"]) == ("'=x.tflite", "offline:streams=4")
    assert (table[0]["samples_per_run"], table[1]["samples_per_run"]) == ("64", "1")
    assert table[0]["median_ci95_low_ms"] == ""
    assert table[1]["target"] == second.target.text
