"""What a sampling process saw, in a small file beside its samples.

The process may be gone when the summary is made. The notes are written before the first block too:
without them the samples of a process that was killed would not say what they are.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

import msgspec

from studio.core.beside_latency import ServerRate
from studio.core.sustained import Moment
from studio.measure import machine
from studio.measure.cpu_meter import CpuMeter
from studio.measure.stall_meter import StallMeter

MOMENT_S = 1.0


class ArmNotes(msgspec.Struct, frozen=True, kw_only=True):
    """Of one arm in one process.

    ``index``: its place in the measurement. ``warmup_runs``: before the first block, the fewest of
    all sittings. ``runs_per_sample``: a sample is the mean of so many. ``empty_wall_ns``,
    ``empty_cpu_ns``: taken off each sample (of all its runs); None = nothing was.
    ``outputs_finite``: after the last run; None = not known. ``has_dynamic_as_1``: some dimension
    that the file leaves open was 1. ``given_samples``: see Measurement.
    ``server``: in that scenario, in which ``answered`` queries took ``serving_s`` from the start of
    each burst to its last answer, and ``is_rate_kept`` says whether they did not pile up.
    """

    index: int
    warmup_runs: int
    runs_per_sample: int = 1
    empty_wall_ns: int | None = None
    empty_cpu_ns: int | None = None
    outputs_finite: bool | None = None
    has_dynamic_as_1: bool = False
    given_samples: int = 0
    server: ServerRate | None = None
    answered: int = 0
    serving_s: float = 0.0
    is_rate_kept: bool | None = None


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """What one sampling process saw. Percentages are of all cores together, over ``seconds``.

    ``other_busy_percent``: of what was not this process. None = cannot be known. ``first_blocks``:
    with which block each sitting began.
    """

    seconds: float = 0.0
    load_before: float | None = None
    load_after: float | None = None
    frequency_mhz: float | None = None
    busy_percent: float | None = None
    other_busy_percent: float | None = None
    steal_percent: float | None = None
    pressure_percent: float | None = None
    involuntary_switches_per_s: float | None = None
    temperature_c: float | None = None
    arms: tuple[ArmNotes, ...] = ()
    moments: tuple[Moment, ...] = ()
    first_blocks: tuple[int, ...] = ()


class MachineWatch:
    """Watches the machine from :meth:`begin` on; loads are compared with those of before."""

    def __init__(self) -> None:
        self._load_before = machine.load_average()
        self._meters: tuple[CpuMeter, StallMeter] | tuple[()] = ()

    def begin(self) -> None:
        """Only the first time counts."""
        if not self._meters:
            self._meters = CpuMeter(), StallMeter()

    def pause(self) -> None:
        for meter in self._meters:
            meter.pause()

    def resume(self) -> None:
        for meter in self._meters:
            meter.resume()

    def witness(self, seconds: float, arms: tuple[ArmNotes, ...] = ()) -> Witness:
        busy = other_busy = steal = pressure = switches = None
        if self._meters:
            cpu, stalls = self._meters
            busy, other_busy, steal = cpu.read()
            pressure, switches = stalls.read()
        return Witness(
            seconds=seconds,
            load_before=self._load_before,
            load_after=machine.load_average() if seconds else None,
            frequency_mhz=machine.frequency_mhz(),
            busy_percent=busy,
            other_busy_percent=other_busy,
            steal_percent=steal,
            pressure_percent=pressure,
            involuntary_switches_per_s=switches,
            temperature_c=machine.temperature_c(),
            arms=arms,
        )


class WitnessWriter:
    """Gathers the notes of this process and writes them beside ``samples``."""

    def __init__(self, samples: str) -> None:
        self._samples = samples
        self._watch = MachineWatch()
        self._arms: dict[int, ArmNotes] = {}
        self._moments: list[Moment] = []
        self._first_blocks: list[int] = []
        self._begun = 0.0
        self._meter = CpuMeter()

    def ready(self, arms: list[ArmNotes], seconds: float, blocks: int = 0) -> None:
        """``arms`` are warm, a sitting begins; ``seconds`` and ``blocks`` lie behind.

        From the first time on the CPU is watched.
        """
        self._first_blocks.append(blocks)
        for arm in arms:
            known = self._arms.get(arm.index)
            fewest = min(arm.warmup_runs, known.warmup_runs) if known else arm.warmup_runs
            finite = known.outputs_finite if known else None
            self._arms[arm.index] = msgspec.structs.replace(
                arm, warmup_runs=fewest, outputs_finite=finite
            )
        self.write(seconds)
        self._watch.begin()

    def after_block(self, blocks: int) -> None:
        """``blocks`` have been run; about every second the machine is looked at."""
        now = monotonic()
        self._begun = self._begun or now
        if self._moments and now - self._begun < self._moments[-1].at_s + MOMENT_S:
            return
        busy, _, _ = self._meter.read()
        self._meter = CpuMeter()
        self._moments.append(
            Moment(
                block=blocks,
                at_s=now - self._begun,
                frequency_mhz=machine.frequency_mhz(),
                temperature_c=machine.temperature_c(),
                busy_percent=busy,
            )
        )

    def pause(self) -> None:
        """What the machine does from now on, until :meth:`resume`, is not of this measurement."""
        self._watch.pause()

    def resume(self) -> None:
        self._watch.resume()

    def ended(self, index: int, outputs_finite: bool) -> None:
        """The last run of a sitting left such outputs; once not finite, always said."""
        known = self._arms[index]
        self._arms[index] = msgspec.structs.replace(
            known, outputs_finite=outputs_finite and known.outputs_finite is not False
        )

    def served(self, index: int, server: ServerRate) -> None:
        self._arms[index] = msgspec.structs.replace(self._arms[index], server=server)

    def answered(self, index: int, queries: int, seconds: float, is_rate_kept: bool) -> None:
        self._arms[index] = msgspec.structs.replace(
            self._arms[index], answered=queries, serving_s=seconds, is_rate_kept=is_rate_kept
        )

    def write(self, seconds: float) -> None:
        arms = tuple(self._arms.values())
        witness = self._watch.witness(seconds, arms)
        own = {"moments": tuple(self._moments), "first_blocks": tuple(self._first_blocks)}
        write_witness(self._samples, msgspec.structs.replace(witness, **own))


def witness_path(samples: str | os.PathLike[str]) -> Path:
    """The notes beside a sample file."""
    return Path(f"{os.fspath(samples)}.conditions.json")


def write_witness(samples: str, witness: Witness) -> None:
    path = witness_path(samples)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(msgspec.json.encode(witness))
    temporary.replace(path)


def read_witness(samples: str) -> Witness | None:
    """``None`` where the process died before it could write."""
    try:
        return msgspec.json.decode(witness_path(samples).read_bytes(), type=Witness)
    except (OSError, msgspec.DecodeError):
        return None
