"""onnx2tf as a queue finds it, and the versions of all that decides what is made."""

from __future__ import annotations

from pathlib import Path

from studio.core.onnx_program import PACKAGE, find_program, is_complete, version_of
from studio.core.package_versions import installed_versions
from studio.jobs.config import QueueConfig


def onnx2tf_of(config: QueueConfig) -> Path | None:
    """The program, where a person said it is, where Studio made it, or on the search path."""
    own = config.onnx_environment
    return find_program([*config.onnx_folders, *([own] if own and is_complete(own) else [])])


def versions_of(config: QueueConfig) -> dict[str, str]:
    """Package -> version, or "not installed"; of onnx2tf in the environment that it runs in."""
    program = onnx2tf_of(config)
    found = version_of(program) if program is not None else None
    return {**installed_versions(), PACKAGE: found or ("unknown" if program else "not installed")}
