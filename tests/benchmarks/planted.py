"""Planted slowdowns: how often they are found, and never with the wrong sign.

One file twice, busy work of 3 % or 5 % in the second arm. Found = the verdict is "slower"; wrong
sign = "faster". Goals: found in >= 90 % of the trials, no wrong sign. A slowdown of just the
threshold is the hardest: an interval below 1.03 is "equivalent" at a threshold of 3 %, and rightly
so; how many intervals lie above 1 is printed beside it.

    python tests/benchmarks/planted.py [--percent 3 5] [--trials 30] [--seconds 10] [--output DIR]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import verdict_trials as trials

GOAL = 0.9


def main() -> int:
    parser = trials.parser(__doc__, trials=30, seconds=10.0)
    parser.add_argument("--percent", type=float, nargs="+", default=[3.0, 5.0])
    options = parser.parse_args()
    file = trials.model_file(options.model)
    is_met = True
    for percent in options.percent:
        found = trials.planted_trials(options, file, percent, f"planted-{percent:g}")
        total = len(found)
        hits = sum(item["verdict"] == "slower" for item in found)
        wrong = sum(item["verdict"] == "faster" for item in found)
        print(f"{Path(file).name}, {percent:g} % planted, {options.seconds:g} s a trial, K = 1")
        trials.report_share("found", hits, total, ">= 90 %")
        above = sum(bool(item["ci95"]) and item["ci95"][0] > 1 for item in found)
        trials.report_share("  95 % intervals above 1", above, total, "shown only")
        trials.report_share("wrong sign", wrong, total, "none")
        trials.report_comparisons(found)
        is_met = is_met and hits >= GOAL * total and wrong == 0
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
