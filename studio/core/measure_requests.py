"""What a person asks to be measured; part of ``core.requests``."""

from __future__ import annotations

import msgspec

from studio.core.opening import Opening
from studio.core.recipe import DatasetRef
from studio.core.scenarios import Scenario, make_scenario
from studio.core.targets import Target, make_target


class BenchmarkRequest(msgspec.Struct, frozen=True, kw_only=True, tag="benchmark"):
    """Latency of ``files`` on ``targets``, interleaved, in ``processes`` fresh processes.

    Each file is measured on each target that runs its format, in each of the scenarios; each such
    combination is an arm.

    ``seconds``: measuring time over all files and processes, start-up excluded. Intervals are over
    processes: with 3 they are nearly twice as wide as with 6, below 3 there are none.
    ``threshold``: 0.03 = differences within 3 % do not matter. ``baseline``: place of the arm that
    the others are compared with (file by file, each on its targets in order). ``sustained``: one
    process without a pause, watched all the while: how latency goes over minutes. ``openings``: of
    those files that are not opened as they are found. ``signatures``, ``shapes``: of sources,
    likewise (file -> name, file -> input -> shape); what stays open gets the shapes of the data,
    else 1.

    ``data``, ``data_ref``: what the inputs are taken from and how they are pre-processed; a
    pre-processing stage does just that. "" = seeded random values.
    """

    files: tuple[str, ...]
    targets: tuple[Target, ...] = (make_target(),)
    scenarios: tuple[Scenario, ...] = (make_scenario(),)
    seconds: float = 10.0
    warmup_runs: int = 5
    processes: int = 6
    seed: int = 0
    threshold: float = 0.03
    baseline: int = 0
    sustained: bool = False
    allow_code: bool = False
    openings: dict[str, Opening] = {}
    signatures: dict[str, str] = {}
    shapes: dict[str, dict[str, tuple[int, ...]]] = {}
    data: str = ""
    data_ref: DatasetRef | None = None

    @property
    def is_aa(self) -> bool:
        """Whether one file is measured against itself: what it says is of the machine."""
        is_twice = len(self.files) == 2 and self.files[0] == self.files[1]
        return is_twice and len(self.targets) == 1 and len(self.scenarios) == 1


class TargetsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="targets"):
    """Find out which of ``TARGETS`` run on this machine, and why not the others."""


class ProfileRequest(msgspec.Struct, frozen=True, kw_only=True, tag="profile"):
    """What each op of ``file`` takes on ``target``, over ``runs`` runs after a warm-up."""

    file: str
    target: Target = make_target()
    runs: int = 50
    seed: int = 0
