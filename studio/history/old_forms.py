"""Documents as older versions of Studio wrote them, brought to the form of today.

The history's database and ``.studio`` files hold the same documents: what changes one changes the
other. Documents are decoded JSON; the changes are made in place.
"""

from __future__ import annotations

from typing import Any


def name_targets(run: dict[str, Any]) -> None:
    """A run named a runtime and its threads; now it names targets."""
    _name_targets_of_request(run["request"])
    for measurement in run["result"]["measurements"]:
        if "target" not in measurement:
            measurement["implementation"] = measurement.get("runtime", "")
            measurement["target"] = _target(measurement)


def name_targets_of_job(job: dict[str, Any]) -> None:
    if job["request"]["type"] == "benchmark":
        _name_targets_of_request(job["request"])


def _name_targets_of_request(request: dict[str, Any]) -> None:
    if "targets" not in request:
        request["targets"] = [_target(request)]


def _target(found: dict[str, Any]) -> dict[str, Any]:
    runtime, threads = found.pop("runtime", "litert-interpreter"), found.pop("threads", 1)
    return {"id": runtime, "params": {"threads": threads, "kernels": "xnnpack"}}
