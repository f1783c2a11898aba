"""The options of ops as text, for the graph's table: one line for each kind of options."""

from __future__ import annotations

import struct

from ai_edge_litert import schema_py_generated as schema

from studio.graph.flatbuffer import Table
from studio.graph.parsing import TYPE_NAMES, Op

# (attribute, schema id, how it is stored); "a"/"p"/"t": activation, padding, tensor type
_CONV = (("padding", 0, "p"), ("stride_w", 1, "i"), ("stride_h", 2, "i"))
_ARITHMETIC = (("activation", 0, "a"),)
_REDUCE = (("keep_dims", 0, "?"),)
_RESIZE = (("align_corners", 2, "?"), ("half_pixel_centers", 3, "?"))

_FIELDS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "Conv2DOptions": (
        *_CONV,
        ("activation", 3, "a"),
        ("dilation_w", 4, "i1"),
        ("dilation_h", 5, "i1"),
    ),
    "DepthwiseConv2DOptions": (
        *_CONV,
        ("depth_multiplier", 3, "i"),
        ("activation", 4, "a"),
        ("dilation_w", 5, "i1"),
        ("dilation_h", 6, "i1"),
    ),
    "TransposeConvOptions": (*_CONV, ("activation", 3, "a")),
    "Conv3DOptions": (
        ("padding", 0, "p"),
        ("stride_d", 1, "i"),
        ("stride_w", 2, "i"),
        ("stride_h", 3, "i"),
        ("activation", 4, "a"),
    ),
    "Pool2DOptions": (
        *_CONV,
        ("filter_w", 3, "i"),
        ("filter_h", 4, "i"),
        ("activation", 5, "a"),
    ),
    "FullyConnectedOptions": (("activation", 0, "a"), ("keep_num_dims", 2, "?")),
    "BatchMatMulOptions": (("adj_x", 0, "?"), ("adj_y", 1, "?")),
    "AddOptions": _ARITHMETIC,
    "SubOptions": _ARITHMETIC,
    "MulOptions": _ARITHMETIC,
    "DivOptions": _ARITHMETIC,
    "ConcatenationOptions": (("axis", 0, "i"), ("activation", 1, "a")),
    "SoftmaxOptions": (("beta", 0, "f"),),
    "LeakyReluOptions": (("alpha", 0, "f"),),
    "GatherOptions": (("axis", 0, "i"), ("batch_dims", 1, "i")),
    "PackOptions": (("values_count", 0, "i"), ("axis", 1, "i")),
    "UnpackOptions": (("num", 0, "i"), ("axis", 1, "i")),
    "SplitOptions": (("num_splits", 0, "i"),),
    "CastOptions": (("from", 0, "t"), ("to", 1, "t")),
    "ReducerOptions": _REDUCE,
    "ResizeBilinearOptions": _RESIZE,
    "ResizeNearestNeighborOptions": (
        ("align_corners", 0, "?"),
        ("half_pixel_centers", 1, "?"),
    ),
    "SpaceToDepthOptions": (("block_size", 0, "i"),),
    "DepthToSpaceOptions": (("block_size", 0, "i"),),
    "StridedSliceOptions": (
        ("begin_mask", 0, "i"),
        ("end_mask", 1, "i"),
        ("ellipsis_mask", 2, "i"),
        ("new_axis_mask", 3, "i"),
        ("shrink_axis_mask", 4, "i"),
    ),
    "WhileOptions": (("cond_subgraph", 0, "i"), ("body_subgraph", 1, "i")),
    "IfOptions": (("then_subgraph", 0, "i"), ("else_subgraph", 1, "i")),
    "CallOptions": (("subgraph", 0, "i"),),
    "CallOnceOptions": (("init_subgraph", 0, "i"),),
    "VarHandleOptions": (("container", 0, "s"), ("shared_name", 1, "s")),
    "StableHLOCompositeOptions": (("name", 0, "s"), ("decomposition_subgraph", 1, "i")),
}


def _names(enumeration: type) -> dict[int, str]:
    return {value: name for name, value in vars(enumeration).items() if isinstance(value, int)}


_ACTIVATIONS = _names(schema.ActivationFunctionType)
_PADDINGS = _names(schema.Padding)


def attributes(op: Op) -> dict[str, str]:
    """Attribute -> text. Raises DamagedError."""
    if op.options is None:
        return {}
    return {
        name: _text(op.options, field_id, kind)
        for name, field_id, kind in _FIELDS.get(op.option_type, ())
    }


def _text(options: Table, field_id: int, kind: str) -> str:
    if kind == "s":
        return options.text(field_id)
    if kind == "f":
        bits = options.number(field_id, "I")
        return f"{struct.unpack('<f', struct.pack('<I', bits))[0]:g}"
    if kind == "?":
        return "true" if options.number(field_id, "?") else "false"
    if kind in ("a", "p", "t"):
        table = {"a": _ACTIVATIONS, "p": _PADDINGS, "t": TYPE_NAMES}[kind]
        value = options.number(field_id, "b")
        return table.get(value, str(value))
    return str(options.number(field_id, "i", default=1 if kind == "i1" else 0))
