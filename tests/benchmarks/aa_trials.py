"""A/A trials: how often Studio calls a file faster or slower than itself; goal <= 5 %.

Each trial loads one file twice, measures both arms interleaved in one process (K = 1) and asks for
the verdict. Beside it in the same trial, for as long, what most tools do: all runs of the one, then
all runs of the other, and Welch's t-test on the two averages at the 5 % level.

    python tests/benchmarks/aa_trials.py [--trials 200] [--seconds 3] [--model FILE] [--output DIR]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scipy.stats import ttest_ind

from studio.stats.compare import WALL
from tests.benchmarks import verdict_trials as trials

GOAL = 0.05


def one_trial(file: str, options: argparse.Namespace, number: int, path: Path) -> dict:
    """The order of the two designs alternates, so that neither has the quieter moments."""
    ours: dict = {}
    for is_ours in (True, False) if number % 2 else (False, True):
        if is_ours:
            ours = trials.compare_two(file, options, number, path)
        else:
            naive = _sequential(file, options, number, path)
    return {**ours, **naive}


def _sequential(file: str, options: argparse.Namespace, number: int, path: Path) -> dict:
    walls = []
    for side in "ab":
        aside = path.with_name(f"{path.stem}-sequential-{side}.samples")
        aside.unlink(missing_ok=True)
        arms = (trials.arm(file),)
        rows = trials.measure(arms, options.seconds / 2, number, aside, sittings=1)
        walls.append(rows[0][:, WALL].astype(float))
    first, second = walls
    found = ttest_ind(first, second, equal_var=False)
    return {
        "welch_p": float(found.pvalue),
        "welch_ratio": float(second.mean() / first.mean()),
    }


def main() -> int:
    options = trials.parser(__doc__, trials=200, seconds=3.0).parse_args()
    file = trials.model_file(options.model)
    found = trials.Trials(options.output).run(
        options.trials, lambda number, path: one_trial(file, options, number, path)
    )
    total = len(found)
    false = sum(item["verdict"] in ("faster", "slower") for item in found)
    excluded = sum(bool(item["ci95"]) and not _holds_one(item["ci95"]) for item in found)
    welch = sum(item["welch_p"] < GOAL for item in found)
    beyond = sum(abs(item["welch_ratio"] - 1) > options.threshold for item in found)
    print(f"{Path(file).name}, {options.seconds:g} s a trial, K = 1")
    trials.report_share("false verdicts (faster or slower)", false, total, "<= 5 %")
    trials.report_share("  95 % intervals without 1", excluded, total, "5 % (not gated)")
    trials.report_comparisons(found)
    trials.report_share("sequential, Welch p < 0.05", welch, total, "beside it")
    trials.report_share("sequential, means differ by more than t", beyond, total, "beside it")
    return 0 if false <= GOAL * total else 1


def _holds_one(interval: list[float]) -> bool:
    return interval[0] <= 1 <= interval[1]


if __name__ == "__main__":
    sys.exit(main())
