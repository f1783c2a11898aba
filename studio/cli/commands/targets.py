"""``studio targets``: where files can run on this machine, and what keeps the others from it."""

from __future__ import annotations

from typing import Any

from studio.cli import options
from studio.cli.output import Output
from studio.cli.workplace import execute, open_workplace
from studio.core.devices import device_text
from studio.core.errors import ErrorInfo
from studio.core.measure_requests import TargetsRequest
from studio.core.measurements import TargetsResult, TargetState
from studio.core.messages import render
from studio.core.targets import TARGETS


def targets(json: options.Json = False) -> None:
    """List the targets of ``--target``: what runs here, and what the others lack.

    Each is tried in a process of its own, with a small network of its own.
    """
    output = Output(json)
    request = TargetsRequest()
    result = execute(open_workplace(), request, TargetsResult, output, "trying the targets")
    document = {"targets": [_json(state) for state in result.targets]}
    output.result(document, lambda: _show(output, result))


def _json(state: TargetState) -> dict[str, Any]:
    kind = TARGETS[state.id]
    return {
        "id": state.id,
        "title": kind.title,
        "help": kind.help,
        "formats": list(kind.formats),
        "available": state.available,
        "implementation": state.implementation or None,
        "versions": state.versions,
        "device": state.device or None,
        "is_software": state.is_software if state.available else None,
        "reasons": [_reason(error) for error in state.errors],
        "params": [
            {
                "name": param.name,
                "help": param.help,
                "default": param.default,
                "allowed": param.allowed,
            }
            for param in kind.params
        ],
    }


def _reason(error: ErrorInfo) -> dict[str, str]:
    title, hint = render(error.code, error.params)
    return {"code": error.code, "title": title, "hint": hint, "detail": error.detail}


def _show(output: Output, result: TargetsResult) -> None:
    output.table(
        ("id", "runs here", "by", "device", "formats", "parameters"),
        [
            (
                state.id,
                "yes" if state.available else "no",
                _implementation(state),
                device_text(TARGETS[state.id].device, state.device, state.is_software)
                if state.available
                else "–",
                ", ".join(TARGETS[state.id].formats),
                "; ".join(f"{item.name}={item.default}" for item in TARGETS[state.id].params),
            )
            for state in result.targets
        ],
    )
    for state in result.targets:
        for error in state.errors:
            title, hint = render(error.code, error.params)
            output.say(f"{state.id}: {_verdict(state)}: {title}. {hint}".rstrip())


def _implementation(state: TargetState) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in state.versions.items())
    return f"{state.implementation} ({versions})" if state.available else "–"


def _verdict(state: TargetState) -> str:
    return f"by {state.implementation} instead" if state.available else "not available"
