"""What tests of whole jobs share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.jobs.config import default_child_command
from tests.jobs.bench import Bench, make_config

MakeBench = Callable[..., Bench]
WAIT_S = 120.0
"""A busy machine takes half a minute to import TensorFlow."""


@pytest.fixture
def make_bench(tmp_path: Path) -> Iterator[MakeBench]:
    """Makes queues with our real children; what is given changes their config."""
    benches: list[Bench] = []

    def make(**changes: object) -> Bench:
        config = make_config(tmp_path, **{"child_command": default_child_command()} | changes)
        benches.append(Bench(tmp_path, config, wait_s=WAIT_S))
        return benches[-1]

    yield make
    for bench in benches:
        bench.queue.close()
