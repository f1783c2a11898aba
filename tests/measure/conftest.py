"""Small models, and requests to measure them."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.child import Reporter
from studio.core.child_protocol import ChildMessage
from studio.core.measure_protocol import SampleRequest
from studio.core.sample_file import decode, read_blocks
from studio.core.targets import Arm, make_target
from tests.kit.small_tflite import relu_chain


class Told:
    """A reporter, and the messages it sent."""

    def __init__(self) -> None:
        self.messages: list[ChildMessage] = []
        self.reporter = Reporter(self.messages.append)

    def of(self, kind: type) -> list:
        return [message for message in self.messages if isinstance(message, kind)]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A quick model (microseconds) and one that does about a hundred times the work."""
    folder = tmp_path_factory.mktemp("models")
    quick = relu_chain(folder / "quick.tflite", size=16)
    slow = relu_chain(folder / "slow.tflite", size=100_000, depth=8)
    return str(quick), str(slow)


def make_arms(
    files: tuple[str, ...], implementation: str = "litert-interpreter", threads: int = 1
) -> tuple[Arm, ...]:
    target = make_target("litert-interpreter", threads=threads)
    return tuple(Arm(file=file, target=target, implementation=implementation) for file in files)


def seconds_before_the_last_pair(path: str) -> float:
    """What the runs of all blocks but the last two took, by what was kept of them.

    Sampling ends with the first whole pair of blocks that reaches its seconds. How long that pair
    takes is up to the machine, what came before it is not.
    """
    records = list(read_blocks(path))
    return sum(sum(decode(one.payload)[2::4]) for one in records[:-2]) / 1e9


def sample_request(folder: Path, files: tuple[str, ...], **changes) -> SampleRequest:
    settings = {
        "indices": tuple(range(len(files))),
        "process": 0,
        "seconds": 0.5,
        "warmup_runs": 3,
        "seed": 1,
        "output": str(folder / "samples"),
        "progress": str(folder / "progress"),
        "stop": str(folder / "stop"),
    }
    return SampleRequest(**{"arms": make_arms(files), **settings, **changes})
