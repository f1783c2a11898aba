"""What the Models tree says of a model or variant: sign, state and tooltip."""

from __future__ import annotations

from studio.core.edits import is_stale
from studio.core.errors import ErrorInfo
from studio.core.messages.marking import mark
from studio.core.quantities import (
    format_cosine,
    format_error,
    format_error_percent,
    format_percent,
)
from studio.core.results import Check, CheckStatus
from studio.core.session import Model, Variant
from studio.ui.humanize import size_text
from studio.ui.texts import render_error, render_message, tr
from studio.ui.theme import STATUS_SIGNS

BUSY_SIGN, STALE_SIGN, MISSING_SIGN = "…", "↻", "?"

INPUTS_FROM = {
    "evaluation": mark("held-out evaluation data"),
    "calibration-unused": mark("calibration samples that were not used"),
    "calibration": mark("the calibration data itself"),
    "given": mark("samples given for this check"),
    "random": mark("random data"),
}
STATUS_TEXTS = {
    "ok": mark("computes what its source computes"),
    "degraded": mark("differs from its source"),
    "failed": mark("does not compute what its source computes"),
    "cannot-run": mark("cannot run on the local LiteRT"),
    "unchecked": mark("not checked: the check was ended before it was done"),
    "nothing": mark("nothing was shown: the output is the same for every input"),
}


def model_sign(model: Model) -> tuple[str, str]:
    """(sign, status) of a model: "" where all is well."""
    if model.error is not None:
        return STATUS_SIGNS["failed"], "failed"
    if model.is_missing:
        return MISSING_SIGN, "failed"
    if model.is_changed:
        return STALE_SIGN, "degraded"
    if model.info is None:
        return BUSY_SIGN, ""
    return "", ""


def variant_sign(model: Model, variant: Variant) -> tuple[str, str]:
    """(sign, status) of a variant: its check, unless the file is gone or out of date."""
    if variant.is_missing:
        return MISSING_SIGN, "failed"
    if is_stale(model, variant):
        return STALE_SIGN, "degraded"
    if variant.check is None:
        return "", ""
    return STATUS_SIGNS[variant.check.shown], variant.check.shown


def model_tooltip(model: Model) -> str:
    lines = [model.path]
    if model.error is not None:
        error = render_error(model.error)
        lines += [error.title, error.hint]
    if model.is_missing:
        lines.append(tr("The file is missing: locate it."))
    if model.is_changed:
        lines.append(tr("The file has changed since it was opened; its variants are stale."))
    if model.info is not None:
        lines.append(size_text(model.info.size_bytes))
    return "\n".join(lines)


def variant_tooltip(model: Model, variant: Variant) -> str:
    lines = [f"{variant.name}  ·  {size_text(variant.size_bytes)}"]
    if variant.is_proposed:
        lines.append(tr("Proposed by a fix: accept it, or discard it."))
    if variant.is_missing:
        lines.append(tr("Its file is missing: convert again."))
    if is_stale(model, variant):
        lines.append(tr("Stale: made from other bytes than the model's file has now."))
    calibration = variant.recipe.calibration
    if calibration is not None and calibration.kind == "random":
        lines.append(tr("Calibrated with random data: only for trying."))
    if variant.check is not None:
        lines += check_lines(variant.check)
    if variant.note:
        lines += ["", variant.note]
    return "\n".join(lines)


def refusal_text(status: CheckStatus, why: ErrorInfo) -> str:
    """What the runtime refused in its own words, or what ended the check; its log has the rest."""
    title = render_error(why).title
    return title if status == "unchecked" else why.detail or title


def check_lines(check: Check) -> list[str]:
    """The check as lines of text: state, inputs, and the numbers of each output."""
    lines = [
        f"{STATUS_SIGNS[check.shown]} {tr(STATUS_TEXTS[check.shown])}",
    ]
    if check.refusal is not None:
        lines.append(refusal_text(check.status, check.refusal))
    else:
        inputs = tr(INPUTS_FROM[check.inputs_from])
        lines.append(
            tr("Checked on {count} samples of {inputs}.").format(count=check.samples, inputs=inputs)
        )
    for output in check.outputs:
        parts = [
            tr("max abs error {value}").format(value=format_error(output.max_abs_error)),
            tr("RMSE/range {value}").format(value=format_error_percent(output.rmse_over_range)),
            tr("cosine {value}").format(value=format_cosine(output.cosine)),
        ]
        if output.argmax_agreement is not None:
            parts.append(
                tr("agreement {value}").format(value=format_percent(output.argmax_agreement))
            )
        lines.append(f"{output.name}: " + ", ".join(parts))
    lines += [render_message(reason, {})[0] for reason in check.reasons]
    return lines
