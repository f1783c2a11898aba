"""Raw samples and measurements as CSV for other programs, in full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from studio.core.devices import where_text
from studio.core.sample_file import BlockRecord, decode
from studio.core.session import Run
from studio.history.atomic import replacing, write_bytes

SAMPLE_COLUMNS = (
    "file", "target", "scenario", "samples_per_run", "process", "block", "position", "wall_ns",
    "cpu_ns",
)  # fmt: skip
MEASUREMENT_COLUMNS = (
    "file", "target", "scenario", "samples_per_run", "runtime", "samples", "runs_per_sample",
    "processes", "init_ms", "first_ms", "median_ms", "median_ci95_low_ms", "median_ci95_high_ms",
    "p90_ms", "p99_ms", "mean_ms", "cpu_median_ms", "throughput_per_s", "peak_rss_bytes", "ran_on",
    "error",
)  # fmt: skip


def write_samples_csv(path: Path, run: Run, blocks: Iterable[BlockRecord]) -> None:
    """One line for each timed inference. Raises StorageError: file-not-written."""
    arms = [
        (as_cell(one.file), one.target.text, one.scenario.text, str(one.samples_per_run))
        for one in run.result.measurements
    ]
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(SAMPLE_COLUMNS)
        for record in sorted(blocks, key=lambda item: (item.process, item.block)):
            values = decode(record.payload, record.count)
            rows = zip(*[iter(values)] * 4, strict=True)
            writer.writerows(
                (*_arm(arms, variant), record.process, record.block, position, wall, cpu)
                for variant, position, wall, cpu in rows
            )
        text.detach()


def measurements_csv(run: Run) -> str:
    """One line for each measurement; an interval is two columns, what is unknown stays empty."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(MEASUREMENT_COLUMNS)
    for item in run.result.measurements:
        low, high = item.median_ci95_ms or (None, None)
        special = {
            "file": as_cell(item.file),
            "target": item.target.text,
            "scenario": item.scenario.text,
            "runtime": item.implementation,
            "median_ci95_low_ms": low,
            "median_ci95_high_ms": high,
            "ran_on": where_text(item),
            "error": item.error.code if item.error else None,
        }
        values = [
            special[name] if name in special else getattr(item, name)
            for name in MEASUREMENT_COLUMNS
        ]
        writer.writerow("" if value is None else value for value in values)
    return stream.getvalue()


def as_cell(value: str) -> str:
    """No cell may break the line, or be taken for a formula."""
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """A CSV file. Raises StorageError: file-not-written."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(as_cell(value) if isinstance(value, str) else value for value in row)
    write_bytes(path, stream.getvalue().encode())


def _arm(arms: list[tuple[str, str, str, str]], index: int) -> tuple[str, str, str, str]:
    return arms[index] if 0 <= index < len(arms) else (str(index), "", "", "")
