"""What an artifact is in a sentence, each clause only from what was counted or measured.

"int8: 94 % of MACs, float32 I/O, 3.9x smaller and 1.4x slower than float32 here [1.3, 1.5]". What
is not known has no clause.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from studio.core.comparisons import Comparison
from studio.core.evaluation_results import Evaluation
from studio.core.lookup import evaluation_of, same_path
from studio.core.messages import render
from studio.core.messages.claims import MESSAGES
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import decimals_for, format_percent, format_points, significant
from studio.core.results import Audit, Check
from studio.core.same_class import same_class
from studio.core.session import Model, Run, Session, Variant

SOURCE_FILE = mark("the source's file")
INT8, INT16, HYBRID = mark("int8"), mark("int16"), mark("hybrid")
FLOAT, OTHER = mark("float"), mark("other integers")
_MACS, _OPS = mark("MACs"), mark("ops")
_MAIN = {
    INT8: "claim-int8",
    INT16: "claim-int16",
    HYBRID: "claim-hybrid",
    OTHER: "claim-other-integers",
}
_MOSTLY = 0.5
_PLAIN = ("float32",)
_SAME_SIZE = 0.005


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A clause: a code of ``core.messages.claims`` and what fills its places."""

    code: str
    params: dict[str, str] = {}


def claim_texts(claims: Iterable[Claim], t: Translate = untranslated) -> tuple[str, ...]:
    return tuple(
        render(one.code, {name: t(value) for name, value in one.params.items()}, t)[0]
        for one in claims
    )


def sentence(claims: Iterable[Claim], t: Translate = untranslated) -> str:
    return ", ".join(claim_texts(claims, t))


def audit_claims(audit: Audit) -> tuple[Claim, ...]:
    """In which numbers it computes, and what goes in and out: counted in the file."""
    claims = [*_computed(audit)]
    inputs, outputs = (
        " ".join(dict.fromkeys(dtypes)) for dtypes in (audit.input_dtypes, audit.output_dtypes)
    )
    if inputs and inputs == outputs:
        claims.append(Claim(code="claim-io", params={"dtype": inputs}))
    elif inputs and outputs:
        params = {"inputs": inputs, "outputs": outputs}
        claims.append(Claim(code="claim-io-apart", params=params))
    return tuple(claims)


def size_claim(size_bytes: int, baseline_bytes: int | None, baseline: str) -> tuple[Claim, ...]:
    """Of the files on disk."""
    if not size_bytes or not baseline_bytes:
        return ()
    ratio = baseline_bytes / size_bytes
    if abs(ratio - 1) < _SAME_SIZE:
        return (Claim(code="claim-same-size", params={"baseline": baseline}),)
    code, shown = ("claim-smaller", ratio) if ratio > 1 else ("claim-larger", 1 / ratio)
    return (Claim(code=code, params={"ratio": _ratio(shown), "baseline": baseline}),)


def check_claims(check: Check | None, evaluation: Evaluation | None) -> tuple[Claim, ...]:
    """Accuracy beside the source's, where it was evaluated; else whether classes are the same."""
    if check is not None and check.status == "failed":
        return (Claim(code="claim-check-failed"),)
    if evaluation is not None and evaluation.paired is not None:
        difference = format_points(evaluation.paired.difference, evaluation.paired.ci95)
        return (Claim(code="claim-accuracy", params={"difference": difference}),)
    same = same_class(check, evaluation)
    if same is None:
        return ()
    params = {"share": format_percent(same.share), "samples": f"{same.samples:,}"}
    return (Claim(code="claim-same-class", params=params),)


def speed_claim(comparison: Comparison | None, baseline: str, target: str) -> tuple[Claim, ...]:
    """The verdict of two that were measured together; without an interval, nothing."""
    if comparison is None or comparison.ratio is None or comparison.ci95 is None:
        return ()
    ratio, (low, high) = comparison.ratio, comparison.ci95
    if comparison.verdict == "faster":
        ratio, low, high = 1 / ratio, 1 / high, 1 / low
    half = max(high - ratio, ratio - low)
    places = max(1, decimals_for(half)) if half > 0 else 2
    params = {
        "ratio": f"{ratio:.{places}f}",
        "low": f"{low:.{places}f}",
        "high": f"{high:.{places}f}",
        "baseline": baseline,
        "target": target,
        "threshold": f"{100 * comparison.threshold:g}",
    }
    return (Claim(code=f"claim-{comparison.verdict}", params=params),)


def float_size_claim(check: Check | None) -> tuple[Claim, ...]:
    """Beside its size against the source's file, which may hold more than a .tflite does."""
    is_meant = check is not None and "artifact-not-smaller" in check.notes
    return (Claim(code="claim-not-smaller"),) if is_meant else ()


def variant_claims(session: Session, model: Model, variant: Variant) -> tuple[Claim, ...]:
    """All that is known of a variant; speed against what it was last measured beside as the
    baseline, its size against the same, else against the source's file."""
    if variant.audit is None:
        return ()
    evaluation = evaluation_of(model, variant.evaluation)
    return (
        *audit_claims(variant.audit),
        *_size_and_speed(session, model, variant),
        *float_size_claim(variant.check),
        *check_claims(variant.check, evaluation),
    )


def together(size: tuple[Claim, ...], speed: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Both against the same baseline in one clause; apart where there is none that says both."""
    if not size or not speed or size[0].params["baseline"] != speed[0].params["baseline"]:
        return (*size, *speed)
    code = f"{size[0].code}-{speed[0].code.removeprefix('claim-')}"
    if code not in MESSAGES:
        return (*size, *speed)
    return (Claim(code=code, params={**speed[0].params, "size": size[0].params["ratio"]}),)


def _computed(audit: Audit) -> tuple[Claim, ...]:
    """What most of it computes in besides float, then all else, each with its share."""
    unit, shares = _shares(audit)
    quantized = {kind: share for kind, share in shares.items() if kind != FLOAT and share > 0}
    if not quantized:
        return (_plain(audit),)
    main = max(quantized, key=lambda kind: quantized[kind])
    params = {"share": format_percent(quantized[main]), "unit": unit}
    claims = [Claim(code=_MAIN[main], params=params)]
    others = {kind: share for kind, share in quantized.items() if kind != main}
    others = {kind: share for kind, share in others.items() if share >= _SAME_SIZE}
    if others and shares[FLOAT] >= _SAME_SIZE:
        others[FLOAT] = shares[FLOAT]
    for kind, share in others.items():
        claims.append(
            Claim(code="claim-also", params={"share": format_percent(share), "kind": kind})
        )
    if unit == _OPS and audit.float_mac_share == 1:
        claims.append(Claim(code="claim-float-macs"))
    return tuple(claims)


def _plain(audit: Audit) -> Claim:
    """Of a file that computes in float alone."""
    weights = audit.weights_by_dtype
    main = max(weights, key=lambda dtype: weights[dtype]) if weights else "float32"
    if main in _PLAIN or weights[main] < _MOSTLY * sum(weights.values()):
        return Claim(code="claim-float")
    return Claim(code="claim-weights-only", params={"dtype": main})


def _shares(audit: Audit) -> tuple[str, dict[str, float]]:
    """Of MACs by what they compute in, where they can be counted and not all of them are in float;
    else of ops."""
    int8, hybrid, floats = audit.int8_mac_share, audit.hybrid_mac_share, audit.float_mac_share
    if int8 is None or hybrid is None or floats is None or floats == 1:
        int8, hybrid, floats = audit.int8_op_share, audit.hybrid_op_share, audit.float_op_share
        int16, other, unit = audit.int16_op_share, audit.other_op_share, _OPS
    else:
        int16, other, unit = audit.int16_mac_share or 0.0, audit.other_mac_share or 0.0, _MACS
    return unit, {INT8: int8, INT16: int16, HYBRID: hybrid, FLOAT: floats, OTHER: other}


def _size_and_speed(session: Session, model: Model, variant: Variant) -> tuple[Claim, ...]:
    source = model.info.size_bytes if model.info is not None else None
    for run in reversed(session.runs):
        for one in run.result.comparisons:
            candidate = run.result.measurements[one.candidate]
            if candidate.sha256 != variant.sha256:
                continue
            name, size_bytes = _baseline(session, run, one.baseline)
            speed = speed_claim(one, name, candidate.target.text)
            beside = size_claim(variant.size_bytes, size_bytes, name) if speed else ()
            return together(beside or _against_source(variant, source), speed)
    return _against_source(variant, source)


def _against_source(variant: Variant, source_bytes: int | None) -> tuple[Claim, ...]:
    return size_claim(variant.size_bytes, source_bytes, SOURCE_FILE)


def _baseline(session: Session, run: Run, place: int) -> tuple[str, int | None]:
    """What it is called, and the size of its file in bytes where that is known."""
    found = run.result.measurements[place]
    for model in session.models:
        for variant in model.variants:
            if variant.sha256 == found.sha256:
                return variant.name, variant.size_bytes
        if same_path(model.path, found.file):
            return model.name, model.info.size_bytes if model.info is not None else None
    return found.file.replace("\\", "/").rpartition("/")[2], None


def _ratio(value: float) -> str:
    return significant(value, 2 if value < 10 else 3)
