"""Two busy processes beside the measurement: no verdict with the wrong sign.

One file twice, 5 % of busy work planted in the second arm, while two processes do nothing but
compute. Wrong sign = the verdict is "faster"; how many are found is shown.

    python tests/benchmarks/contention.py [--busy 2] [--trials 30] [--seconds 10] [--output DIR]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import verdict_trials as trials

# ends with its parent: a benchmark that is killed must not leave the machine busy
BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: sum(range(100_000))"


@contextmanager
def busy_processes(count: int) -> Iterator[None]:
    others = [subprocess.Popen([sys.executable, "-S", "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def main() -> int:
    parser = trials.parser(__doc__, trials=30, seconds=10.0)
    parser.add_argument("--percent", type=float, default=5.0)
    parser.add_argument("--busy", type=int, default=2, help="processes beside the measurement")
    options = parser.parse_args()
    file = trials.model_file(options.model)
    with busy_processes(options.busy):
        found = trials.planted_trials(options, file, options.percent, "contention")
    total = len(found)
    wrong = sum(item["verdict"] == "faster" for item in found)
    hits = sum(item["verdict"] == "slower" for item in found)
    print(
        f"{Path(file).name}, {options.percent:g} % planted, {options.busy} busy processes, "
        f"{options.seconds:g} s a trial, K = 1"
    )
    trials.report_share("wrong sign", wrong, total, "none")
    trials.report_share("found", hits, total, "shown only")
    trials.report_comparisons(found)
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
