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


def onnx2tf_version(config: QueueConfig) -> str | None:
    """Of the environment that it runs in, "unknown" where that does not say; None = not here."""
    program = onnx2tf_of(config)
    return (version_of(program) or "unknown") if program is not None else None


def versions_of(config: QueueConfig) -> dict[str, str]:
    """Package -> version, or "not installed"."""
    return {**installed_versions(), PACKAGE: onnx2tf_version(config) or "not installed"}
