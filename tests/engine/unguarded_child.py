"""The real children without the checks that keep known crashes from happening.

Stands for what nobody has met yet: a native library that dies of what it was given.
"""

from __future__ import annotations

import sys

from studio.engine import preflight
from studio.engine.quantize import int8


def main() -> int:
    for name in ("require_finite_weights", "require_finite_ranges", "require_no_loop"):
        for module in (preflight, int8):
            setattr(module, name, lambda *_: None)
    from studio.__main__ import main as studio_main

    return studio_main()


if __name__ == "__main__":
    sys.exit(main())
