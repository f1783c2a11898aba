"""``studio history``: the measurements that were made on this machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli import options
from studio.cli.measurement_documents import benchmark_json, request_json
from studio.cli.output import Output
from studio.cli.reports import median_text
from studio.cli.workplace import open_workplace
from studio.core.devices import placement_text
from studio.core.errors import ModelError
from studio.core.files import file_sha256
from studio.core.measurements import Measurement
from studio.core.quantities import format_duration
from studio.core.scenarios import make_scenario
from studio.core.session import Run


def history(
    file: Annotated[
        Path | None, typer.Argument(help="Only runs of this very file (by its content).")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many runs, newest first.")] = 20,
    json: options.Json = False,
) -> None:
    """List the measurements kept, newest first."""
    from studio.history.store import History

    output = Output(json)
    sha256 = _sha256(file) if file is not None else None
    store = History(open_workplace().places.database)
    try:
        runs = store.runs(file_sha256=sha256, limit=limit)
    finally:
        store.close()
    output.result({"runs": [_json(run) for run in runs]}, lambda: _show(output, runs, sha256))


def _sha256(path: Path) -> str:
    try:
        return file_sha256(path.expanduser())
    except FileNotFoundError:
        raise ModelError("model-missing", path=path) from None
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error


def _json(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "at": run.at,
        "request": request_json(run.request),
        **benchmark_json(run.result),
    }


def _show(output: Output, runs: list[Run], sha256: str | None) -> None:
    """``sha256``: of the only file to be listed; None = of each run all that it measured."""
    if not runs:
        output.say("No measurements yet: “studio benchmark FILE...” or “studio demo” makes some.")
        return
    output.table(
        ("when", "file", ">median ms", "target", ">samples", ">measured", "cpu"),
        [
            (
                datetime.fromtimestamp(run.at).strftime("%Y-%m-%d %H:%M"),
                Path(item.file).name,
                median_text(item),
                " · ".join(filter(None, (item.target.text, *_how(run, item), _device(item)))),
                f"{item.samples:,}",
                format_duration(run.result.seconds),
                run.result.conditions.cpu,
            )
            for run in runs
            for item in run.result.measurements
            if sha256 in (None, item.sha256)
        ],
    )


def _how(run: Run, item: Measurement) -> tuple[str, ...]:
    """What makes a latency another quantity than the plainest one, of a run after another."""
    plainest = item.scenario == make_scenario()
    return ("" if plainest else item.scenario.text, "sustained" if run.request.sustained else "")


def _device(item: Measurement) -> str:
    return placement_text(item.placement) if item.placement else ""
