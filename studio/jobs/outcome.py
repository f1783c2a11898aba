"""How a process ended, as data: from a return code to an error that a person understands."""

from __future__ import annotations

import signal

from studio.core.errors import ProcessError

_CRASHES = {"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS"}

_WINDOWS_CRASHES = {
    0xC0000005: "access violation",
    0xC000001D: "illegal instruction",
    0xC0000094: "integer division by zero",
    0xC00000FD: "stack overflow",
    0xC0000374: "heap corruption",
}
_WINDOWS_ABORTS = {0xC0000409: "fast fail", 0x40000015: "abort"}
_WINDOWS_KILLED = {0xC0000017: "no memory", 0xC000012D: "commit limit"}


def signal_name(returncode: int) -> str:
    """The signal's name for a negative return code (or a shell's 128 + n), else ""."""
    number = -returncode if returncode < 0 else returncode - 128
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""


def death_error(
    child: str, returncode: int, detail: str = "", memory_was_short: bool = False
) -> ProcessError:
    """The error for a child that ended without an answer.

    ``memory_was_short``: its last measured memory was near the limit, or the machine's was near its
    end; only then is running out of memory named as probable.
    """
    code = returncode & 0xFFFFFFFF
    if code in _WINDOWS_CRASHES:
        return ProcessError("child-crashed", detail, child=child, signal=_WINDOWS_CRASHES[code])
    if code in _WINDOWS_ABORTS:
        return ProcessError("child-aborted", detail, child=child, signal=_WINDOWS_ABORTS[code])
    if code in _WINDOWS_KILLED:
        return ProcessError("child-killed-memory-probable", detail, child=child)
    name = signal_name(returncode)
    if name in _CRASHES:
        return ProcessError("child-crashed", detail, child=child, signal=name)
    if name == "SIGABRT":
        return ProcessError("child-aborted", detail, child=child, signal=name)
    if name == "SIGKILL" and memory_was_short:
        return ProcessError("child-killed-memory-probable", detail, child=child)
    if name:
        return ProcessError("child-killed", detail, child=child, signal=name)
    return ProcessError("child-ended", detail, child=child, returncode=returncode)
