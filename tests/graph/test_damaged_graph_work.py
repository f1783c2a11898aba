"""Mutated real files through all that the light child does with graphs: a StudioError or a result
that can be sent; never another exception, a hang or a memory blow-up."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.core.child import Reporter
from studio.core.errors import StudioError
from studio.core.graph_layout import Grouping
from studio.core.graph_requests import ConstantsRequest, CutRequest, DiffRequest, LayoutRequest
from studio.graph.constants import read_constants
from studio.graph.cutting import cut
from studio.graph.diff import diff, diff_files
from studio.graph.flatbuffer import DamagedError
from studio.graph.layouts import Layouts
from studio.graph.tflite import read_model
from studio.verify.counterparts import apart_of, find_counterparts, read_side
from tests.kit.layered_tflite import convolutions, int8_dense
from tests.kit.small_tflite import accumulator, endless_loop
from tests.realmodels import RealModels, cache_folder

resource = pytest.importorskip("resource")

EXTREMES = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\x00\x00\x00\x00")
DEADLINE_MS = 5_000
GROUPINGS = get_args(Grouping)
MEMORY_BYTES = 500_000_000

Change = tuple[float, bytes]
changes = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.one_of(st.sampled_from(EXTREMES), st.binary(min_size=1, max_size=3)),
    ),
    min_size=1,
    max_size=6,
)


@cache
def made_here() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        return (
            accumulator(base / "a").read_bytes(),
            endless_loop(base / "b").read_bytes(),
            convolutions(base / "c", size=6, channels=4, depth=3).read_bytes(),
            int8_dense(base / "d", np.eye(6, 4)).read_bytes(),
        )


@cache
def real() -> tuple[bytes, ...]:
    models = RealModels(cache_folder())
    return (
        models.wakewords()[0].read_bytes(),
        models.fer_tflite.read_bytes(),
        models.mediapipe("face_detection_short_range").read_bytes(),
    )


def mutated(data: bytes, some: Sequence[Change], graph_bytes: int) -> bytes:
    """Changes lie where the graph does: most of a real file is weights, which harm nobody.

    What describes the graph is at the end of files that the converter wrote, at the start of
    others: half of the changes go to each.
    """
    changed = bytearray(data)
    for at, (share, value) in enumerate(some):
        room = min(graph_bytes, len(data) - 4)
        place = int(share * room) if at % 2 else len(data) - 4 - int(share * room)
        changed[place : place + len(value)] = value
    return bytes(changed)


def all_graph_work(data: bytes) -> None:
    reporter = Reporter(lambda message: None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.tflite"
        path.write_bytes(data)
        try:
            graph = read_model(path)[1]
        except StudioError as error:
            assert error.code.startswith("model-")
            return
        for grouping in GROUPINGS:
            try:
                laid_out = Layouts().answer(
                    LayoutRequest(path=str(path), grouping=grouping), reporter
                )
                msgspec.json.encode(laid_out)
            except StudioError as error:
                assert error.code.startswith("model-")
        try:
            msgspec.json.encode(read_constants(ConstantsRequest(path=str(path)), reporter))
        except StudioError as error:
            assert error.code.startswith("model-")
        try:
            found = diff_files(DiffRequest(first=str(path), second=str(path)))
            msgspec.json.encode(found)
        except StudioError as error:
            assert error.code in ("diff-no-graph", "model-unknown-format")
        msgspec.json.encode(diff(graph, graph, "layers", "tflite"))
        msgspec.json.encode(diff(graph, graph, "ops", "tflite"))
        ops_apart(path)
        for node in (graph.nodes[:1] + graph.nodes[-1:]) if graph.nodes else ():
            for tensor in node.outputs[:1]:
                if tensor >= 0:
                    cut_at(path, graph.tensors[tensor].name)


def ops_apart(path: Path) -> None:
    side = read_side(str(path))
    pairs = find_counterparts(side, side).alone(side, side)
    try:
        apart = apart_of(side, [pair.mine for pair in pairs])
    except (StudioError, DamagedError):
        return
    assert {feed.op for feed in apart.feeds} <= {pair.mine for pair in pairs}


def cut_at(path: Path, name: str) -> None:
    part = path.with_name("part.tflite")
    request = CutRequest(path=str(path), artifact=str(part), outputs=(name,), overwrite=True)
    try:
        cut(request)
    except StudioError as error:
        assert error.code.startswith(("model-", "cut-"))
        return
    read_model(part)


@pytest.fixture(autouse=True)
def bounded_memory() -> Iterator[None]:
    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit - before < MEMORY_BYTES


slow_is_wrong = settings(
    max_examples=250,
    deadline=DEADLINE_MS,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@slow_is_wrong
@given(which=st.integers(0, 3), some=changes)
def test_small_files(which: int, some: list[Change]) -> None:
    data = made_here()[which]
    all_graph_work(mutated(data, some, len(data)))


@pytest.mark.realmodel
@slow_is_wrong
@given(which=st.integers(0, 2), some=changes)
def test_real_files(which: int, some: list[Change]) -> None:
    data = real()[which]
    all_graph_work(mutated(data, some, 40_000))


@pytest.mark.realmodel
@slow_is_wrong
@given(which=st.integers(0, 2), share=st.floats(0, 1, exclude_max=True))
def test_cut_off_files(which: int, share: float) -> None:
    data = real()[which]
    all_graph_work(data[: int(share * len(data))])
