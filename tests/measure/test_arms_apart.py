"""Arms measured apart, in processes that take turns: nothing of what they did gets lost."""

from __future__ import annotations

from pathlib import Path

from studio.core.block_orders import orders
from studio.core.measure_protocol import (
    BurstsRequest,
    CloseSamplingRequest,
    OpenSamplingRequest,
    SummarizeRequest,
)
from studio.core.measure_requests import BenchmarkRequest
from studio.core.sample_file import decode, read_blocks
from studio.core.session import Run
from studio.history.store import History
from studio.measure.held import HeldSampling
from studio.measure.summarize import summarize
from studio.runtimes.protocol import PLAIN
from studio.stats.compare import compare
from studio.stats.raw_samples import rows_by_arm
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingRuntime

BLOCKS = 8


def measured_apart(folder: Path, told: Told, process: int) -> list[str]:
    """Arms 0 and 2 are held by one sampling, arm 1 by another; arm n takes n + 1 ms."""
    parts = {0: (0, 2), 1: (1,)}
    held, files = {}, []
    for number, indices in parts.items():
        request = sample_request(
            folder,
            tuple(f"{index}.tflite" for index in indices),
            indices=indices,
            process=process,
            output=str(folder / f"samples-{process}-{number}"),
            progress=str(folder / f"progress-{process}-{number}"),
        )
        held[number] = HeldSampling(Paced(lambda _: 1.0))
        held[number].open(OpenSamplingRequest(sample=request, variants=3), told.reporter)
        files.append(request.output)
    holder = {index: number for number, indices in parts.items() for index in indices}
    for block, order in zip(range(BLOCKS), orders(3, 1, process), strict=False):
        position = 0
        for index in order:
            request = BurstsRequest(indices=(index,), block=block, first_position=position)
            position += held[holder[index]].run(request, told.reporter).samples
    for sampling in held.values():
        sampling.close(CloseSamplingRequest(), told.reporter)
    return files


class Paced(CountingRuntime):
    """The model n.tflite takes n + 1 ms."""

    def load(self, path, target, how=PLAIN):
        index = int(Path(path).stem)
        self._took_ms = lambda _: float(index + 1)
        return super().load(path, target, how)


def test_all_samples_reach_the_history_and_say_the_same_there(tmp_path: Path, told: Told):
    files = ("0.tflite", "1.tflite", "2.tflite")
    samples = tuple(
        path for process in range(2) for path in measured_apart(tmp_path, told, process)
    )
    asked = BenchmarkRequest(files=files)
    request = SummarizeRequest(
        request=asked,
        arms=make_arms(files),
        samples=samples,
        footprints=(None,) * 3,
        errors=(None,) * 3,
        output=str(tmp_path / "joined"),
    )
    result = summarize(request, told.reporter)
    joined = list(read_blocks(result.samples_path))
    assert len({(one.process, one.block) for one in joined}) == len(joined) == 2 * BLOCKS
    for record in joined:
        positions = decode(record.payload, record.count).tolist()[1::4]
        assert positions == list(range(record.count))
    history = History(tmp_path / "history" / "studio.db")
    history.add_run(Run(id="r", at=1.0, result=result, request=asked))
    history.flush()
    rows = rows_by_arm(history.samples("r"))
    history.close()
    assert {arm: len(found) for arm, found in rows.items()} == {
        arm: measurement.samples for arm, measurement in enumerate(result.measurements)
    }
    again = compare(request.arms, rows, asked.baseline, asked.threshold, result.seconds, asked.seed)
    assert again == result.comparisons
    assert [one.quadruples for one in again] == [BLOCKS, BLOCKS]
