"""``studio doctor``: is all that Studio needs here, and how to get what is not?"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from typing import Any

from studio import __version__
from studio.cli import options, system
from studio.cli.output import Output
from studio.cli.workplace import open_workplace
from studio.core.messages import render
from studio.core.onnx_program import PACKAGE
from studio.core.quantities import format_bytes
from studio.jobs.converter_versions import onnx2tf_version
from studio.places import Places, find_places

_LOW_DISK_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Problem:
    """``is_serious``: without it Studio cannot do its main job here."""

    title: str
    hint: str
    is_serious: bool = False


def doctor(json: options.Json = False) -> int:
    """Show versions, accelerators and display, what is missing, and how to get it.

    Exit code 1 where something is missing that conversion needs.
    """
    output = Output(json)
    places = find_places()
    packages = {name: system.package_version(name, module) for name, module in system.PACKAGES}
    packages[PACKAGE] = onnx2tf_version(open_workplace().queue)
    window = system.libraries(system.WINDOW_LIBRARIES)
    webengine = system.libraries(system.WEBENGINE_LIBRARIES)
    display = system.display()
    accelerators = system.accelerators()
    problems = _problems(packages, window, webengine, places)
    document: dict[str, Any] = {
        "studio": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
        "machine": platform.machine(),
        "logical_cores": os.cpu_count(),
        "packages": packages,
        "accelerators": list(accelerators),
        "display": {
            "available": display.available,
            "kind": display.kind,
            "reason": display.reason,
        },
        "libraries": [
            {"name": item.name, "package": item.package, "found": item.found}
            for item in (*window, *webengine)
        ],
        "folders": {
            "data": str(places.data),
            "cache": str(places.cache),
            "logs": str(places.logs),
            "settings": str(places.settings_file),
            "free_bytes": shutil.disk_usage(places.data).free,
        },
        "problems": [
            {"title": item.title, "hint": item.hint, "serious": item.is_serious}
            for item in problems
        ],
    }
    output.result(document, lambda: _show(output, document, problems))
    return 1 if any(item.is_serious for item in problems) else 0


def _problems(
    packages: dict[str, str | None],
    window: tuple[system.Library, ...],
    webengine: tuple[system.Library, ...],
    places: Places,
) -> list[Problem]:
    found = []
    missing = [name for name, version in packages.items() if version is None]
    needed = [name for name in missing if name not in system.OPTIONAL_PACKAGES]
    if needed:
        hint = f"{sys.executable} -m pip install {' '.join(needed)}"
        found.append(Problem(f"Missing Python packages: {', '.join(needed)}", hint, True))
    for name, lacking in system.OPTIONAL_PACKAGES.items():
        if name in missing:
            hint = f"{sys.executable} -m pip install {name}"
            if name in system.HOW_TO_GET:
                hint = render(system.HOW_TO_GET[name], {})[0]
            if sys.platform == "win32":
                hint = system.NOT_ON_WINDOWS.get(name, hint)
            found.append(Problem(f"{name} is missing: {lacking}", hint))
    for libraries, what in ((window, "The window cannot open"), (webengine, "No Netron tab")):
        absent = sorted({item.package for item in libraries if not item.found})
        if absent:
            hint = f"On Debian or Ubuntu: sudo apt-get install {' '.join(absent)}"
            found.append(Problem(f"{what}: system libraries are missing", hint))
    free = shutil.disk_usage(places.data).free
    if free < _LOW_DISK_BYTES:
        title = f"Only {format_bytes(free)} of disk space is left"
        found.append(Problem(title, f"Studio keeps its data in {places.data}."))
    return found


def _show(output: Output, document: dict[str, Any], problems: list[Problem]) -> None:
    display = document["display"]
    accelerators = document["accelerators"]
    output.facts(
        [
            ("studio", document["studio"]),
            ("python", f"{document['python']} ({document['executable']})"),
            ("system", f"{document['platform']}, {document['logical_cores']} logical cores"),
            ("accelerators", "; ".join(accelerators) or "none found: everything runs on the CPU"),
            (
                "display",
                display["kind"] if display["available"] else f"none ({display['reason']})",
            ),
            *((name, path) for name, path in document["folders"].items() if name != "free_bytes"),
            ("free disk", format_bytes(document["folders"]["free_bytes"])),
        ]
    )
    output.heading("Packages")
    output.facts([(name, found or "missing") for name, found in document["packages"].items()])
    if not problems:
        output.heading("✓ Nothing is missing")
        return
    output.heading("What is missing")
    for problem in problems:
        output.facts([("✕" if problem.is_serious else "⚠", problem.title), ("", problem.hint)])
