"""What this machine has: versions, accelerators, a display, the libraries that Qt needs.

Looks without importing: a broken TensorFlow or a missing Qt library must not break the doctor.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from studio.cli.screen import why_no_window

PACKAGES: tuple[tuple[str, str], ...] = (
    ("tensorflow", "tensorflow"),
    ("keras", "keras"),
    ("ai-edge-litert", "ai_edge_litert"),
    ("ai-edge-quantizer", "ai_edge_quantizer"),
    ("numpy", "numpy"),
    ("scipy", "scipy"),
    ("pillow", "PIL"),
    ("psutil", "psutil"),
    ("cffi", "cffi"),
    ("msgspec", "msgspec"),
    ("SQLAlchemy", "sqlalchemy"),
    ("PySide6", "PySide6"),
    ("pyqtgraph", "pyqtgraph"),
    ("netron", "netron"),
    ("fast-sugiyama", "fast_sugiyama"),
    ("onnxruntime", "onnxruntime"),
    ("torch", "torch"),
    ("litert-torch", "litert_torch"),
)
"""Distribution and import name; frozen builds have only the latter."""

OPTIONAL_PACKAGES: dict[str, str] = {
    "ai-edge-quantizer": "some optimizations are disabled",
    "onnxruntime": ".onnx files cannot be measured",
    "torch": ".pt2 files can be opened, but neither converted nor run nor measured",
    "litert-torch": ".pt2 files cannot be converted",
    "onnx2tf": ".onnx files cannot be converted",
}
"""Distribution -> what does not work without it."""
HOW_TO_GET = {
    "torch": "fix-install-torch",
    "litert-torch": "fix-install-torch",
    "onnx2tf": "fix-setup-onnx",
}
"""Distribution -> code of the message that says how, where pip alone is not all."""
NOT_ON_WINDOWS = {"ai-edge-quantizer": "It does not exist for Windows; int8 works without it."}
"""Distribution -> what is to be known of it there."""

WINDOW_LIBRARIES: tuple[tuple[str, str], ...] = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
WEBENGINE_LIBRARIES: tuple[tuple[str, str], ...] = (
    ("libnss3.so", "libnss3"),
    ("libasound.so.2", "libasound2"),
    ("libXcomposite.so.1", "libxcomposite1"),
    ("libXdamage.so.1", "libxdamage1"),
    ("libXtst.so.6", "libxtst6"),
    ("libXrandr.so.2", "libxrandr2"),
    ("libgbm.so.1", "libgbm1"),
    ("libxkbfile.so.1", "libxkbfile1"),
)


@dataclass(frozen=True)
class Library:
    """A shared library that Qt loads. ``package``: the Debian package that holds it."""

    name: str
    package: str
    found: bool


@dataclass(frozen=True)
class Display:
    """Whether a window can open; ``reason`` says why not."""

    available: bool
    kind: str
    reason: str = ""


def package_version(distribution: str, module: str) -> str | None:
    """The installed version; "present" where only the module itself is (frozen); None = missing."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "present" if find_spec(module) is not None else None


def libraries(wanted: tuple[tuple[str, str], ...]) -> tuple[Library, ...]:
    """Only Linux leaves these to the system; elsewhere Qt brings all it needs."""
    if not sys.platform.startswith("linux"):
        return ()
    return tuple(Library(name, package, _loads(name)) for name, package in wanted)


def display() -> Display:
    if find_spec("PySide6") is None:
        return Display(False, "none", "PySide6 is not installed")
    platform_name = os.environ.get("QT_QPA_PLATFORM", "")
    if platform_name.startswith(("offscreen", "minimal")):
        return Display(False, platform_name, f"QT_QPA_PLATFORM is {platform_name}")
    if not sys.platform.startswith("linux"):
        return Display(True, platform.system())
    reason = why_no_window()
    if reason:
        return Display(False, "none", reason)
    for variable in ("WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(variable):
            return Display(True, f"{variable}={os.environ[variable]}")
    return Display(True, platform_name or "none")


def accelerators() -> tuple[str, ...]:
    """GPUs that the system's own tools name; () = none found."""
    found = []
    tool = shutil.which("nvidia-smi")
    if tool is not None:
        found += [line for line in _lines([tool, "-L"]) if line.startswith("GPU ")]
    if sys.platform == "darwin" and platform.machine() == "arm64":
        found.append("Apple GPU (Metal)")
    return tuple(found)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _lines(command: list[str]) -> list[str]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []
