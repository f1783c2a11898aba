"""Raw samples as CSV for other programs, in full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from studio.core.sample_file import BlockRecord, decode
from studio.core.session import Run
from studio.history.atomic import replacing

SAMPLE_COLUMNS = ("file", "target", "scenario", "process", "block", "position", "wall_ns", "cpu_ns")


def write_samples_csv(path: Path, run: Run, blocks: Iterable[BlockRecord]) -> None:
    """One line for each timed inference. Raises StorageError: file-not-written."""
    arms = [
        (as_cell(one.file), one.target.text, one.scenario.text) for one in run.result.measurements
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


def as_cell(value: str) -> str:
    """No cell may break the line, or be taken for a formula."""
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _arm(arms: list[tuple[str, str, str]], index: int) -> tuple[str, str, str]:
    return arms[index] if 0 <= index < len(arms) else (str(index), "", "")
