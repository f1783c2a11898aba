"""Can WebEngine start here? Asked before it is tried, since its refusal ends the whole process.

Chromium aborts the program, without an exception, when its sandbox cannot be set up: as root, or
where the system forbids user namespaces. Studio never switches the sandbox off.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from PySide6.QtCore import QCoreApplication, Qt


def why_not() -> str:
    """The reason why the Netron view cannot start, translated; "" where it can be tried."""
    if not QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts):
        return _tr("The program was started without shared OpenGL contexts.")
    try:
        from studio.ui.pages.netron_scheme import register

        register()
        import PySide6.QtWebEngineWidgets  # noqa: F401
    except ImportError as error:
        return _tr("Qt WebEngine or a system library that it needs is missing: {error}").format(
            error=error
        )
    return "" if _sandbox_switched_off() else _why_no_sandbox()


def _sandbox_switched_off() -> bool:
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    return bool(os.environ.get("QTWEBENGINE_DISABLE_SANDBOX")) or "--no-sandbox" in flags


def _why_no_sandbox() -> str:
    if not sys.platform.startswith("linux"):
        return ""
    if os.geteuid() == 0:
        return _tr("Qt WebEngine does not start for the root user. Start Studio as another user.")
    unshare = shutil.which("unshare")
    if unshare is None:
        return ""
    try:
        probe = subprocess.run(
            [unshare, "--user", "--map-root-user", "true"], capture_output=True, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    if probe.returncode == 0:
        return ""
    return _tr(
        "This system does not let programs make a sandbox (user namespaces are forbidden), and "
        "Qt WebEngine does not start without one."
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("NetronTab", text)
