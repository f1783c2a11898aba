"""Arms in several processes: the parent has them take turns, in the order of one process."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.child_protocol import Phase
from studio.core.events import JobCancelled, JobFailed, JobSucceeded
from studio.core.measure_protocol import Footprint, SampleRequest, Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.scenarios import make_scenario
from studio.core.targets import Arm, make_target
from studio.jobs.workflows.alternating import split_by_process
from tests.jobs.bench import Bench, wait_gone

CPU, SERVER = make_target(), make_target("tensorflow-cpu")


def request(*files: str, **fields: float) -> BenchmarkRequest:
    values = {"seconds": 0.6, "processes": 2, "targets": (CPU, SERVER), **fields}
    return BenchmarkRequest(files=files, **values)  # type: ignore[arg-type]


def mixed(bench: Bench, **words: str) -> tuple[str, str, str]:
    """Arms 0 and 2 in one process, arm 1 (which behaves as ``words`` say) in another."""
    return (
        bench.model("a.tflite"),
        bench.model("b.h5", "h5", **words),
        bench.model("c.tflite"),
    )


def test_blocks_are_an_order_and_its_reverse_over_both_processes(bench: Bench) -> None:
    job_id = bench.queue.submit(request(*mixed(bench)))
    assert isinstance(bench.recorder.end(job_id), JobSucceeded)
    bodies = bench.recorder.bodies(job_id)
    blocks: dict[tuple[int, int], list[int]] = {}
    for body in bodies:
        for row in body.rows if isinstance(body, Samples) else ():
            order = blocks.setdefault((row.process, row.block), [])
            assert row.position == len(order)
            order.append(row.variant)
    assert {process for process, _ in blocks} == {0, 1}
    assert all(sorted(order) == [0, 1, 2] for order in blocks.values())
    pairs = [key for key in blocks if key[1] % 2 == 0]
    assert len(pairs) >= 8
    assert all(blocks[one, at + 1] == blocks[one, at][::-1] for one, at in pairs)
    assert len({tuple(blocks[key]) for key in pairs}) > 1, "orders vary"
    fractions = [body.fraction for body in bodies if isinstance(body, Phase)]
    assert fractions == sorted(fractions)


def test_each_share_has_two_fresh_processes_that_hold_their_arms(bench: Bench) -> None:
    bench.run(request(*mixed(bench)))
    opened = [(pid, tag) for _, pid, tag in bench.trace() if tag.startswith("open:")]
    sittings = ["open:0+2:0", "open:1:0", "open:0+2:1", "open:1:1"]
    assert [tag for _, tag in opened] == sittings * 2
    assert len({pid for pid, _ in opened}) == 4, "arms are loaded anew in the same process"
    closed = [pid for _, pid, tag in bench.trace() if tag == "close"]
    assert sorted(closed) == sorted(pid for pid, _ in opened)


def test_blocks_are_counted_on_over_the_sittings_and_all_samples_are_kept(bench: Bench) -> None:
    job_id = bench.queue.submit(request(*mixed(bench), processes=1))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    rows = [
        (row.block, row.variant)
        for body in bench.recorder.bodies(job_id)
        if isinstance(body, Samples)
        for row in body.rows
    ]
    assert len(rows) == len(set(rows))
    assert {block for block, _ in rows} == set(range(max(rows)[0] + 1))
    kept = Path(end.result.samples_path).read_text().splitlines()
    stored = [
        (int(block), int(index))
        for _, block, indices in (line.split(":") for line in kept)
        for index in indices.strip("()").replace(" ", "").split(",")
        if index
    ]
    assert sorted(stored) == sorted(rows)


def test_neighbors_in_one_process_are_asked_together(bench: Bench) -> None:
    job_id = bench.queue.submit(request(*mixed(bench)))
    bench.recorder.end(job_id)
    asked = [
        tuple(row.variant for row in body.rows)
        for body in bench.recorder.bodies(job_id)
        if isinstance(body, Samples)
    ]
    assert {(0, 2), (2, 0), (0,), (1,)} <= set(asked)
    assert all(set(variants) in ({0}, {2}, {0, 2}, {1}) for variants in asked)


def test_an_arm_that_kills_its_process_is_dropped_and_the_others_go_on(bench: Bench) -> None:
    job_id = bench.queue.submit(request(*mixed(bench, bursts="abort")))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    codes = [m.error.code if m.error else "" for m in end.result.measurements]
    assert codes == ["", "child-aborted", ""]
    lines = Path(end.result.samples_path).read_text().splitlines()
    assert any(line.startswith("0:0:") for line in lines), "finished samples stay"
    assert sum(line.startswith("1:") for line in lines) >= 3, "one process is enough for the rest"
    footprints = [b for b in bench.recorder.bodies(job_id) if isinstance(b, Footprint)]
    assert footprints[-1].variant == 1
    assert footprints[-1].error is not None


def test_an_arm_that_cannot_be_opened_is_dropped(bench: Bench) -> None:
    end = bench.run(request(*mixed(bench, open="refuse")))
    assert isinstance(end, JobSucceeded)
    codes = [m.error.code if m.error else "" for m in end.result.measurements]
    assert codes == ["", "model-damaged", ""]


def test_an_arm_that_fails_in_a_burst_leaves_the_others_their_notes(bench: Bench) -> None:
    end = bench.run(request(*mixed(bench, bursts="refuse"), processes=1))
    assert isinstance(end, JobSucceeded)
    codes = [m.error.code if m.error else "" for m in end.result.measurements]
    assert codes == ["", "model-damaged", ""], "it is the one to blame, the others go on"
    opened = [pid for _, pid, tag in bench.trace() if tag.startswith("open:")]
    closed = [pid for _, pid, tag in bench.trace() if tag == "close"]
    assert set(opened[:2]) <= set(closed)


def test_cancelling_ends_all_processes(bench: Bench) -> None:
    job_id = bench.queue.submit(request(*mixed(bench, bursts="hang")))
    bench.recorder.wait_for(job_id, Samples)
    bench.queue.cancel(job_id)
    assert isinstance(bench.recorder.end(job_id), JobCancelled)
    for _, pid, tag in bench.trace():
        if tag.startswith("open:"):
            wait_gone(pid)


def test_stop_keeps_what_was_sampled(bench: Bench) -> None:
    job_id = bench.queue.submit(request(*mixed(bench), seconds=600))
    bench.recorder.wait_for(job_id, Samples)
    bench.queue.stop(job_id)
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    assert end.result.stopped
    assert Path(end.result.samples_path).read_text()


@pytest.mark.parametrize("rate", [0.0, 10_000.0])
def test_queries_that_are_due_wait_for_no_turn(bench: Bench, rate: float) -> None:
    """One process could only follow the other, which is no comparison."""
    server = (make_scenario("server", rate=rate),)
    end = bench.run(request(*mixed(bench), processes=1, scenarios=server))  # type: ignore[arg-type]
    assert isinstance(end, JobFailed)
    assert end.error.code == "server-apart"
    assert not any("footprint" in tag for _, _, tag in bench.trace()), "refused before any work"


def sample(*targets: str, **changes: object) -> SampleRequest:
    values: dict[str, object] = {
        "indices": tuple(range(10, 10 + len(targets))),
        "process": 0,
        "seconds": 1.0,
        "warmup_runs": 1,
        "seed": 0,
        "output": "samples-0",
        "progress": "progress-0",
        "stop": "stop",
    }
    arms = tuple(
        Arm(file=f"{place}", target=make_target(id, **params))
        for place, (id, _, number) in enumerate(text.partition(":") for text in targets)
        for params in [{"threads": int(number)} if number else {}]
    )
    return SampleRequest(arms=arms, **values | changes)  # type: ignore[arg-type]


def test_what_can_share_a_process_does() -> None:
    together = sample("litert-cpu:1", "litert-interpreter:4", "litert-gpu")
    assert split_by_process(together) == (together,)
    servers = sample("tensorflow-cpu:2", "tensorflow-cpu:2")
    assert split_by_process(servers) == (servers,)


def test_the_rest_is_split_and_loses_nothing() -> None:
    asked = sample(
        "tensorflow-cpu:1",
        "litert-cpu",
        "tensorflow-cpu:2",
        "tensorflow-gpu",
        "litert-cpu:2",
        "onnxruntime-cpu",
        runs_per_sample=(1, 2, 3, 4, 5, 6),
    )
    parts = split_by_process(asked)
    assert [part.indices for part in parts] == [(10,), (11, 14), (12,), (13,), (15,)]
    assert [part.runs_per_sample for part in parts] == [(1,), (2, 5), (3,), (4,), (6,)]
    found = {
        index: arm for part in parts for index, arm in zip(part.indices, part.arms, strict=True)
    }
    assert found == dict(zip(asked.indices, asked.arms, strict=True))
    assert len({part.output for part in parts}) == len({part.progress for part in parts}) == 5
