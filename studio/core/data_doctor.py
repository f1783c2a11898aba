"""Judges data by their figures: what would make a calibration wrong, and what cannot be known.

Each bound below stands with what it was set by; a good set must pass without a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from studio.core.data_findings import (
    DataFinding,
    InputFigures,
    Overlap,
    RangeFigures,
    SetFigures,
    in_order,
)
from studio.core.model import InputStatistics
from studio.core.quantities import format_percent, format_value

NOISE = 0.1
"""Neighbors in pictures and sounds correlate by 0.4 to 0.99, in noise by 3/sqrt(pairs)."""
NOISE_PAIRS = 2000
STRUCTURED_VECTOR = 0.2
REPEATED = 0.1
"""Share of samples that repeat others; of small samples (a few numbers) chance repeats some."""
OVERLAP_OF_SMALL = 0.05
SPREAD = 3.0
"""A forgotten or doubled 1/255 is a factor of 255, of 127.5 one of 127, of mean and deviation
usually 3 to 5; sets of one kind differ by less than 2."""
SHIFT = 1.5
"""Of the expected spread, between two means."""
TINY = 0.02
"""1/255 rounded up, five times over: what pictures scaled twice stay below."""
OUTSIDE = 0.01
COVERED = 0.05
GROWN = 0.1
SATURATED = 0.01
TURNED = 1 / 3
"""How much nearer the means of the channels are turned round, where red and blue are swapped:
blue pictures before a model of warm ones (ImageNet: 0.485, 0.456, 0.406) come to 0.6."""
SURE_ERRORS = 4.0


def judge(
    found: SetFigures,
    statistics: tuple[InputStatistics, ...] = (),
    evaluation: SetFigures | None = None,
    overlap: Overlap | None = None,
) -> tuple[DataFinding, ...]:
    """``statistics``: what the model's first layers expect; ``evaluation``, ``overlap``: of the
    evaluation data beside which this set serves to calibrate, None where there is none."""
    findings = list(_of_samples(found))
    for one in found.inputs:
        findings += _of_input(one, found.samples)
        expected = next((entry for entry in statistics if entry.input == one.name), None)
        others = evaluation.inputs if evaluation else ()
        other = next((entry for entry in others if entry.name == one.name), None)
        findings += _of_scale(one, expected, other)
        findings += _of_colors(one, expected, other)
    if overlap is not None:
        findings += _of_overlap(overlap)
    return in_order(findings)


def judge_ranges(
    ranges: tuple[RangeFigures, ...], samples: int, held_out: int
) -> tuple[DataFinding, ...]:
    """``samples``: how many measured the ranges; ``held_out``: how many others were run after."""
    if not ranges:
        return ()
    findings = []
    moving = [one for one in ranges if one.grown > GROWN]
    if samples < 8:
        findings.append(_make("doctor-ranges-few", "unknown", samples=samples))
    elif moving:
        most = max(moving, key=lambda one: one.grown)
        findings.append(
            _make(
                "doctor-ranges-move",
                "odd",
                count=len(moving),
                total=len(ranges),
                samples=samples,
                last=samples - samples * 3 // 4,
                tensor=_short(most.tensor),
                grown=format_percent(most.grown),
            )
        )
    elif not any(one.outside is not None and one.outside > SATURATED for one in ranges):
        # ranges that did not grow any more and yet cut off are nothing to be at ease about
        enough = max(one.enough for one in ranges)
        findings.append(_make("doctor-ranges-settled", "fine", enough=enough, samples=samples))
    known = [(one.outside, one) for one in ranges if one.outside is not None]
    if not known:
        findings.append(_make("doctor-saturation-unknown", "unknown"))
        return in_order(findings)
    outside, worst = max(known, key=lambda pair: pair[0])
    if not outside:
        findings.append(_make("doctor-saturates-none", "fine", samples=held_out))
        return in_order(findings)
    beyond = [share for share, _ in known if share > SATURATED]
    findings.append(
        _make(
            "doctor-saturates" if beyond else "doctor-saturates-little",
            "odd" if beyond else "fine",
            count=len(beyond),
            total=len(known),
            tensor=_short(worst.tensor),
            share=format_percent(outside),
            samples=held_out,
        )
    )
    return in_order(findings)


# --- samples -------------------------------------------------------------------------------------


def _of_samples(found: SetFigures) -> Iterator[DataFinding]:
    if found.hashed < 2:
        return
    repeated = found.hashed - found.distinct
    if found.distinct == 1:
        yield _make("doctor-all-the-same", "wrong", count=found.hashed)
    elif repeated / found.hashed > REPEATED:
        yield _make(
            "doctor-repeated",
            "wrong" if repeated / found.hashed > 0.5 else "odd",
            repeated=repeated,
            count=found.hashed,
            most=found.most_repeated,
        )


def _of_overlap(overlap: Overlap) -> Iterator[DataFinding]:
    least = 0 if overlap.is_sure else OVERLAP_OF_SMALL * overlap.hashed
    if overlap.shared > least:
        yield _make(
            "doctor-evaluation-inside",
            "wrong",
            shared=overlap.shared,
            count=overlap.hashed,
            other=overlap.other_hashed,
        )
    elif overlap.hashed < overlap.total or overlap.other_hashed < overlap.other_total:
        yield _make(
            "doctor-overlap-in-part", "unknown", count=overlap.hashed, other=overlap.other_hashed
        )


# --- one input -----------------------------------------------------------------------------------


def _of_input(one: InputFigures, samples: int) -> Iterator[DataFinding]:
    if one.labels:
        severity = "odd" if one.labels == "one-hot-rows" else "wrong"
        code = f"doctor-labels-{one.labels}"
        yield _make(code, severity, name=one.name, key=one.key, count=samples)
        return
    if one.flat_samples > samples / 10:
        yield _make("doctor-flat", "odd", name=one.name, count=one.flat_samples, samples=samples)
    yield from _of_noise(one)
    if one.outside is not None and one.outside > OUTSIDE:
        yield _make(
            "doctor-input-saturates", "wrong", name=one.name, share=format_percent(one.outside)
        )
    elif one.covered is not None and one.covered < COVERED:
        yield _make("doctor-input-unused", "odd", name=one.name, share=format_percent(one.covered))


def _of_noise(one: InputFigures) -> Iterator[DataFinding]:
    if one.minimum == one.maximum:
        return
    if one.correlation is None or one.pairs < NOISE_PAIRS:
        yield _make("doctor-noise-unknown", "unknown", name=one.name)
    elif one.correlation < NOISE:
        yield _make("doctor-noise", "wrong", name=one.name, correlation=f"{one.correlation:.2f}")


def _of_scale(
    one: InputFigures, expected: InputStatistics | None, other: InputFigures | None
) -> Iterator[DataFinding]:
    """By the model itself where it tells, then by the evaluation data, else hardly."""
    if one.labels or one.is_index or one.minimum == one.maximum:
        return
    by_model = list(_of_model(one, expected))
    yield from by_model
    if not by_model and other is not None and other.minimum != other.maximum and other.std > 0:
        yield from _against(one, other.mean, other.std, "doctor-scale-evaluation")
    elif expected is None and one.covered is None:
        yield from _hardly(one)


def _of_colors(
    one: InputFigures, expected: InputStatistics | None, other: InputFigures | None
) -> Iterator[DataFinding]:
    """Whether red and blue are where the model, or else the evaluation data, have them."""
    if one.labels or len(one.channel_means) != 3 or one.minimum == one.maximum:
        return
    wanted, by = (expected.channel_means if expected else ()), "model"
    if len(wanted) != 3 and other is not None:
        wanted, by = other.channel_means, "evaluation"
    error = math.hypot(*one.channel_errors)
    if len(wanted) != 3 or abs(wanted[0] - wanted[2]) <= SURE_ERRORS * error:
        yield _make("doctor-colors-unknown", "unknown", name=one.name)
        return
    apart = math.dist(one.channel_means, wanted)
    turned = math.dist(one.channel_means[::-1], wanted)
    if turned < TURNED * apart and apart > SURE_ERRORS * error:
        figures = (one.channel_means[0], one.channel_means[2], wanted[0], wanted[2])
        names = ("first", "last", "wanted_first", "wanted_last")
        shown = dict(zip(names, map(format_value, figures), strict=True))
        yield _make(f"doctor-colors-{by}", "odd", name=one.name, **shown)


def _of_model(one: InputFigures, expected: InputStatistics | None) -> Iterator[DataFinding]:
    if expected is not None and expected.scale is not None:
        yield from _of_rescaling(one, expected.scale)
    elif expected is not None and expected.std is not None and expected.std > 0:
        yield from _against(one, expected.mean, expected.std, f"doctor-scale-{expected.origin}")


def _hardly(one: InputFigures) -> Iterator[DataFinding]:
    if one.is_picture and max(abs(one.minimum), abs(one.maximum)) < TINY:
        yield _make("doctor-tiny", "odd", name=one.name, largest=format_value(one.maximum))
    else:
        yield _make("doctor-scale-unknown", "unknown", name=one.name, **_range(one))


def _against(one: InputFigures, mean: float | None, std: float, code: str) -> Iterator[DataFinding]:
    ratio = one.std / std
    shift = 0.0 if mean is None else abs(one.mean - mean) / std
    figures = {
        "name": one.name,
        "mean": format_value(one.mean),
        "std": format_value(one.std),
        "expected_mean": format_value(mean),
        "expected_std": format_value(std),
    }
    if ratio > SPREAD:
        yield _make(f"{code}-large", "wrong", factor=_times(ratio), **figures)
    elif ratio < 1 / SPREAD:
        yield _make(f"{code}-small", "wrong", factor=_times(1 / ratio), **figures)
    elif shift > SHIFT:
        yield _make(f"{code}-shifted", "odd", shift=f"{shift:.1f}", **figures)


def _of_rescaling(one: InputFigures, scale: float) -> Iterator[DataFinding]:
    """A model that multiplies by ``scale`` itself takes values of about 1 / scale."""
    span = (one.maximum - one.minimum) * abs(scale)
    figures = {"name": one.name, "scale": format_value(scale), **_range(one)}
    if span < 1 / 16:
        yield _make("doctor-rescaling-small", "wrong", span=format_value(span), **figures)
    elif span > 16:
        yield _make("doctor-rescaling-large", "wrong", span=format_value(span), **figures)


def _range(one: InputFigures) -> dict[str, str]:
    return {"low": format_value(one.minimum), "high": format_value(one.maximum)}


def _short(tensor: str) -> str:
    """The first of the names that a fused op has."""
    return tensor.split(";")[0]


def _times(factor: float) -> str:
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.1f}"


def _make(code: str, severity: str, **params: object) -> DataFinding:
    texts = {name: str(value) for name, value in params.items()}
    return DataFinding(code=code, severity=severity, params=texts)  # type: ignore[arg-type]
