"""Whether TensorFlow can use a CUDA device here, and if not, why."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from studio.core.errors import RunError

_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}


def require_cuda(tf: Any) -> str:
    """The name of the first CUDA device, as TensorFlow has it.

    Raises RunError: cuda-not-built, cuda-no-driver, cuda-no-device.
    """
    if not tf.test.is_built_with_cuda():
        raise RunError("cuda-not-built")
    devices = tf.config.list_physical_devices("GPU")
    if not devices:
        raise RunError("cuda-no-device" if _has_driver() else "cuda-no-driver")
    details = tf.config.experimental.get_device_details(devices[0])
    return str(details.get("device_name", devices[0].name))


def _has_driver() -> bool:
    name = _DRIVERS.get(sys.platform)
    if name is None:
        return False
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
