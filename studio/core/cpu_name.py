"""What the processor of this machine calls itself: by it, numbers of another machine are told."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path


def cpu_name() -> str:
    """The processor's own name, else its architecture. Asks the system: not on a GUI's thread."""
    if sys.platform == "linux":
        name = _linux_cpu_name()
    elif sys.platform == "darwin":
        name = _mac_cpu_name()
    elif sys.platform == "win32":
        name = _windows_cpu_name()
    else:
        name = ""
    return name or platform.processor() or platform.machine()


def _linux_cpu_name() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    entries = (line.partition(":") for line in text.splitlines())
    facts = {key.strip().lower(): value.strip() for key, _, value in entries}
    return facts.get("model name") or facts.get("hardware") or facts.get("model") or ""


def _mac_cpu_name() -> str:
    try:
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        found = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()


def _windows_cpu_name() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    key = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as handle:
            return str(winreg.QueryValueEx(handle, "ProcessorNameString")[0]).strip()
    except OSError:
        return ""
