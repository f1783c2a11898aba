"""May two measurements stand beside each other? What was different about their circumstances.

Only runs of one measurement are interleaved, so that what disturbs one disturbs all. Numbers of two
measurements can still be shown together, but never without saying what differs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

import msgspec

from studio.core.measure_requests import BenchmarkRequest
from studio.core.measured_inputs import declared_text
from studio.core.measurements import BenchmarkResult, Conditions
from studio.core.messages.marking import mark
from studio.core.recipe import Preprocessing
from studio.core.session import Run
from studio.core.thresholds import DISTURBED_PERCENT

_WARMER_C = 15.0
_FREQUENCY_SHARE = 0.1


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """``what`` is marked for translation, and so are ``first`` and ``second`` where they are words,
    not values; "?" = not known.

    ``is_machine``: another machine, or one set up differently, or other work; else only its state
    of that hour.
    """

    what: str
    first: str
    second: str
    is_machine: bool


def run_differences(first: Run, second: Run) -> tuple[Difference, ...]:
    """What sets two runs apart: what the inputs were, and the circumstances.

    Latency hardly depends on the values; where a stage pre-processes them it is another work, and
    so it is where inputs had other sizes.
    """
    apart = differences(first.result.conditions, second.result.conditions)
    apart = (*_sizes_apart(first.result, second.result), *apart)
    if _inputs(first.request) == _inputs(second.request):
        return apart
    names = [
        PurePath(run.request.data).name if run.request.data else mark("random values")
        for run in (first, second)
    ]
    if names[0] == names[1]:
        names = [declared_text(run.request) for run in (first, second)]
    has_stage = any(
        scenario.preprocessing != "none"
        for run in (first, second)
        for scenario in run.request.scenarios
    )
    inputs = Difference(what=mark("Inputs"), first=names[0], second=names[1], is_machine=has_stage)
    return (inputs, *apart)


def _sizes_apart(first: BenchmarkResult, second: BenchmarkResult) -> tuple[Difference, ...]:
    """Of inputs of the same names; the batch is the target's, and shown with it."""
    ours, theirs = _sizes(first), _sizes(second)
    return tuple(
        Difference(
            what=mark("Input sizes"),
            first=", ".join(sorted(ours[names])),
            second=", ".join(sorted(theirs[names])),
            is_machine=True,
        )
        for names in ours.keys() & theirs.keys()
        if ours[names] != theirs[names]
    )


def _sizes(result: BenchmarkResult) -> dict[tuple[str, ...], set[str]]:
    """Names of inputs -> the sizes that they had, as text."""
    found: dict[tuple[str, ...], set[str]] = {}
    for one in result.measurements:
        if one.shapes:
            sizes = [
                f"{name} {'×'.join(map(str, shape[1:] if len(shape) > 1 else shape))}"
                for name, shape in sorted(one.shapes.items())
            ]
            found.setdefault(tuple(sorted(one.shapes)), set()).add("; ".join(sizes))
    return found


def _inputs(request: BenchmarkRequest) -> tuple[str, Preprocessing | None]:
    return request.data, request.data_ref.preprocessing if request.data_ref else None


def differences(first: Conditions, second: Conditions) -> tuple[Difference, ...]:
    """What sets two measurements apart; () = nothing that is known."""
    found = [
        Difference(what=what, first=_text(a), second=_text(b), is_machine=True)
        for what, read in _MACHINE.items()
        if (a := read(first)) != (b := read(second))
    ]
    for name in sorted(first.versions.keys() | second.versions.keys()):
        a, b = first.versions.get(name), second.versions.get(name)
        if a is not None and b is not None and a != b:
            found.append(Difference(what=name, first=a, second=b, is_machine=True))
    for what, read, unlike in _STATE:
        a, b = read(first), read(second)
        if a is not None and b is not None and unlike(a, b):
            found.append(
                Difference(what=what, first=f"{a:.0f}", second=f"{b:.0f}", is_machine=False)
            )
    if first.exclusive != second.exclusive:
        words = {True: mark("kept away"), False: mark("possible")}
        found.append(
            Difference(
                what=mark("Other measurements meanwhile"),
                first=words[first.exclusive],
                second=words[second.exclusive],
                is_machine=False,
            )
        )
    return tuple(found)


_MACHINE: dict[str, Callable[[Conditions], object]] = {
    mark("Processor"): lambda found: found.cpu,
    mark("Logical cores"): lambda found: found.logical_cores,
    mark("Cores (allowed)"): lambda found: found.affinity,
    mark("Memory"): lambda found: found.memory_bytes,
    mark("System"): lambda found: found.os,
    mark("Governor"): lambda found: found.governor,
    mark("Power source"): lambda found: found.power_source,
}

_STATE: tuple[
    tuple[str, Callable[[Conditions], float | None], Callable[[float, float], bool]], ...
] = (
    (
        mark("Busy with other programs (%)"),
        lambda found: found.other_busy_percent,
        lambda a, b: (a > DISTURBED_PERCENT) != (b > DISTURBED_PERCENT),
    ),
    (
        mark("Clock (MHz)"),
        lambda found: found.frequency_mhz,
        lambda a, b: abs(a - b) > _FREQUENCY_SHARE * max(a, b),
    ),
    (
        mark("Temperature (°C)"),
        lambda found: found.temperature_c,
        lambda a, b: abs(a - b) > _WARMER_C,
    ),
)


def _text(value: object) -> str:
    return "?" if value is None else str(value)
