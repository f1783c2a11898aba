"""Whether a window can open here, asked before Qt is: it ends the process where none can.

Imports nothing of Studio and little else: it runs before the first paint.
"""

from __future__ import annotations

import ctypes
import os
import sys


def why_no_window() -> str:
    """What keeps a window from opening; "" where nothing does, or only Qt itself can tell."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    name = os.environ.get("DISPLAY")
    if not name:
        return "neither DISPLAY nor WAYLAND_DISPLAY is set"
    return "" if _can_connect() else f"the X display {name} cannot be reached"


def _can_connect() -> bool:
    """Whether the X server answers; also where its library is not there to ask it with."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    is_broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not is_broken
