"""A queue over fake children in a temporary place; nothing of it may be left behind."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.jobs.bench import FAKE_CHILD, Bench, make_config
from tests.jobs.dying_kit import CHILD, Dying


@pytest.fixture
def make_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Bench]]:
    monkeypatch.setenv("FAKE_TRACE", str(tmp_path / "trace"))
    benches: list[Bench] = []

    def make(**changes: object) -> Bench:
        benches.append(Bench(tmp_path, make_config(tmp_path, **changes)))
        return benches[-1]

    yield make
    for bench in benches:
        bench.queue.close()
    left = list((tmp_path / "work").glob(f"queue-{os.getpid()}-*"))
    assert not left, "a queue left its folder behind"
    children = [child for child in psutil.Process().children() if str(FAKE_CHILD) in _line(child)]
    assert not children, "a child lives on"


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench()


@pytest.fixture
def dying(
    make_bench: Callable[..., Bench], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Dying]:
    monkeypatch.setattr("tests.jobs.bench.WAIT_S", 240.0)  # many processes, one after the other
    made = Dying(make_bench, tmp_path)
    yield made
    made.bench.queue.close()
    assert not [one for one in psutil.Process().children() if str(CHILD) in one.cmdline()]


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    return lambda **words: monkeypatch.setenv("DYING", json.dumps(words))


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
