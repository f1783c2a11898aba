"""How much of a run the profile explains by ops of the file, on real models.

    python tests/benchmarks/profile_coverage.py [--runs 50] [--output raw.json]

Two things keep it below 100 %, and weigh most where ops are short: the profiler cuts times off to
whole microseconds, and a run with it on begins with some microseconds of its own bookkeeping. So
the goal is for models of milliseconds; two smaller ones stand below them for comparison.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studio.core.measure_requests import ProfileRequest
from studio.core.profile import ProfileResult
from studio.core.targets import make_target
from tests.benchmarks.support import Bench
from tests.realmodels import RealModels, cache_folder

GOAL = 0.97
MODELS = (
    "hand_landmark_full",
    "hand_landmark_lite",
    "palm_detection_full",
    "pose_detection",
    "pose_landmark_full",
)
SMALLER = ("face_detection_short_range", "iris_landmark")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--output", type=Path, help="where all profiles go, as JSON")
    options = parser.parse_args()
    models = RealModels(cache_folder())
    raw: dict[str, object] = {}
    print(f"{'model':32} {'target':28} {'run us':>8} {'ops':>4} {'mapped':>6} {'coverage':>9}")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for name in (*MODELS, *SMALLER):
            for kernels in ("xnnpack", "builtin"):
                target = make_target("litert-cpu", kernels=kernels)
                request = ProfileRequest(
                    file=str(models.mediapipe(name)), target=target, runs=options.runs
                )
                result = bench.run(request)
                assert isinstance(result, ProfileResult)
                mapped = sum(op.is_mapped for op in result.ops)
                is_met = result.coverage >= GOAL
                goal = f"  goal {GOAL:.0%}: {'met' if is_met else 'MISSED'}"
                print(
                    f"{name:32} {target.text:28} {result.invoke_median_us:8.0f} "
                    f"{len(result.ops):4} {mapped:6} {result.coverage:9.2%}"
                    f"{goal if name in MODELS else ''}"
                )
                raw[f"{name} {target.text}"] = msgspec.to_builtins(result)
        bench.queue.close()
    if options.output:
        options.output.write_text(json.dumps(raw, indent=1))


if __name__ == "__main__":
    main()
