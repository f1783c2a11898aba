"""The profiler's records, put in order."""

from __future__ import annotations

import pytest

from studio.core.errors import RunError
from studio.core.profile import ProfileEvent
from studio.graph.profile_events import Slot, arrange

END = 4_294_967_296


def run(*ops: tuple[str, int, int, int], invoke_us: int = 100) -> list[ProfileEvent]:
    """(tag, type, elapsed, node) of a run of subgraph 0, between its beginning and its end."""
    return [
        ProfileEvent("LiteRT::Run[buffer registration]", 1, 5, 15, 0, 0),
        ProfileEvent("invoke", 16, 9, invoke_us + 9, 0, 0),
        ProfileEvent("Invoke", 1, 10, invoke_us, 0, 0),
        *(ProfileEvent(tag, type, 0, elapsed, node, 0) for tag, type, elapsed, node in ops),
        ProfileEvent("Invoke", 32, 0, END, 0, 0),
        ProfileEvent("LiteRT::Run[Buffer sync]", 1, 120, 14, 0, 0),
    ]


def test_ops_of_runtime_and_delegate_stand_in_order_of_execution() -> None:
    recording = arrange(
        [
            run(("Add (ND)", 8, 30, 0), ("CUMSUM", 2, 40, 2), ("Clamp (NC)", 8, 20, 0)),
            run(("Add (ND)", 8, 31, 0), ("CUMSUM", 2, 44, 2), ("Clamp (NC)", 8, 22, 0)),
        ]
    )
    assert recording.slots == (
        Slot("Add (ND)", True, 0, 0),
        Slot("CUMSUM", False, 2, 0),
        Slot("Clamp (NC)", True, 0, 0),
    )
    assert recording.times_us.tolist() == [[30, 40, 20], [31, 44, 22]]
    assert recording.invoke_us.tolist() == [100, 100]
    assert recording.executions.tolist() == [1, 1, 1]


def test_calls_are_taken_off_the_op_that_called_and_summed_over_executions() -> None:
    body = [
        ProfileEvent("AllocateTensors", 1, 20, 7, 0, 1),
        ProfileEvent("Invoke", 1, 20, 25, 0, 1),
        ProfileEvent("MUL", 2, 20, 10, 0, 1),
        ProfileEvent("IF", 2, 20, 8, 1, 1),
        ProfileEvent("Invoke", 1, 20, 6, 0, 2),
        ProfileEvent("Negate (NC)", 8, 0, 5, 0, 2),
        ProfileEvent("Invoke", 32, 0, END, 0, 2),
        ProfileEvent("Invoke", 32, 0, END, 0, 1),
    ]
    events = run(("WHILE", 2, 60, 0), ("ADD", 2, 11, 1))
    at = next(place for place, event in enumerate(events) if event.tag == "WHILE") + 1
    recording = arrange([[*events[:at], *body, *body, *events[at:]]])
    times = dict(
        zip([slot.tag for slot in recording.slots], recording.times_us[0].tolist(), strict=True)
    )
    assert times == {"WHILE": 60 - 2 * 18, "ADD": 11, "MUL": 20, "IF": 2 * 3, "Negate (NC)": 10}
    assert recording.executions.tolist() == [1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ([], "profile-unreadable"),
        ([[]], "profile-unreadable"),
        ([run(("ADD", 2, 1, 0))[:-2]], "profile-unreadable"),
        ([run(("ADD", 2, 1, 0))[3:]], "profile-unreadable"),
        ([run(("ADD", 2, 1, 0), invoke_us=0)], "profile-unreadable"),
        ([[*run()[:3], ProfileEvent("MUL", 2, 0, 1, 0, 7), *run()[3:]]], "profile-unreadable"),
        ([run(("ADD", 2, 1, 0)), run(("MUL", 2, 1, 0))], "profile-unsteady"),
    ],
)
def test_records_that_make_no_sense_are_refused(runs: list[list[ProfileEvent]], code: str) -> None:
    with pytest.raises(RunError) as caught:
        arrange(runs)
    assert caught.value.code == code
