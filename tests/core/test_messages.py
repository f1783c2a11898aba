"""Messages are the same after the wire, each known by its tag."""

from __future__ import annotations

import typing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core import child_protocol, events
from studio.core import requests as asked
from studio.core.child_protocol import ChildMessage, ChildRequest, Done, Failed, Note, Phase
from studio.core.errors import ErrorInfo
from studio.core.events import TERMINAL, Event, EventBody, JobFailed, JobQueued, JobSucceeded
from studio.core.measure_protocol import SampleRow, Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.model import Graph, GraphTensor, InspectResult, ModelInfo, Node
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import ConvertRequest, InspectRequest, Request

ids = st.integers(0, 2**31 - 1)
rows = st.builds(SampleRow, ids, ids, ids, ids, st.integers(0, 2**62), st.integers(0, 2**62))
names = st.text(max_size=12)
requests = st.one_of(
    st.builds(
        InspectRequest,
        path=st.text(),
        allow_code=st.booleans(),
        shapes=st.dictionaries(names, st.lists(ids, max_size=3).map(tuple)),
    ),
    st.builds(BenchmarkRequest, files=st.lists(st.text(), max_size=3).map(tuple), warmup_runs=ids),
    st.builds(
        ConvertRequest,
        source=st.text(),
        artifact=st.text(),
        recipe=st.just(make_recipe([make_step("int8")])),
    ),
)
graphs = st.builds(
    Graph,
    nodes=st.lists(
        st.builds(Node, id=names, index=ids, op=names, name=names, macs=st.none() | ids),
        max_size=3,
    ).map(tuple),
    tensors=st.lists(
        st.builds(
            GraphTensor,
            index=ids,
            name=names,
            dtype=names,
            shape=st.lists(st.none() | ids, max_size=4).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)
infos = st.builds(
    ModelInfo,
    format=names,
    size_bytes=ids,
    sha256=names,
    signatures=st.just(()),
    ops=st.dictionaries(names, ids),
    parameters=st.none() | ids,
    macs=st.none() | st.integers(0, 2**62),
)
results = st.builds(InspectResult, path=st.text(), info=infos, graph=graphs)
failures = st.builds(
    ErrorInfo, code=names, params=st.dictionaries(names, st.text()), detail=st.text()
)
messages = st.one_of(
    st.builds(Phase, name=names, fraction=st.none() | st.floats(0, 1)),
    st.builds(Note, text=st.text()),
    st.builds(Samples, rows=st.lists(rows, max_size=5).map(tuple)),
    st.builds(Done, result=results),
    st.builds(Failed, error=failures),
)
bodies = st.one_of(
    messages.filter(lambda message: not isinstance(message, Done | Failed)),
    st.builds(JobQueued, request=requests),
    st.builds(JobSucceeded, result=results),
    st.builds(JobFailed, error=failures),
)


@given(requests)
def test_requests_survive_the_wire(request: Request) -> None:
    assert msgspec.json.decode(msgspec.json.encode(request), type=Request) == request


@given(messages)
def test_what_children_say_survives_in_one_line(message: ChildMessage) -> None:
    line = msgspec.json.encode(message)
    assert b"\n" not in line
    assert line.startswith(b'{"type":"')
    assert msgspec.json.decode(line, type=ChildMessage) == message


@given(bodies, names, st.floats(0, 1e10))
def test_events_survive(body: EventBody, job_id: str, at: float) -> None:
    event = Event(job_id=job_id, at=at, body=body)
    assert msgspec.json.decode(msgspec.json.encode(event), type=Event) == event


@pytest.mark.parametrize(
    "union",
    [
        asked.Request,
        asked.Result,
        child_protocol.ChildRequest,
        child_protocol.ChildResult,
        child_protocol.ChildMessage,
        events.EventBody,
    ],
)
def test_tags_are_unique_within_a_union(union: object) -> None:
    members = typing.get_args(union)
    tags = [member.__struct_config__.tag for member in members]
    assert len(set(tags)) == len(tags) > 1
    assert None not in tags


def test_terminal_bodies_are_event_bodies() -> None:
    assert set(TERMINAL) < set(typing.get_args(EventBody))
    assert len(TERMINAL) == 3


def test_unknown_fields_of_a_newer_version_are_ignored() -> None:
    line = b'{"type":"inspect","path":"m","colour":"blue"}'
    assert msgspec.json.decode(line, type=ChildRequest) == InspectRequest(path="m")
