"""Compares an artifact with its float stage tensor by tensor, and op by op."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from studio.core.child import Reporter
from studio.core.diagnosis import DiagnoseResult, TensorError
from studio.core.errors import RunError, UsageError
from studio.core.model import Quantization
from studio.core.targets import make_target
from studio.core.verify_protocol import MeasureErrorsRequest
from studio.data.computed import read_reference
from studio.data.fitting import dequantize, quantize
from studio.graph.apart import Feed
from studio.graph.parsing import Tensor
from studio.runtimes.litert_interpreter import WatchedModel, load_watched
from studio.verify.counterparts import (
    Counterparts,
    OpPair,
    Side,
    apart_of,
    find_counterparts,
    read_side,
)
from studio.verify.error_sums import ErrorSums
from studio.verify.findings import find
from studio.verify.running import Runner

KERNELS = make_target("litert-interpreter", kernels="builtin")
"""A delegate would keep to itself what lies between its ops."""

_NO_NUMBERS = frozenset({"resource", "variant", "string"})
_NO_CHANNELS = frozenset({"SOFTMAX", "LOG_SOFTMAX", "LOGISTIC", "RESHAPE", "TRANSPOSE"})
"""Shares of a whole, which may all but vanish without a loss; and what has another last axis."""


@dataclass
class _Sums:
    cumulative: ErrorSums = field(default_factory=ErrorSums)
    local: ErrorSums = field(default_factory=ErrorSums)
    count: int = 0
    cut_off: int = 0
    least: float = np.inf
    greatest: float = -np.inf

    @staticmethod
    def of(op: str) -> _Sums:
        has_channels = op not in _NO_CHANNELS
        return _Sums(ErrorSums(has_channels), ErrorSums(has_channels))


def diagnose(request: MeasureErrorsRequest, reporter: Reporter) -> DiagnoseResult:
    """Raises ModelError as ``tflite.mapped``; UsageError: diagnose-against-quantized; RunError:
    diagnose-nothing-in-common and what loading and running report; DataError."""
    reporter.phase("matching")
    mine, theirs = read_side(request.artifact), read_side(request.float_stage)
    if theirs.is_quantized:
        raise UsageError("diagnose-against-quantized", path=request.against)
    known = find_counterparts(mine, theirs)
    if not known.pairs:
        raise RunError("diagnose-nothing-in-common", path=request.artifact)
    expected = read_reference(request.reference)
    watched = load_watched(request.artifact, KERNELS), load_watched(request.float_stage, KERNELS)
    samples = len(next(iter(expected.inputs.values())))
    sums = {
        tensor: _Sums.of(mine.graph.nodes[pair.mine].op)
        for pair in known.pairs
        for tensor in mine.graph.nodes[pair.mine].outputs
        if tensor in known.tensors and mine.graph.tensors[tensor].dtype not in _NO_NUMBERS
    }
    with (
        _OpsApart(mine, theirs, known) as apart,
        Runner(request.artifact, watched[0]) as artifact,
        Runner(request.float_stage, watched[1]) as float_stage,
    ):
        for at in range(samples):
            reporter.phase("comparing-tensors", at / samples, at, samples)
            inputs = {name: array[at : at + 1] for name, array in expected.inputs.items()}
            artifact.run(inputs)
            float_stage.run(inputs)
            _add_cumulative(sums, mine, known, *watched)
            for tensor, ours, its in apart.run(*watched):
                if tensor in sums:
                    sums[tensor].local.add(its, ours)
        is_local_known = apart.is_known
    tensors = tuple(
        _tensor_error(mine, theirs, known, pair, tensor, sums[tensor])
        for pair in known.pairs
        for tensor in mine.graph.nodes[pair.mine].outputs
        if tensor in sums and not sums[tensor].cumulative.differs
    )
    compared = {one.op_index for one in tensors}
    return DiagnoseResult(
        artifact=request.artifact,
        against=request.against,
        sha256=mine.sha256,
        float_stage_sha256=theirs.sha256,
        samples=samples,
        inputs_from=request.inputs_from,
        tensors=tensors,
        findings=find(tensors, is_local_known=is_local_known),
        unmatched=tuple(
            node.id
            for at, node in enumerate(mine.graph.nodes)
            if at not in compared and not mine.view.is_translation(at)
        ),
    )


def _add_cumulative(
    sums: dict[int, _Sums],
    mine: Side,
    known: Counterparts,
    artifact: WatchedModel,
    float_stage: WatchedModel,
) -> None:
    tensors = mine.parsed.subgraphs[0].tensors
    for tensor, one in sums.items():
        stored = artifact.tensor(tensor)
        ours, its = real(stored, tensors[tensor]), float_stage.tensor(known.tensors[tensor])
        one.cumulative.add(its, ours)
        one.cut_off += _cut_off(stored, its, tensors[tensor])
        one.count += stored.size
        if ours.size:
            one.least = min(one.least, float(ours.min()))
            one.greatest = max(one.greatest, float(ours.max()))


def _tensor_error(
    mine: Side, theirs: Side, known: Counterparts, pair: OpPair, tensor: int, one: _Sums
) -> TensorError:
    node = mine.graph.nodes[pair.mine]
    total = one.cumulative
    varies = total.span > 0
    return TensorError(
        name=mine.graph.tensors[tensor].name,
        against=theirs.graph.tensors[known.tensors[tensor]].name,
        op=node.op,
        op_index=pair.mine,
        node_id=node.id,
        cumulative=total.figures(),
        local=one.local.figures() if one.local.count else None,
        least=total.least if total.count else 0.0,
        greatest=total.greatest if total.count else 0.0,
        saturated=one.cut_off / one.count if one.count else 0.0,
        is_dead=varies and one.least == one.greatest,
        not_finite=total.not_finite,
        adds_not_finite=one.local.not_finite,
        macs=node.macs,
        read_by=mine.read_by.get(tensor, ()),
        end_name=mine.graph.end_names.get(tensor, ""),
    )


def _cut_off(stored: np.ndarray, expected: np.ndarray, tensor: Tensor) -> int:
    """How many values of the float stage lie outside of what the tensor can hold, by more than a
    step: the 1.0 of a softmax in int8 is stored as 255/256."""
    quantization = tensor.quantization
    if stored.dtype.kind not in "iu" or not tensor.is_quantized or quantization is None:
        return 0
    if len(quantization.scales) != 1:
        return 0  # activations have one scale
    limits, step = np.iinfo(stored.dtype), quantization.scales[0]
    ends = dequantize(np.array([limits.min, limits.max]), quantization)
    is_below, is_above = expected < ends[0] - step, expected > ends[1] + step
    return int((is_below | is_above).sum())


def real(stored: np.ndarray, tensor: Tensor) -> np.ndarray:
    """Real values of what a tensor holds."""
    if tensor.quantization is None or not tensor.is_quantized or stored.dtype.kind not in "iu":
        return stored
    return dequantize(stored, tensor.quantization)


def _stored(values: np.ndarray, tensor: Tensor) -> np.ndarray:
    dtype = np.dtype(tensor.dtype)
    quantization: Quantization | None = tensor.quantization
    if quantization is not None and tensor.is_quantized and dtype.kind in "iu":
        return quantize(values, quantization, dtype)
    return values.astype(dtype)


class _OpsApart:
    """Both files' ops, each on its own, fed with the float stage's values."""

    def __init__(self, mine: Side, theirs: Side, known: Counterparts) -> None:
        self._mine, self._theirs, self._known = mine, theirs, known
        self._pairs: tuple[OpPair, ...] = ()
        self._their_op: dict[int, int] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="studio-apart-")
        self._ours: tuple[tuple[Feed, ...], tuple[int, ...]] = ((), ())
        self._its: tuple[tuple[Feed, ...], tuple[int, ...]] = ((), ())
        self._models: tuple[WatchedModel, WatchedModel] | None = None

    def __enter__(self) -> _OpsApart:
        self._pairs = self._known.alone(self._mine, self._theirs)
        self._their_op = {pair.mine: pair.theirs for pair in self._pairs}
        ours, ours_loaded = self._loaded("mine", self._mine, [one.mine for one in self._pairs])
        its, its_loaded = self._loaded("theirs", self._theirs, [one.theirs for one in self._pairs])
        self._ours, self._its = ours, its
        if ours_loaded is not None and its_loaded is not None:
            self._models = (ours_loaded, its_loaded)
        return self

    def _loaded(
        self, name: str, side: Side, ops: list[int]
    ) -> tuple[tuple[tuple[Feed, ...], tuple[int, ...]], WatchedModel | None]:
        """What goes in and out of the model of ops apart, and that loaded; None where the runtime
        refuses it."""
        apart = apart_of(side, ops)
        path = Path(self._folder.name) / f"{name}.tflite"
        path.write_bytes(apart.content)
        try:
            model = load_watched(path, KERNELS) if ops else None
        except RunError:
            model = None
        return (apart.feeds, apart.outputs), model

    @property
    def is_known(self) -> bool:
        """Whether any op could be run by itself."""
        return self._models is not None

    def __exit__(self, *_: object) -> None:
        self._close()
        self._folder.cleanup()

    def _close(self) -> None:
        for model in self._models or ():
            model.close()
        self._models = None

    def run(
        self, artifact: WatchedModel, float_stage: WatchedModel
    ) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """(tensor of the artifact, what its op made of the values, what the float op did).

        The whole files must have been run just before: their tensors are what is fed.
        """
        if self._models is None:
            return
        ours, its = self._models
        fed: dict[tuple[int, int], np.ndarray] = {}
        mine, tensors = [], self._mine.parsed.subgraphs[0].tensors
        for feed in self._ours[0]:
            if feed.tensor in self._mine.view.constants:
                mine.append(artifact.tensor(feed.tensor))
                continue
            values = float_stage.tensor(self._known.tensors[feed.tensor])
            stored = _stored(values, tensors[feed.tensor])
            mine.append(stored)
            slot = (self._their_op[feed.op], feed.slot)
            fed[slot] = real(stored, tensors[feed.tensor]).astype(values.dtype)
        theirs = [
            fed[feed.op, feed.slot]
            if (feed.op, feed.slot) in fed
            else float_stage.tensor(feed.tensor)
            for feed in self._its[0]
        ]
        try:
            for model, values_of in ((ours, mine), (its, theirs)):
                model.feed(values_of)
                model.invoke()
        except RunError:
            self._close()  # one op that cannot be fed so takes the others along
            return
        for tensor, stored, expected in zip(self._ours[1], ours.made(), its.made(), strict=True):
            yield tensor, real(stored, tensors[tensor]), expected
