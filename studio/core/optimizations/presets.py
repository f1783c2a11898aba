"""Presets: named sets of variants, each variant a list of steps."""

from __future__ import annotations

import msgspec

from studio.core.messages.marking import mark


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """``variants``: one tuple of optimization ids per variant; () is the plain float32 one."""

    id: str
    title: str
    help: str
    variants: tuple[tuple[str, ...], ...]


PRESETS: tuple[Preset, ...] = (
    Preset(
        id="compare-all",
        title=mark("Compare all"),
        help=mark("One variant of each common kind, to be measured beside each other."),
        variants=((), ("float16",), ("dynamic-range",), ("weight-only-int8",), ("int8",)),
    ),
    Preset(
        id="no-data",
        title=mark("int8 weights, no data needed"),
        help=mark("Dynamic range: weights in int8, ranges of activations taken while running."),
        variants=(("dynamic-range",),),
    ),
    Preset(
        id="integer-device",
        title=mark("Integer device"),
        help=mark("Full int8: weights and activations in int8; needs calibration data."),
        variants=(("int8",),),
    ),
    Preset(
        id="smallest",
        title=mark("Smallest"),
        help=mark("Every way to 8- and 4-bit weights without data: take the least that is right."),
        variants=(("dynamic-range",), ("dynamic-int4",), ("weight-only-int4",)),
    ),
    Preset(
        id="int16-activations",
        title=mark("int16 activations"),
        help=mark("int8 and int16 activations, to be compared and measured beside each other."),
        variants=(("int8",), ("int16x8",)),
    ),
    Preset(
        id="plain",
        title=mark("Plain float32"),
        help=mark("The reference: converted, nothing optimized."),
        variants=((),),
    ),
)
