"""Tables for other programs: raw samples as CSV, the comparison as TSV. Full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from studio.core.results import Measurement
from studio.core.sample_file import BlockRecord, decode
from studio.core.session import Run
from studio.history.atomic import replacing
from studio.report.comparison import Row

SAMPLE_COLUMNS = ("file", "process", "block", "position", "wall_ns", "cpu_ns")
COMPARISON_COLUMNS = (
    "model",
    "variant",
    "file",
    "sha256",
    "recipe",
    "size_bytes",
    "int8_op_share",
    "int8_mac_share",
    "check",
    "inputs_from",
    "lowest_agreement",
    "lowest_cosine",
    "top1",
    "top1_ci95_low",
    "top1_ci95_high",
    "threads",
    "samples",
    "median_ms",
    "median_ci95_low_ms",
    "median_ci95_high_ms",
    "p90_ms",
    "p99_ms",
    "mean_ms",
    "init_ms",
    "first_ms",
    "peak_rss_bytes",
)


def write_samples_csv(path: Path, run: Run, blocks: Iterable[BlockRecord]) -> None:
    """One line for each timed inference. Raises StorageError: file-not-written."""
    files = [_as_text(file) for file in run.request.files]
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(SAMPLE_COLUMNS)
        for record in sorted(blocks, key=lambda item: (item.process, item.block)):
            values = decode(record.payload, record.count)
            rows = zip(*[iter(values)] * 4, strict=True)
            writer.writerows(
                (_file(files, variant), record.process, record.block, position, wall, cpu)
                for variant, position, wall, cpu in rows
            )
        text.detach()


def comparison_tsv(rows: Iterable[Row]) -> str:
    """The comparison for a spreadsheet; an empty cell is an unknown number."""
    lines = ["\t".join(COMPARISON_COLUMNS)]
    for row in rows:
        cells = (_cell(value) for value in _values(row))
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _values(row: Row) -> tuple[object, ...]:
    outputs = row.check.outputs if row.check else ()
    top1 = row.evaluation.top1 if row.evaluation else None
    return (
        row.model,
        row.name,
        row.path,
        row.sha256,
        row.recipe.fingerprint() if row.recipe else None,
        row.size_bytes,
        row.audit.int8_op_share if row.audit else None,
        row.audit.int8_mac_share if row.audit else None,
        row.check.status if row.check else None,
        row.check.inputs_from if row.check else None,
        min((o.argmax_agreement for o in outputs if o.argmax_agreement is not None), default=None),
        min((o.cosine for o in outputs if o.cosine is not None), default=None),
        top1.value if top1 else None,
        top1.ci95[0] if top1 else None,
        top1.ci95[1] if top1 else None,
        *_latencies(row.measurement),
    )


def _latencies(found: Measurement | None) -> tuple[object, ...]:
    if found is None:
        return (None,) * 11
    low, high = found.median_ci95_ms or (None, None)
    return (
        found.threads,
        found.samples,
        found.median_ms,
        low,
        high,
        found.p90_ms,
        found.p99_ms,
        found.mean_ms,
        found.init_ms,
        found.first_ms,
        found.peak_rss_bytes,
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return _as_text(value) if isinstance(value, str) else str(value)


def _as_text(value: str) -> str:
    """No cell may break the line, or be taken for a formula."""
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _file(files: list[str], index: int) -> str:
    return files[index] if 0 <= index < len(files) else str(index)
