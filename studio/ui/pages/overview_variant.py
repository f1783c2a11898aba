"""What is known of a variant: how it was made, what it is, and whether it computes the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.check_remarks import remarks_of
from studio.core.claims import sentence, variant_claims
from studio.core.edits import is_stale
from studio.core.lookup import evaluation_of
from studio.core.optimizations import CATALOG
from studio.core.quantities import (
    format_cosine,
    format_error,
    format_error_percent,
    format_percent,
)
from studio.core.results import Check
from studio.core.session import Model, Variant
from studio.core.signatures import signature_text
from studio.ui.context import UiContext
from studio.ui.humanize import shape_text, size_text
from studio.ui.icons import dot
from studio.ui.keep_text import keep_text
from studio.ui.pages.audit_card import audit_card
from studio.ui.pages.class_card import class_card
from studio.ui.pages.evaluation_card import evaluation_card
from studio.ui.pages.facts import Facts, short_table
from studio.ui.pages.overview_model import command_button
from studio.ui.panels.models_texts import INPUTS_FROM, STATUS_TEXTS, refusal_text
from studio.ui.texts import (
    labelled,
    phase_text,
    render_message,
    sentences,
    tr,
    tr_core,
)
from studio.ui.theme import GRID, STATUS_SIGNS, colors_of, status_color
from studio.ui.widgets.cards import Card
from studio.ui.widgets.findings_list import FindingsList
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.rows_model import Column
from studio.ui.widgets.wrap_row import WrapRow


class VariantOverview(QWidget):
    """Cards about one variant; made anew when it changes."""

    def __init__(self, model: Model, variant: Variant, context: UiContext) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._heading(model, variant, context))
        for note in _notes(model, variant):
            layout.addWidget(text_label(f"⚠ {note}", wrap=True))
        said = sentence(variant_claims(context.store.session, model, variant), tr_core)
        if said:
            words = text_label(said, wrap=True, selectable=True)
            words.setAccessibleName(tr("What it is, in words"))
            words.setToolTip(tr("Each clause is counted in the file or was measured here."))
            layout.addWidget(words)
        layout.addWidget(self._check_card(variant.check))
        if variant.findings:
            calibration = Card(tr("Calibration"))
            calibration.add(FindingsList(variant.findings))
            layout.addWidget(calibration)
        self._pair = pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        if variant.audit is not None:
            pair.addWidget(audit_card(variant.audit, variant.color), 1, top)
        made = QVBoxLayout()
        made.setSpacing(GRID)
        evaluation = evaluation_of(model, variant.evaluation)
        if evaluation is not None:
            made.addWidget(evaluation_card(evaluation))
        made.addWidget(_recipe_card(variant))
        made.addStretch(1)
        pair.addLayout(made, 1)
        layout.addLayout(pair)
        classes = class_card(evaluation) if evaluation is not None else None
        if classes is not None:
            layout.addWidget(classes)
        if variant.stages:
            card = Card(tr("Stages"))
            card.add(short_table(tr("Stages"), _stage_columns(), variant.stages))
            layout.addWidget(card)
        file_card = Card(tr("File"))
        file_card.add(
            Facts(
                [
                    (tr("Path"), variant.artifact),
                    (tr("Size"), f"{size_text(variant.size_bytes)} ({variant.size_bytes:,} B)"),
                    ("SHA-256", variant.sha256),
                    (tr("Recipe fingerprint"), variant.recipe.fingerprint()),
                    *sorted(variant.versions.items()),
                ]
            )
        )
        layout.addWidget(file_card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards stand beside each other where there is room for that (and some slack)."""
        super().resizeEvent(event)
        cards = self._pair
        items = filter(None, (cards.itemAt(index) for index in range(cards.count())))
        needed = sum(item.minimumSize().width() for item in items) + GRID * 4
        is_wide = event.size().width() >= needed
        way = QBoxLayout.Direction
        cards.setDirection(way.LeftToRight if is_wide else way.TopToBottom)

    def _heading(self, model: Model, variant: Variant, context: UiContext) -> QVBoxLayout:
        mark = QLabel()
        mark.setPixmap(dot(colors_of(self.palette()).variant(variant.color)).pixmap(16, 16))
        title = QHBoxLayout()
        title.setSpacing(GRID)
        title.addWidget(mark)
        title.addWidget(text_label(variant.name, "title", wrap=True, selectable=True), 1)
        below = ElidedLabel(
            tr("{size}{share}  ·  made from {model}").format(
                model=model.name, size=size_text(variant.size_bytes), share=_share(model, variant)
            ),
            Qt.TextElideMode.ElideRight,
        )
        below.setProperty("muted", True)
        buttons = WrapRow()
        for command, text in (
            ("evaluate", tr("Evaluate")),
            ("try-it", tr("Try it…")),
            ("check", tr("Check again")),
            ("agree", tr("Check agreement")),
            ("save-artifact", tr("Save artifact as…")),
        ):
            buttons.add(command_button(context, command, text))
        heading = QVBoxLayout()
        heading.setSpacing(GRID // 2)
        heading.addLayout(title)
        heading.addWidget(below)
        heading.addWidget(buttons)
        return heading

    def _check_card(self, check: Check | None) -> Card:
        card = Card(tr("Check against the source"))
        if check is None:
            card.add(text_label(tr("Not checked yet."), muted=True))
            return card
        status = text_label(
            f"{STATUS_SIGNS[check.shown]}  {tr(STATUS_TEXTS[check.shown])}", "title"
        )
        palette = status.palette()
        palette.setColor(
            QPalette.ColorRole.WindowText,
            status_color(colors_of(self.palette()), check.shown),
        )
        status.setPalette(palette)
        card.add(status)
        if check.refusal is not None:
            card.add(
                text_label(
                    refusal_text(check.status, check.refusal),
                    muted=True,
                    wrap=True,
                    selectable=True,
                )
            )
        else:
            inputs = tr(INPUTS_FROM[check.inputs_from])
            text = tr("On {count} samples of {inputs}.").format(count=check.samples, inputs=inputs)
            card.add(text_label(text, muted=True))
        if check.signature:
            text = tr("Signature: {name}").format(name=signature_text(check, tr_core))
            card.add(text_label(text, muted=True, wrap=True, selectable=True))
        for remark in remarks_of(check):
            title, hint = render_message(remark.code, {})
            about = f" ({', '.join(remark.outputs)})" if remark.outputs else ""
            sign = "•" if remark.counts else "⚠"
            card.add(
                text_label(f"{sign} {sentences(title + about, hint)}", wrap=True, selectable=True)
            )
        if check.outputs:
            card.add(short_table(tr("Outputs"), _output_columns(), check.outputs))
        return card


def _share(model: Model, variant: Variant) -> str:
    if model.info is None or not model.info.size_bytes:
        return ""
    share = format_percent(variant.size_bytes / model.info.size_bytes)
    return tr(", {share} of the source's file").format(share=share)


def _notes(model: Model, variant: Variant) -> list[str]:
    notes = []
    if variant.is_missing:
        notes.append(tr("Its file is missing: convert again."))
    if is_stale(model, variant):
        notes.append(tr("Stale: made from other bytes than the model's file has now."))
    calibration = variant.recipe.calibration
    if calibration is not None and calibration.kind == "random":
        notes.append(tr("Calibrated with random data: only for trying."))
    if variant.note:
        notes.append(variant.note)
    return notes


def _output_columns() -> list[Column]:
    def number(title: str, name: str, write: Callable[[Any], str], tooltip: str) -> Column:
        return Column(
            title,
            text=lambda output: write(getattr(output, name)),
            value=lambda output: getattr(output, name),
            is_number=True,
            header_tooltip=tooltip,
        )

    return [
        Column(tr("output"), text=lambda output: output.name),
        number(
            tr("max abs error"), "max_abs_error", format_error, tr("The largest single deviation.")
        ),
        number(
            tr("RMSE / range"),
            "rmse_over_range",
            format_error_percent,
            tr("Root mean square error over the span of the source's output."),
        ),
        number(
            tr("cosine"),
            "cosine",
            format_cosine,
            tr("1 = the outputs point in the same direction."),
        ),
        number(
            tr("agreement"),
            "argmax_agreement",
            _agreement_text,
            tr("Samples with the same class as the source's; only for classifiers."),
        ),
    ]


def _agreement_text(share: float | None) -> str:
    return "—" if share is None else format_percent(share)


def _recipe_card(variant: Variant) -> Card:
    recipe = variant.recipe
    card = Card(tr("Recipe"))
    rows = []
    for step in recipe.steps:
        declared = CATALOG[step.optimization]
        params = ", ".join(
            labelled(tr_core(param.title), str(step.params.get(param.name, param.default)))
            for param in declared.params
        )
        rows.append((tr_core(declared.title), params or tr("no parameters")))
    if not recipe.steps:
        rows.append((tr("Optimizations"), tr("none: converted as it is")))
    rows.append((tr("Batch"), tr("fixed to 1") if recipe.batch == "fixed" else tr("dynamic")))
    rows += [(name, shape_text(shape)) for name, shape in sorted(recipe.shapes.items())]
    if recipe.keep:
        rows.append((tr("Per-op precision"), "\n".join(map(keep_text, recipe.keep))))
    if recipe.calibration is not None:
        is_random = recipe.calibration.kind == "random"
        named = f"{variant.calibration_file}  ·  " if variant.calibration_file else ""
        text = f"{named}SHA-256 {recipe.calibration.sha256[:16]}…"
        rows.append((tr("Calibration"), tr("random data") if is_random else text))
    if variant.calibration_samples_used:
        rows.append((tr("Calibration samples used"), str(variant.calibration_samples_used)))
    rows.append((tr("Seed"), str(recipe.seed)))
    card.add(Facts(rows))
    return card


def _count_text(count: int | None) -> str:
    return "–" if count is None else str(count)


def _stage_columns() -> list[Column]:
    return [
        Column(tr("stage"), text=lambda stage: phase_text(stage.name)),
        Column(tr("route"), text=lambda stage: stage.route or "–"),
        Column(
            tr("TRANSPOSE added"),
            text=lambda stage: _count_text(stage.added_transposes),
            header_tooltip=tr("Ops that only change the layout, which the source does not have."),
            is_number=True,
        ),
        Column(tr("from cache"), text=lambda stage: tr("yes") if stage.cached else tr("no")),
        Column(
            tr("time (s)"),
            text=lambda stage: f"{stage.seconds:.2f}",
            value=lambda stage: stage.seconds,
            is_number=True,
        ),
    ]
