"""Where a model runs, in words: the same in window, command line and report."""

from __future__ import annotations

from studio.core.measurements import Measurement, Placement
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import format_percent
from studio.core.thresholds import deviates

_CPU = mark("CPU")
_GPU = mark("GPU: {device}")
_SOFTWARE = mark("GPU (software: {device})")
_NOT_STATED = mark("device not stated")
_PARTLY = mark("{where}, {share} of the ops; the rest on the CPU")
_DEVIATES = mark("{where} ⚠ its outputs differ from the CPU's by {percent} of their range")
_UNSTATED = mark("{where}; which of the ops ran there is not stated")
_SOME = mark("{where}, some of the ops; the rest on the CPU")


def device_text(
    kind: str, name: str, is_software: bool | None, translate: Translate = untranslated
) -> str:
    """ "CPU", "GPU: GeForce GTX", "GPU (software: SwiftShader)", "GPU: device not stated".

    ``kind``: "cpu" or "gpu" of a target. A GPU that the CPU emulates is always called so.
    """
    if kind == "cpu":
        return translate(_CPU)
    text = _SOFTWARE if is_software else _GPU
    return translate(text).format(device=name or translate(_NOT_STATED))


def placement_text(placement: Placement, translate: Translate = untranslated) -> str:
    """The device, what of the model does not run on it, and whether its outputs are others."""
    where = device_text("gpu", placement.device, placement.is_software, translate)
    if placement.kind == "unstated":
        where = translate(_UNSTATED).format(where=where)
    elif placement.kind == "partial":
        if placement.share is None:
            where = translate(_SOME).format(where=where)
        else:
            share = format_percent(placement.share)
            where = translate(_PARTLY).format(where=where, share=share)
    if deviates(placement):
        percent = format_percent(placement.deviation)
        where = translate(_DEVIATES).format(where=where, percent=percent)
    return where


def where_text(found: Measurement, translate: Translate = untranslated) -> str:
    """Where a measured model ran; of a GPU, "" where it never came so far."""
    if found.placement is not None:
        return placement_text(found.placement, translate)
    return device_text("cpu", "", False, translate) if found.target.kind.device == "cpu" else ""
