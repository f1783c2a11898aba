"""A real child that writes down each import as it happens: it may be killed at any time.

Run instead of ``python -m studio``; the folder stands in STUDIO_TEST_IMPORTS.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

IMPORTS_ENV = "STUDIO_TEST_IMPORTS"


def main() -> int:
    path = Path(os.environ[IMPORTS_ENV]) / f"{sys.argv[2]}-{os.getpid()}"
    stream = path.open("w", buffering=1, encoding="utf-8")

    def on_audit(event: str, arguments: tuple[object, ...]) -> None:
        if event == "import":
            stream.write(f"{arguments[0]}\n")

    sys.addaudithook(on_audit)
    from studio.__main__ import main as studio_main

    return studio_main()


if __name__ == "__main__":
    sys.exit(main())
