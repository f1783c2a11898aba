"""Ways of running a file and their differences in words; what an agreement finds."""

from __future__ import annotations

from typing import Literal

from studio.core.agreement import AgreeResult, Difference, FirstDifference, Way
from studio.core.devices import device_text
from studio.core.diagnosis import Finding
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import format_error_percent, format_percent, significant
from studio.core.thresholds import AGREEMENT_SHARE, AGREEMENT_STEPS

_WHOLE = 0.005
"""Stored values differ by whole steps; dequantized ones by a rounding more or less."""


def way_text(way: Way, t: Translate = untranslated) -> str:
    """ "Reference kernels", "XNNPACK, 2 threads", "LiteRT C, CPU", "GPU (software: …)"."""
    target = way.target
    if target is None:
        return t(mark("Source"))
    threads = target.threads
    counted = t(mark("1 thread")) if threads == 1 else t(mark("{n} threads")).format(n=threads)
    kernels = target.params.get("kernels")
    if target.id == "litert-interpreter":
        if kernels == "reference":
            return t(mark("Reference kernels"))
        if kernels == "builtin":
            return t(mark("LiteRT's kernels"))
        return t(mark("XNNPACK, {threads}")).format(threads=counted)
    if target.id == "litert-cpu":
        name = t(mark("LiteRT C, CPU")) if kernels == "xnnpack" else t(mark("LiteRT C, builtin"))
        return name if threads == 1 else f"{name}, {counted}"
    if way.placement is not None:
        return device_text("gpu", way.placement.device, way.placement.is_software, t)
    return target.text


def difference_text(one: Difference | FirstDifference, t: Translate = untranslated) -> str:
    """ "0", "1 step", "2.5 steps", "0.3 %" (of the output's range), "not finite"."""
    if one.steps is not None:
        is_whole = abs(one.steps - round(one.steps)) < _WHOLE
        steps = f"{round(one.steps):,}" if is_whole else significant(one.steps)
        return t(mark("1 step")) if steps == "1" else t(mark("{n} steps")).format(n=steps)
    if one.share is None:
        return t(mark("not finite, or another shape"))
    if one.share == 0:
        return "0"
    return format_percent(one.share) if one.share >= 0.001 else format_error_percent(one.share)


def difference_phrase(one: Difference | FirstDifference, t: Translate = untranslated) -> str:
    """The same within a sentence, which has no header to say of what: "0.3 % of the range"."""
    text = difference_text(one, t)
    is_share = one.steps is None and one.share
    return t(mark("{share} of the range")).format(share=text) if is_share else text


def tolerance_text(one: Difference | FirstDifference, t: Translate = untranslated) -> str:
    if one.steps is not None:
        return t(mark("1 step"))
    return t(mark("{share} of the range")).format(share=format_percent(AGREEMENT_SHARE))


def status_of(result: AgreeResult, one: Difference) -> Literal["ok", "degraded", ""]:
    """For signs and colors; "" = neither: what converting did is not for kernels to agree on."""
    if one.is_same:
        return "ok"
    return "" if result.is_beside_source(one) else "degraded"


def is_within(steps: float | None, share: float | None) -> bool:
    """Whether a difference is none: at most one quantization step, or what float sums may differ.

    A step more is allowed a thousandth for the rounding of dequantized values.
    """
    if steps is not None:
        return steps <= AGREEMENT_STEPS * 1.001
    return share is not None and share <= AGREEMENT_SHARE


def find(result: AgreeResult, t: Translate = untranslated) -> tuple[Finding, ...]:
    """What there is to say, the worst first: ways without outputs, ways apart, where they part.

    Names of ways and sizes are parameters, so they are translated here.
    """
    found = [
        Finding(
            code="agree-way-left-out" if way.is_left_out else "agree-way-failed",
            params={"way": way_text(way, t), "what": _what(way, t)},
        )
        for way in result.ways
        if way.error is not None
    ]
    if result.is_constant:
        found.append(Finding(code="agree-nothing-shown"))
    among = [one for one in result.differences if not result.is_beside_source(one)]
    apart = [one for one in among if not one.is_same]
    if apart:
        worst = max(apart, key=_size)
        found.append(
            Finding(
                code="agree-apart",
                params={
                    "first": way_text(result.ways[worst.first], t),
                    "second": way_text(result.ways[worst.second], t),
                    "difference": difference_phrase(worst, t),
                    "tolerance": tolerance_text(worst, t),
                    "output": worst.output,
                    "count": str(len(apart)),
                    "pairs": str(len(among)),
                },
            )
        )
    elif among:
        worst = max(among, key=_size)
        found.append(
            Finding(
                code="agree-all",
                params={
                    "count": str(len({at for one in among for at in (one.first, one.second)})),
                    "difference": difference_phrase(worst, t),
                    "tolerance": tolerance_text(worst, t),
                },
            )
        )
    if result.first is not None:
        found.append(_first(result.first, t))
    others = [one for one in result.differences if result.is_beside_source(one)]
    if others:
        code = "agree-source-float" if result.is_quantized is False else "agree-source"
        difference = difference_phrase(max(others, key=_size), t)
        found.append(Finding(code=code, params={"difference": difference}))
    if result.samples < result.asked:
        params = {"samples": str(result.samples), "asked": str(result.asked)}
        found.append(Finding(code="agree-fewer-samples", params=params))
    return tuple(found)


def _first(one: FirstDifference, t: Translate) -> Finding:
    return Finding(
        code="agree-first" if one.is_beyond else "agree-first-small",
        params={
            "op": one.op,
            "index": str(one.op_index),
            "name": one.name,
            "first": way_text(Way(target=one.first), t),
            "second": way_text(Way(target=one.second), t),
            "difference": difference_phrase(one, t),
            "beyond": str(one.beyond),
            "differing": str(one.differing),
            "compared": str(one.compared),
        },
        node_id=one.node_id,
    )


def _what(way: Way, t: Translate) -> str:
    assert way.error is not None
    return render(way.error.code, way.error.params, t)[0]


def _size(one: Difference) -> float:
    """In tolerances; what is not finite comes first."""
    if one.steps is not None:
        return one.steps / AGREEMENT_STEPS
    return float("inf") if one.share is None else one.share / AGREEMENT_SHARE
