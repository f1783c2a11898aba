"""Installed versions of what decides a result, read without importing any of it."""

from __future__ import annotations

from importlib import metadata

_PACKAGES = (
    "tensorflow", "tensorflow-cpu", "keras", "tf_keras", "ai-edge-litert", "ai-edge-quantizer",
    "torch", "litert-torch", "onnx", "onnxruntime", "PySide6", "numpy", "msgspec",
)  # fmt: skip
_MAY_LACK = ("tensorflow-cpu", "tf_keras", "torch", "litert-torch", "onnx", "onnxruntime")
"""Another name of a package, or an extra: that it is not there is no news."""


def installed_versions() -> dict[str, str]:
    """Package -> version, or "not installed"."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            if package not in _MAY_LACK:
                found[package] = "not installed"
    return found
