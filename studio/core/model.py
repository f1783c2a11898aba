"""What is known of a model file: signatures, ops, sizes, warnings; and its graph.

Nodes and tensors are thousands and in no cycle: they are no matter of the garbage collector.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.weight_facts import WeightFacts

Shape = tuple[int | None, ...]
"""Dimensions of a tensor; ``None`` is a dynamic one. Unknown rank: see TensorSpec.rank_known."""


class Quantization(msgspec.Struct, frozen=True, kw_only=True):
    """Affine quantization: real = scale * (stored - zero_point); per-channel where len > 1."""

    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int = 0


class TensorSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One input or output. ``dtype`` is numpy's name ("float32", "int8", "bool") or "string"."""

    name: str
    dtype: str
    shape: Shape
    rank_known: bool = True
    quantization: Quantization | None = None

    @property
    def is_dynamic(self) -> bool:
        return not self.rank_known or any(dim is None for dim in self.shape)

    @property
    def example(self) -> str:
        """A shape that could be meant, as it is typed: open dimensions by a usual picture's size,
        the batch by 1; "1,224,224,3"."""
        if not self.rank_known:
            return "1,224,224,3"
        usual = (1, *(224 for _ in self.shape[1:]))
        known = zip(self.shape, usual, strict=False)
        return ",".join(str(other if dim is None else dim) for dim, other in known)


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]


class TaggedGraph(msgspec.Struct, frozen=True, kw_only=True):
    """One of the graphs of a SavedModel, told from the others by its tags (sorted)."""

    tags: tuple[str, ...]
    signatures: tuple[Signature, ...]


class ModelWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A fact about the model that the user should know; ``code`` is a key of core.messages."""

    code: str
    params: dict[str, str] = {}


Precision = Literal["", "float32", "float16", "int16", "int8", "int4", "hybrid", "mixed"]
"""What an op computes in: the type of its activations and weights. "int4": 4-bit weights with
8-bit activations; "hybrid": float activations with quantized weights; "mixed": none of these."""


class Node(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """An op instance. ``id`` is stable: made from the subgraph and the op's own output names.

    ``inputs``/``outputs`` are indices into Graph.tensors (-1: optional input left out).
    ``macs`` is ``None`` where it cannot be counted, 0 where the op multiplies nothing.
    ``precision``: what it computes in, see Precision; "" = it carries no values.
    ``parameters``: elements of its weights; those that several ops use count at the first of them,
    and the places of the others stand in ``shared_with`` there; ``counted_at``: those of the ops
    that count weights which this one uses too.
    """

    id: str
    index: int
    op: str
    name: str
    subgraph: int = 0
    inputs: tuple[int, ...] = ()
    outputs: tuple[int, ...] = ()
    macs: int | None = None
    parameters: int = 0
    counted_at: tuple[int, ...] = ()
    shared_with: tuple[int, ...] = ()
    attributes: dict[str, str] = {}
    precision: Precision = ""


class TensorQuantization(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Quantization of a tensor in short: the least and the greatest of ``channels`` scales."""

    channels: int
    scale_least: float
    scale_greatest: float
    zero_point_least: int
    zero_point_greatest: int
    axis: int = 0


class GraphTensor(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """``values``: of a small constant (core.few_values) in real numbers, () = not known."""

    index: int
    name: str
    dtype: str
    shape: Shape
    subgraph: int = 0
    size_bytes: int = 0
    is_constant: bool = False
    quantization: TensorQuantization | None = None
    values: tuple[float, ...] = ()


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Nodes in execution order, over all subgraphs. Tensor indices are positions in ``tensors``.

    ``inputs``/``outputs``: of each subgraph, tensor indices. ``subgraph_names``: as stored in a
    .tflite, "" where it has none. ``end_names``: tensor index -> what a signature calls it, of
    inputs and outputs; a tensor's own name is a detail of the file.
    """

    nodes: tuple[Node, ...] = ()
    tensors: tuple[GraphTensor, ...] = ()
    inputs: tuple[tuple[int, ...], ...] = ()
    outputs: tuple[tuple[int, ...], ...] = ()
    subgraph_names: tuple[str, ...] = ()
    end_names: dict[int, str] = {}

    def end_name(self, index: int) -> str:
        """The name of an input or output as people know it."""
        return self.end_names.get(index) or self.tensors[index].name


class InputStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """What the first layers behind an input were made for or trained on.

    ``origin``: a Rescaling layer (``scale`` and ``offset`` that it applies; mean and deviation are
    not known), a Normalization layer or BatchNormalization right behind the input (its mean and
    deviation), or BatchNormalization behind the first layer with weights: mean and deviation of
    the input that best explain what it remembers of that layer's outputs. ``channel_means``: of
    each of three channels, where the layers tell them apart.
    """

    input: str
    origin: Literal["rescaling", "normalization", "batchnorm"]
    mean: float | None = None
    std: float | None = None
    scale: float | None = None
    offset: float | None = None
    channel_means: tuple[float, ...] = ()


class ModelInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The overview of one model file; fields up to ``warnings`` are `studio inspect --json`.

    ``ops``: op name -> instances. ``macs``: multiply-accumulates of one inference at the shapes
    in ``shapes_used``; ``None`` = unknown (``macs_unknown_ops`` says why). ``size_split``: bytes by
    tensor kind (e.g. "weights float32", "weights int8", "other"). ``weight_kind``: of a .tflite,
    "float32" where quantizing can start from it, "float16" or "quantized"; "" = not known.
    ``input_statistics``: of the inputs whose first layers tell what values they expect. ``graphs``:
    all that a SavedModel holds, of which ``metadata["tags"]`` names the one opened.
    ``weight_facts``: None where the weights were not looked at.
    """

    format: str
    size_bytes: int
    sha256: str
    signatures: tuple[Signature, ...]
    ops: dict[str, int]
    parameters: int | None
    macs: int | None
    warnings: tuple[ModelWarning, ...] = ()
    macs_unknown_ops: tuple[str, ...] = ()
    size_split: dict[str, int] = {}
    metadata: dict[str, str] = {}
    shapes_used: dict[str, tuple[int, ...]] = {}
    weight_kind: Literal["", "float32", "float16", "quantized"] = ""
    input_statistics: tuple[InputStatistics, ...] = ()
    graphs: tuple[TaggedGraph, ...] = ()
    weight_facts: WeightFacts | None = None


class InspectResult(msgspec.Struct, frozen=True, kw_only=True, tag="inspected"):
    path: str
    info: ModelInfo
    graph: Graph
