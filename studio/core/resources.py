"""Where shipped files lie: one locator for source checkout, wheel and frozen build."""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resources_dir() -> Path:
    """The folder with icons, samples and translations. Raises FileNotFoundError where it is not."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [
        *([Path(frozen) / "resources"] if frozen else []),
        _PACKAGE / "_resources",
        _PACKAGE.parent / "resources",
    ]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"resources not found in {', '.join(map(str, candidates))}")


def resource(*parts: str) -> Path:
    """``resource("samples", "mnist_cnn.keras")``."""
    return resources_dir().joinpath(*parts)
