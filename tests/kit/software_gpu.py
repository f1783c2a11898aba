"""A GPU that the CPU emulates, for tests: SwiftShader, which Debian ships with Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

_DRIVER = Path("/usr/lib/chromium/vk_swiftshader_icd.json")


def software_gpu_environment() -> dict[str, str]:
    """Variables for a process whose Vulkan finds this device alone; skips where it is missing."""
    if not _DRIVER.exists():
        pytest.skip("no software GPU: the Debian package chromium-common is not installed")
    return {"VK_ICD_FILENAMES": str(_DRIVER)}


NO_GPU_ENVIRONMENT = {"VK_ICD_FILENAMES": "/nonexistent/driver.json"}
"""Variables for a process whose Vulkan finds no device at all."""
