"""Sampling real models in this process: what is kept, told, and when it ends."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from time import perf_counter

import pytest

from studio.core.child_protocol import Phase
from studio.core.errors import RunError, StudioError
from studio.core.measure_protocol import Samples
from studio.core.run_marker import NONE, read_marker
from studio.core.sample_file import decode, read_blocks
from studio.measure.sample import sample
from studio.measure.timing import HAS_CPU_CLOCK
from studio.measure.witness import read_witness
from tests.kit.small_tflite import accumulator, custom_op
from tests.measure.conftest import (
    Told,
    make_arms,
    sample_request,
    seconds_before_the_last_pair,
)
from tests.measure.counting_runtime import CountingRuntime


def stored_rows(path: str) -> list[tuple[int, ...]]:
    """(process, block, variant, position, wall_ns, cpu_ns)."""
    rows = []
    for record in read_blocks(path):
        values = decode(record.payload, record.count).tolist()
        rows += [
            (record.process, record.block, *values[at : at + 4]) for at in range(0, len(values), 4)
        ]
    return rows


def test_what_is_told_is_what_is_kept(tmp_path: Path, told: Told, models: tuple[str, str]):
    request = sample_request(tmp_path, models, indices=(4, 2), process=5)
    result = sample(request, told.reporter)
    rows = stored_rows(request.output)
    live = [row for message in told.of(Samples) for row in message.rows]
    assert result.samples == len(rows) == len(live)
    assert rows == [
        (row.process, row.block, row.variant, row.position, row.wall_ns, row.cpu_ns) for row in live
    ]
    assert {row[0] for row in rows} == {5}
    assert {row[2] for row in rows} == {4, 2}
    assert all(wall > 0 for *_, wall, _ in rows)
    assert all((cpu > 0) == HAS_CPU_CLOCK for *_, cpu in rows)


def test_every_block_has_every_variant_and_counts_positions(
    tmp_path: Path, told: Told, models: tuple[str, str]
):
    request = sample_request(tmp_path, models)
    sample(request, told.reporter)
    records = list(read_blocks(request.output))
    assert [record.block for record in records] == list(range(len(records)))
    assert len(records) >= 2
    assert len(records) % 2 == 0
    for record in records:
        values = decode(record.payload, record.count).tolist()
        assert set(values[0::4]) == {0, 1}
        assert values[1::4] == list(range(record.count))
        changes = sum(a != b for a, b in zip(values[0::4], values[4::4], strict=False))
        assert changes == 1


def test_batches_come_about_every_100_ms(tmp_path: Path, told: Told, models: tuple[str, str]):
    started = perf_counter()
    sample(sample_request(tmp_path, models), told.reporter)
    elapsed = perf_counter() - started  # with what lies between the blocks
    batches = told.of(Samples)
    assert 2 <= len(batches) <= elapsed / 0.1 + 1
    busy = [batch.busy_percent for batch in batches if batch.busy_percent is not None]
    assert busy
    assert all(0 <= percent <= 100 for percent in busy)
    names = [phase.name for phase in told.of(Phase)]
    assert names[0] == "loading-model"
    assert "measuring" in names


def test_seconds_are_measuring_time(tmp_path: Path, told: Told):
    """Runs of 30 ms are all timed (see plan_burst), so what is kept is what was measured."""
    request = sample_request(tmp_path, ("a", "b"), seconds=0.4)
    result = sample(request, told.reporter, CountingRuntime(lambda _: 30.0))
    assert result.seconds >= 0.4
    assert seconds_before_the_last_pair(request.output) < 0.4
    witness = read_witness(request.output)
    assert witness is not None
    assert witness.seconds == pytest.approx(result.seconds)
    if Path("/proc/pressure/cpu").exists():
        assert witness.pressure_percent is not None
    if hasattr(os, "getloadavg"):
        assert witness.involuntary_switches_per_s is not None


def test_a_stop_ends_with_success(tmp_path: Path, models: tuple[str, str]):
    class StopAtFirstBatch(Told):
        def of_first(self, message) -> None:
            self.messages.append(message)
            if isinstance(message, Samples):
                (tmp_path / "stop").touch()

    told = StopAtFirstBatch()
    told.reporter.send = told.of_first
    request = sample_request(tmp_path, models, seconds=60.0)
    result = sample(request, told.reporter)
    assert 0 < result.seconds < 5
    assert result.samples == len(stored_rows(request.output)) > 0
    assert read_marker(request.progress) == NONE


def test_a_stop_before_the_start_measures_nothing(
    tmp_path: Path, told: Told, models: tuple[str, str]
):
    (tmp_path / "stop").touch()
    result = sample(sample_request(tmp_path, models), told.reporter)
    assert result.samples == 0
    assert told.of(Samples) == []


def test_the_progress_file_names_the_variant_that_fails(
    tmp_path: Path, told: Told, models: tuple[str, str]
):
    bad = str(custom_op(tmp_path / "bad.tflite", "Mystery"))
    request = sample_request(tmp_path, (*models, bad), indices=(0, 3, 6))
    with pytest.raises(RunError) as caught:
        sample(request, told.reporter)
    assert caught.value.code == "run-custom-op"
    assert read_marker(request.progress) == 6


def test_stateful_models_are_measured(tmp_path: Path, told: Told):
    request = sample_request(tmp_path, (str(accumulator(tmp_path / "m.tflite")),), seconds=0.1)
    assert sample(request, told.reporter).samples > 0


def test_two_threads_share_the_cpu_time_of_a_burst(
    tmp_path: Path, told: Told, models: tuple[str, str]
):
    request = sample_request(tmp_path, models, arms=make_arms(models, threads=2), seconds=0.2)
    sample(request, told.reporter)
    bursts: dict[tuple[int, int], set[int]] = {}
    for _, block, variant, _, _, cpu in stored_rows(request.output):
        bursts.setdefault((block, variant), set()).add(cpu)
    assert all(len(cpus) == 1 for cpus in bursts.values())


def test_the_collector_is_on_again(tmp_path: Path, told: Told, models: tuple[str, str]):
    sample(sample_request(tmp_path, models, seconds=0.1), told.reporter)
    assert gc.isenabled()


def test_an_unknown_runtime_is_said(tmp_path: Path, told: Told, models: tuple[str, str]):
    with pytest.raises(StudioError) as caught:
        arms = make_arms(models, "abacus")
        sample(sample_request(tmp_path, models, arms=arms), told.reporter)
    assert caught.value.code == "runtime-unknown"
