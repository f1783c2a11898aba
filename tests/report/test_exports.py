"""CSV and TSV: every sample once, nothing taken for a formula."""

from __future__ import annotations

import csv
from pathlib import Path

from msgspec.structs import replace

from studio.core.edits import rename_variant
from studio.report.comparison import comparison_rows
from studio.report.exports import (
    COMPARISON_COLUMNS,
    SAMPLE_COLUMNS,
    comparison_tsv,
    write_samples_csv,
)
from studio.report.samples import blocks_of
from tests.history.building import make_run, make_session, wall_ns, write_samples


def test_every_raw_sample_is_a_line(tmp_path: Path) -> None:
    count = write_samples(tmp_path / "samples")
    run = make_run(("/a/=x.tflite", "/a/y.tflite"), tmp_path / "samples")
    write_samples_csv(tmp_path / "out.csv", run, blocks_of(run))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream)
    assert tuple(header) == SAMPLE_COLUMNS
    assert len(lines) == count
    assert lines[0] == ["/a/=x.tflite", "0", "0", "0", str(wall_ns(0, 0, 0)), "1000000"]


def test_the_comparison_for_a_spreadsheet(tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    session = rename_variant(session, "v0", "=1+1\tx")
    files = tuple(variant.artifact for variant in session.models[0].variants)
    text = comparison_tsv(comparison_rows(session, make_run(files, None)))
    header, *lines = (line.split("\t") for line in text.splitlines())
    assert tuple(header) == COMPARISON_COLUMNS
    assert all(len(line) == len(header) for line in lines)
    assert len(lines) == 4
    first = dict(zip(header, lines[1], strict=True))
    assert first["variant"] == "'=1+1 x"
    assert (first["median_ms"], first["top1"], first["p99_ms"]) == ("2.16", "0.973", "")
    assert (first["int8_op_share"], first["check"]) == ("0.9", "degraded")
    assert lines[0][5] == "4"


def test_without_a_run_the_latencies_are_empty(tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    model = replace(session.models[0], variants=())
    (line,) = comparison_tsv(comparison_rows(model, None)).splitlines()[1:]
    assert line.split("\t")[-1] == ""
