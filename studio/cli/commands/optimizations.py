"""``studio optimizations``: the catalog."""

from __future__ import annotations

from typing import Any

from studio.cli import options
from studio.cli.output import Output
from studio.core.optimizations import CATALOG, Optimization
from studio.core.optimizations.availability import missing_packages


def optimizations(json: options.Json = False) -> None:
    """List the optimizations that a recipe can choose from."""
    output = Output(json)
    document = {"optimizations": [_json(entry) for entry in CATALOG.values()]}
    output.result(document, lambda: _show(output))


def _json(entry: Optimization) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "help": entry.help,
        "needs_calibration": entry.needs_calibration,
        "conflicts": list(entry.conflicts),
        "missing_packages": list(missing_packages(entry)),
        "params": [
            {
                "name": param.name,
                "help": param.help,
                "default": param.default,
                "allowed": param.allowed,
            }
            for param in entry.params
        ],
    }


def _show(output: Output) -> None:
    output.table(
        ("id", "what it does", "parameters", "calibration data", "available"),
        [
            (
                entry.id,
                entry.help,
                "; ".join(f"{param.name}={param.default}" for param in entry.params) or "–",
                "needed" if entry.needs_calibration else "–",
                _available(entry),
            )
            for entry in CATALOG.values()
        ],
    )


def _available(entry: Optimization) -> str:
    missing = missing_packages(entry)
    return "no: needs " + ", ".join(missing) if missing else "yes"
