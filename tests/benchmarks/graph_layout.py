"""CPU time of laying graphs out, as the light child does it: reading the file included.

Generated graphs of 500, 2,000 and 5,000 nodes (a chain with residuals, the skips of a U-net, dense
blocks), MobileNetV2, and the largest real models that the tests fetch. ``first``: a file that was
not known before; ``toggle``: the first group of that picture closed or opened, everything else
remembered. The median of --rounds; imports are excluded.

    python tests/benchmarks/graph_layout.py [--rounds 5] [--real]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studio.core.child import Reporter
from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.graph_requests import LayoutRequest
from studio.graph.layouts import Layouts
from tests.benchmarks.support import mobilenet
from tests.kit.large_tflite import SHAPES, write_large
from tests.realmodels import RealModels, cache_folder

SIZES = (500, 2000, 5000)
GROUPINGS: tuple[Grouping, ...] = ("none", "scope", "block")
GOAL_CPU_S = 1.5
_LARGEST = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--real", action="store_true", help="fetch real models as well")
    arguments = parser.parse_args()
    print(
        f"{'graph':32} {'nodes':>6} {'wires':>6} {'grouping':>8} {'first ms':>9} {'toggle ms':>9}"
    )
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, path in files(Path(folder), arguments.real):
            for grouping in GROUPINGS:
                rounds = [once(path, grouping) for _ in range(arguments.rounds)]
                first = statistics.median(one for one, _, _ in rounds)
                toggle = statistics.median(other for _, other, _ in rounds)
                layout = rounds[0][2]
                nodes = layout.folded + sum(box.kind == "op" for box in layout.boxes)
                print(
                    f"{name:32} {nodes:6} {len(layout.wires):6} {grouping:>8} "
                    f"{first * 1e3:9.1f} {toggle * 1e3:9.1f}",
                    flush=True,
                )
                slowest = max(slowest, first)
    verdict = "met" if slowest <= GOAL_CPU_S else "MISSED"
    print(f"slowest: {slowest:.2f} s of CPU; goal {GOAL_CPU_S} s: {verdict}")


def files(folder: Path, has_real: bool) -> Iterator[tuple[str, Path]]:
    for size in SIZES:
        for shape in SHAPES:
            name = f"{shape}-{size}"
            yield name, write_large(folder / f"{name}.tflite", shape, size)
    yield "MobileNetV2", mobilenet("float32")
    if has_real:
        models = RealModels(cache_folder())
        found = sorted(models.folder("mediapipe").glob("mediapipe/modules/*/*.tflite"))
        found += [models.basic_pitch_saved_model.with_suffix(".tflite"), *models.wakewords()]
        found.sort(key=lambda path: -len(answer(Layouts(), path, "none", None).boxes))
        yield from ((path.stem, path) for path in found[:_LARGEST])


def once(path: Path, grouping: Grouping) -> tuple[float, float, GraphLayout]:
    """CPU seconds of the first layout, of one with a group toggled, and the first."""
    layouts = Layouts()
    begin = time.process_time()
    layout = answer(layouts, path, grouping, None)
    first = time.process_time() - begin
    opened = set(layout.opened)
    opened ^= {group.id for group in layout.groups[:1]}
    begin = time.process_time()
    answer(layouts, path, grouping, tuple(opened))
    return first, time.process_time() - begin, layout


def answer(
    layouts: Layouts, path: Path, grouping: Grouping, opened: tuple[str, ...] | None
) -> GraphLayout:
    request = LayoutRequest(path=str(path), grouping=grouping, opened=opened)
    return layouts.answer(request, Reporter(lambda _: None))


if __name__ == "__main__":
    main()
