"""A profile in the model's own terms, out of what the profiler recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.core.child import Reporter
from studio.core.measure_protocol import AlignProfileRequest
from studio.core.model import Graph, Node
from studio.core.profile import ProfiledOp, ProfileResult, TypeTime, UntimedOp
from studio.graph.profile_alignment import AlignedSubgraph, align_subgraph
from studio.graph.profile_causes import find_causes
from studio.graph.profile_events import Recording, Slot, read_recording
from studio.graph.tflite import read_model
from studio.graph.xnnpack import kind_of
from studio.stats.shares import Times, median_share, median_shares, median_sum


@dataclass(frozen=True)
class Row:
    """A timed op: the columns of the recording that belong to it, the first one leading."""

    columns: tuple[int, ...]
    slots: tuple[Slot, ...]
    op: ProfiledOp


def make_profile(request: AlignProfileRequest, reporter: Reporter) -> ProfileResult:
    """Raises ModelError as ``tflite.mapped``; RunError: profile-unreadable, profile-unsteady."""
    reporter.phase("summarizing")
    info, graph = read_model(request.arm.file)
    recording = read_recording(request.events)
    rows, untimed = _rows(recording, graph)
    times, invoke = recording.times_us, recording.invoke_us
    mapped = [at for row in rows if row.op.is_mapped for at in row.columns]
    delegated = [at for at, slot in enumerate(recording.slots) if slot.is_delegated]
    return ProfileResult(
        file=request.arm.file,
        sha256=info.sha256,
        target=request.arm.target,
        implementation=request.arm.implementation,
        runs=len(invoke),
        ops=tuple(row.op for row in rows),
        untimed=untimed,
        by_type=_by_type(rows, times, invoke),
        causes=find_causes(
            [(row.op, row.slots, times[:, list(row.columns)]) for row in rows], invoke
        ),
        invoke_median_us=float(np.median(invoke)),
        coverage=median_share(times[:, mapped], invoke),
        delegate_share=median_share(times[:, delegated], invoke),
        unrecorded_share=float(np.median(1.0 - times.sum(axis=1) / invoke)),
        conditions=request.conditions,
    )


def _rows(recording: Recording, graph: Graph) -> tuple[list[Row], tuple[UntimedOp, ...]]:
    constants = frozenset(tensor.index for tensor in graph.tensors if tensor.is_constant)
    rows: list[Row] = []
    untimed: list[UntimedOp] = []
    for subgraph in sorted({slot.subgraph for slot in recording.slots}):
        nodes = [node for node in graph.nodes if node.subgraph == subgraph]
        columns = [at for at, slot in enumerate(recording.slots) if slot.subgraph == subgraph]
        slots = [recording.slots[at] for at in columns]
        aligned = align_subgraph(nodes, slots, constants)
        rows += _rows_of(recording, nodes, columns, aligned)
        untimed += [
            UntimedOp(
                index=at,
                subgraph=subgraph,
                node_id=nodes[at].id,
                op=nodes[at].op,
                name=nodes[at].name,
            )
            for at in aligned.untimed
        ]
    return rows, tuple(untimed)


def _rows_of(
    recording: Recording, nodes: Sequence[Node], columns: Sequence[int], aligned: AlignedSubgraph
) -> list[Row]:
    """One row a slot; the slots of one op share a row at the place of the first."""
    grouped: dict[int, list[int]] = {}
    for column, found in zip(columns, aligned.found, strict=True):
        key = -1 - column if found.node is None else found.node
        grouped.setdefault(key, []).append(column)
    placing = dict(zip(columns, aligned.found, strict=True))
    rows: list[Row] = []
    for key, own in grouped.items():
        slots = tuple(recording.slots[at] for at in own)
        node = nodes[key] if key >= 0 else None
        times = recording.times_us[:, own]
        op = ProfiledOp(
            op=node.op if node is not None else kind_of(slots[0].tag),
            name=node.name if node is not None else "",
            placing=placing[own[0]].placing,
            share=median_share(times, recording.invoke_us),
            median_us=median_sum(times),
            index=key if node is not None else None,
            subgraph=slots[0].subgraph,
            node_id=node.id if node is not None else "",
            kernel=" + ".join(slot.tag for slot in slots if slot.is_delegated),
            executions=int(recording.executions[own[0]]),
        )
        rows.append(Row(tuple(own), slots, op))
    return rows


def _by_type(rows: Sequence[Row], times: Times, invoke: Times) -> tuple[TypeTime, ...]:
    """Largest share first. What is no op of the model is a kind of its own."""
    groups: dict[tuple[str, bool], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.op.op, row.op.is_mapped].append(row)
    sums = np.array(
        [
            times[:, [at for row in group for at in row.columns]].sum(axis=1)
            for group in groups.values()
        ],
        np.int64,
    ).T.reshape(len(invoke), len(groups))
    shares = median_shares(sums, invoke)
    medians = np.median(sums, axis=0) if len(groups) else np.empty(0)
    found = [
        TypeTime(
            op=op,
            count=len(group),
            share=float(share),
            median_us=float(median),
            is_of_model=is_mapped,
        )
        for ((op, is_mapped), group), share, median in zip(
            groups.items(), shares, medians, strict=True
        )
    ]
    return tuple(sorted(found, key=lambda one: -one.share))
