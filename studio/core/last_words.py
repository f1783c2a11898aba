"""What a process that died said of the reason, without what Python prints of its own stack.

The log of a crash ends in faulthandler's dump: some dozen frames of whoever called the library, and
the names of all native modules. What the library itself said stands above it.
"""

from __future__ import annotations

import re

_DUMP = re.compile(
    r"Fatal Python error: |(?:Current thread|Thread) 0x[0-9a-f]+|Extension modules: "
    r"|  File \".*\", line \d+ in |  \.\.\.$|  <no Python frame>"
    r"|[\w.]+(?:, [\w.]*){3,}(?: \(total: \d+\))?$"
)
"""Lines of that dump, of which a log's tail may begin anywhere."""
_FRAME = re.compile(r"^  File \".*\", line \d+ in |^Fatal Python error: ", re.MULTILINE)
_NOISE = re.compile(
    r"\[\d\d:\d\d:\d\d\] request: |[IW]\d{4} \d\d:\d\d|WARNING: All log messages before absl"
)
_REASON = re.compile(
    r"(?:^|: )(?:fatal )?error: |^F\d{4} |Check failed|^terminate called|^ +what\(\): ", re.I
)


def last_words(detail: str) -> str:
    """``detail`` of an error, with a library's own error lines first, each once, where it has such
    a dump; any other, as a traceback of Python, stays as it is."""
    if _FRAME.search(detail) is None:
        return detail
    lines = [line for line in detail.splitlines() if line.strip()]
    told = [line for line in lines if not (_DUMP.match(line) or _NOISE.match(line))]
    reasons = [line for line in told if _REASON.search(line)]
    return "\n".join(dict.fromkeys([*reasons, *told]))
