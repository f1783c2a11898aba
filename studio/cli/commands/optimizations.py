"""``studio optimizations``: the catalog, and which of it can apply to a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli import options
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.workplace import execute, open_workplace
from studio.core.formats import sniff
from studio.core.messages import render
from studio.core.model import InspectResult
from studio.core.opening import Opening
from studio.core.optimizations import CATALOG, Optimization
from studio.core.optimizations.availability import (
    Reason,
    is_not_known,
    missing_packages,
    remark,
    why_not,
    why_not_values,
)
from studio.core.recipe import make_step
from studio.core.requests import InspectRequest


@with_opening_options
def optimizations(
    model: Annotated[
        Path | None,
        typer.Argument(
            help="Say which of them can apply to this model, and why not.", metavar="MODEL"
        ),
    ] = None,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    json: options.Json = False,
) -> None:
    """List the optimizations that a recipe can choose from."""
    output = Output(json)
    reasons: dict[str, str] | None = None
    refused: dict[str, dict[str, str]] = {}
    remarks: dict[str, Reason | None] = {}
    if model is not None:
        sniff(model.expanduser())
        path = options.absolute(model)
        request = InspectRequest(path=path, allow_code=allow_code, opening=opening)
        result = execute(open_workplace(), request, InspectResult, output, model.name)
        reasons = {entry.id: _reason(entry, result) for entry in CATALOG.values()}
        refused = {entry.id: _refused(entry, result) for entry in CATALOG.values()}
        remarks = {entry.id: remark(entry, result.info) for entry in CATALOG.values()}
    document = {
        "optimizations": [_json(entry, reasons, refused, remarks) for entry in CATALOG.values()]
    }
    output.result(document, lambda: _show(output, reasons or {}, refused, remarks))


def _reason(entry: Optimization, result: InspectResult) -> str:
    """Why ``entry`` cannot apply to the inspected model; "" = nothing speaks against it."""
    return _text(why_not(entry, result.info, result.graph))


def _text(reason: Reason | None) -> str:
    return ". ".join(filter(None, render(*reason))) if reason is not None else ""


def _refused(entry: Optimization, result: InspectResult) -> dict[str, str]:
    """ "granularity=block-128" -> why that value cannot apply, of those that cannot."""
    found = why_not_values(entry, make_step(entry.id).params, result.info, result.graph)
    return {f"{name}={choice}": _text(reason) for (name, choice), reason in found.items()}


def _json(
    entry: Optimization,
    reasons: dict[str, str] | None,
    refused: dict[str, dict[str, str]],
    remarks: dict[str, Reason | None],
) -> dict[str, Any]:
    """``why_not``: null = it can apply; only where a model was named, as ``refused``: values of
    parameters that cannot, and ``remark``: what is known of what it may do, else null."""
    return {
        "id": entry.id,
        "title": entry.title,
        "help": entry.help,
        "needs_calibration": entry.needs_calibration,
        "conflicts": list(entry.conflicts),
        "keeps": list(entry.keeps),
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
    } | (
        {
            "why_not": reasons[entry.id] or None,
            "refused": refused[entry.id],
            "remark": None if reasons[entry.id] else _text(remarks[entry.id]) or None,
        }
        if reasons is not None
        else {}
    )


def _show(
    output: Output,
    reasons: dict[str, str],
    refused: dict[str, dict[str, str]],
    remarks: dict[str, Reason | None],
) -> None:
    output.table(
        ("id", "what it does", "parameters", "calibration data", "available"),
        [
            (
                entry.id,
                entry.help,
                "; ".join(f"{param.name}={param.default}" for param in entry.params) or "–",
                "needed" if entry.needs_calibration else "–",
                _available(
                    entry,
                    reasons.get(entry.id, ""),
                    refused.get(entry.id, {}),
                    remarks.get(entry.id),
                ),
            )
            for entry in CATALOG.values()
        ],
    )


def _available(
    entry: Optimization, reason: str, refused: dict[str, str], found: Reason | None
) -> str:
    missing = missing_packages(entry)
    if missing:
        return "no: needs " + ", ".join(missing)
    if reason:
        return f"no: {reason}"
    if found is not None:
        return f"{'not known' if is_not_known(found) else 'yes'}: {_text(found)}"
    titles = {value: why.split(". ")[0] for value, why in refused.items()}
    return "yes" + "".join(f"; not {value}: {title}" for value, title in titles.items())
