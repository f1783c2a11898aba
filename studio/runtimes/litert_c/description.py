"""What a parsed file says of its inputs and outputs: names, dtypes, shapes, quantization.

All of it comes from the library, but for dynamic dimensions, which it keeps to itself: those are
read in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from studio.core.model import Quantization, Signature, TensorSpec
from studio.runtimes.litert_c.declarations import (
    DTYPES,
    NO_SIGNATURE,
    PER_CHANNEL,
    PER_TENSOR,
    RANK_BITS,
)
from studio.runtimes.litert_c.library import Handle, Library


@dataclass(frozen=True)
class Port:
    """An input or output: its tensor in the file and its type there (dims at load time)."""

    name: str
    tensor: Handle
    type: Any

    @property
    def dtype(self) -> str:
        """numpy's name, "string", or "element type N" where numpy has none."""
        return DTYPES.get(self.type.element_type, f"element type {self.type.element_type}")


@dataclass(frozen=True)
class Entry:
    """The signature that is run: ``index`` among those of the file; inputs in its order."""

    index: int
    name: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def choose_entry(library: Library, model: Handle) -> Entry:
    """The signature over the main subgraph, "serving_default" first; else the first there is.

    A file without one has the library's stand-in, which is called "" and has the tensors' names.
    """
    main = library.out(
        "Handle",
        "LiteRtGetModelSubgraph",
        model,
        library.out("size_t", "LiteRtGetMainModelSubgraphIndex", model),
    )
    entries = []
    for index in range(library.out("size_t", "LiteRtGetNumModelSignatures", model)):
        handle = library.out("Handle", "LiteRtGetModelSignature", model, index)
        key = library.text("LiteRtGetSignatureKey", handle)
        is_main = library.out("Handle", "LiteRtGetSignatureSubgraph", handle) == main
        entries.append((not is_main, key != "serving_default", index, key, handle))
    _, _, index, key, handle = min(entries, key=lambda entry: entry[:3])
    return Entry(
        index=index,
        name="" if key == NO_SIGNATURE else key,
        inputs=_ports(library, handle, "Input"),
        outputs=_ports(library, handle, "Output"),
    )


def describe(library: Library, path: str, entry: Entry) -> Signature:
    """Read on first use, as it is no part of the init time."""
    from ai_edge_litert import schema_py_generated as schema

    with Path(path).open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        graph = schema.Model.GetRootAs(data, 0).Subgraphs(0)

        def spec(port: Port) -> TensorSpec:
            index = library.out("uint32_t", "LiteRtGetTensorIndex", port.tensor)
            tensor = graph.Tensors(index)
            fixed = dimensions(port.type.layout)
            declared = [tensor.ShapeSignature(at) for at in range(tensor.ShapeSignatureLength())]
            return TensorSpec(
                name=port.name,
                dtype=port.dtype,
                shape=tuple(None if dim < 0 else dim for dim in declared or fixed),
                quantization=_quantization(library, port.tensor),
            )

        return Signature(
            name=entry.name,
            inputs=tuple(spec(port) for port in entry.inputs),
            outputs=tuple(spec(port) for port in entry.outputs),
        )


def dimensions(layout: Any) -> tuple[int, ...]:
    """The shape in a ``Layout``."""
    return tuple(layout.dimensions[axis] for axis in range(layout.rank_and_flags & RANK_BITS))


def _ports(library: Library, signature: Handle, side: str) -> tuple[Port, ...]:
    ports = []
    for index in range(library.out("size_t", f"LiteRtGetNumSignature{side}s", signature)):
        name = library.text(f"LiteRtGetSignature{side}Name", signature, index)
        tensor = library.out("Handle", f"LiteRtGetSignature{side}TensorByIndex", signature, index)
        kind = library.out("RankedType", "LiteRtGetRankedTensorType", tensor)
        ports.append(Port(name, tensor, kind))
    return tuple(ports)


def _quantization(library: Library, tensor: Handle) -> Quantization | None:
    kind = library.out("int", "LiteRtGetQuantizationTypeId", tensor)
    if kind == PER_TENSOR:
        one = library.out("PerTensor", "LiteRtGetPerTensorQuantization", tensor)
        return Quantization(scales=(one.scale,), zero_points=(one.zero_point,))
    if kind == PER_CHANNEL:
        many = library.out("PerChannel", "LiteRtGetPerChannelQuantization", tensor)
        channels = range(many.channels)
        return Quantization(
            scales=tuple(many.scales[at] for at in channels),
            zero_points=tuple(many.zero_points[at] for at in channels),
            axis=many.axis,
        )
    return None
