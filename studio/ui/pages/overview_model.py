"""What is known of a model's file, as cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.core.formats import format_by_id
from studio.core.lookup import evaluation_of
from studio.core.messages import render_reason
from studio.core.messages.marking import mark
from studio.core.metadata_titles import metadata_title
from studio.core.model import ModelInfo, TensorSpec
from studio.core.quantities import significant
from studio.core.session import Model
from studio.ui.context import UiContext
from studio.ui.humanize import count_text, shape_text, size_text
from studio.ui.pages.bar_list import Bar, BarList
from studio.ui.pages.evaluation_card import evaluation_card
from studio.ui.pages.facts import Facts, figures, short_table
from studio.ui.texts import render_message, tr, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.rows_model import Column

MOST_BARS = 20
MOST_REASONS = 3


@dataclass(frozen=True)
class _Port:
    """A row of the signatures' table."""

    signature: str
    direction: str
    spec: TensorSpec


class ModelOverview(QWidget):
    """Cards about one inspected model; made anew when the model changes."""

    def __init__(self, model: Model, info: ModelInfo, context: UiContext) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(_heading(model, info, context))
        layout.addWidget(_figures(info, model.name))
        if info.warnings:
            layout.addWidget(_warnings_card(info))
        layout.addWidget(_signatures_card(info, context))
        bars = QHBoxLayout()
        bars.setSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        bars.addWidget(
            _bars_card(tr("Ops"), info.ops, lambda count: f"{count:,}", tr("No ops are known.")),
            1,
            top,
        )
        bars.addWidget(
            _bars_card(
                tr("Size by kind of tensor"),
                {_kind_text(kind): size for kind, size in info.size_split.items()},
                size_text,
                tr("Not known for this format."),
            ),
            1,
            top,
        )
        layout.addLayout(bars)
        evaluation = evaluation_of(model, model.evaluation)
        if evaluation is not None:
            layout.addWidget(evaluation_card(evaluation, is_source=True))
        layout.addWidget(_identity_card(model, info))


def _heading(model: Model, info: ModelInfo, context: UiContext) -> QHBoxLayout:
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(text_label(model.name, "title", wrap=True, selectable=True))
    path = ElidedLabel(f"{format_by_id(info.format).title}  ·  {model.path}")
    path.setProperty("muted", True)
    texts.addWidget(path)
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addLayout(texts, 1)
    for command, text in (("evaluate", tr("Evaluate")), ("try-it", tr("Try it…"))):
        row.addWidget(command_button(context, command, text))
    return row


def _kinds_text(count: int) -> str:
    return tr("of one kind") if count == 1 else tr("of {kinds} kinds").format(kinds=count)


def command_button(context: UiContext, command: str, text: str) -> QPushButton:
    """A button that runs a command; where it cannot be run, it is disabled and says why."""
    from studio.ui.commands import command_table

    button = QPushButton(text)
    why_not = context.why_not(command)
    button.setEnabled(why_not is None)
    button.setToolTip(why_not or tr(command_table()[command].tooltip))
    button.clicked.connect(lambda: context.run_command(command))
    return button


def _figures(info: ModelInfo, name: str) -> QWidget:
    if info.macs is not None:
        note = tr("of one inference")
    elif info.macs_unknown_ops:
        note = _why_not_counted(_reasons(info, name))
    else:
        note = tr("cannot be counted: shapes are not fixed")
    count = sum(info.ops.values())
    return figures(
        (
            (tr("Size"), size_text(info.size_bytes), tr("of the file")),
            (tr("Parameters"), count_text(info.parameters), _exact(info.parameters)),
            (tr("MACs"), count_text(info.macs), note),
            (
                tr("Ops"),
                count_text(count or None),
                _kinds_text(len(info.ops)) if count else "",
            ),
        )
    )


def _why_not_counted(reasons: list[str]) -> str:
    """The first few: the card has room for some lines."""
    text = tr("cannot be counted: {ops}").format(ops=", ".join(reasons[:MOST_REASONS]))
    rest = len(reasons) - MOST_REASONS
    return text + " " + tr("and {count} more").format(count=rest) if rest > 0 else text


def _reasons(info: ModelInfo, name: str) -> list[str]:
    """What keeps the MACs from being counted: names of ops, or messages about the model."""
    return [render_reason(entry, name, tr_core) for entry in info.macs_unknown_ops]


_KINDS = {
    "constants": mark("constants"),
    "metadata": mark("metadata"),
    "optimizer state": mark("optimizer state"),
    "graph and other": mark("graph and other"),
    "other": mark("other"),
}


def _kind_text(kind: str) -> str:
    """A kind of ``ModelInfo.size_split``; one that is not known here stays as it is."""
    name, _, dtype = kind.partition(" ")
    if name == "weights" and dtype:
        return tr("weights {dtype}").format(dtype=dtype)
    return tr(_KINDS[kind]) if kind in _KINDS else kind


def _exact(count: int | None) -> str:
    """The whole number, where what is shown of it is rounded."""
    exact = f"{count:,}" if count is not None else ""
    return "" if exact == count_text(count) else exact


def _warnings_card(info: ModelInfo) -> Card:
    card = Card(tr("Worth knowing"))
    for warning in info.warnings:
        title, hint = render_message(warning.code, warning.params)
        card.add(text_label(f"⚠ {title}", wrap=True, selectable=True))
        if hint:
            card.add(text_label(hint, "small", muted=True, wrap=True, selectable=True))
    return card


def _signatures_card(info: ModelInfo, context: UiContext) -> Card:
    card = Card(tr("Signatures"))
    ports = [
        _Port(signature.name or tr("(unnamed)"), direction, spec)
        for signature in info.signatures
        for direction, specs in ((tr("input"), signature.inputs), (tr("output"), signature.outputs))
        for spec in specs
    ]
    if not ports:
        card.add(text_label(tr("The file names no inputs and outputs."), muted=True))
        return card
    card.add(short_table(tr("Signatures"), _port_columns(), ports))
    if any(port.spec.is_dynamic for port in ports):
        row = QHBoxLayout()
        fixed = ", ".join(
            f"{name} = {shape_text(shape)}" for name, shape in sorted(info.shapes_used.items())
        )
        text = tr("Counted with {shapes}.").format(shapes=fixed) if fixed else ""
        row.addWidget(text_label(text, "small", muted=True, wrap=True), 1)
        row.addWidget(command_button(context, "shapes", tr("Set shapes…")))
        card.add(row)
    return card


def _port_columns() -> list[Column]:
    return [
        Column(tr("signature"), text=lambda port: port.signature),
        Column(tr("direction"), text=lambda port: port.direction),
        Column(tr("name"), text=lambda port: port.spec.name),
        Column(tr("dtype"), text=lambda port: port.spec.dtype),
        Column(
            tr("shape"),
            text=lambda port: shape_text(port.spec.shape, rank_known=port.spec.rank_known),
            header_tooltip=tr("“?” is a dimension that is decided when the model runs."),
        ),
        Column(tr("quantization"), text=lambda port: _quantization_text(port.spec)),
    ]


def _quantization_text(spec: TensorSpec) -> str:
    found = spec.quantization
    if found is None:
        return "—"
    if len(found.scales) > 1:
        return tr("per channel ({count})").format(count=len(found.scales))
    return tr("scale {scale}, zero point {zero}").format(
        scale=significant(found.scales[0], 4), zero=found.zero_points[0] if found.zero_points else 0
    )


def _bars_card(
    title: str, counts: Mapping[str, int], text: Callable[[int], str], none: str
) -> Card:
    card = Card(title)
    if not counts:
        card.add(text_label(none, muted=True))
        return card
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    largest = max(ordered[0][1], 1)
    bars = BarList(title)
    bars.set_bars([Bar(name, count / largest, text(count)) for name, count in ordered[:MOST_BARS]])
    card.add(bars)
    rest = ordered[MOST_BARS:]
    if rest:
        names = ", ".join(f"{name} {text(count)}" for name, count in rest)
        card.add(text_label(tr("And {names}.").format(names=names), "small", muted=True, wrap=True))
    return card


def _identity_card(model: Model, info: ModelInfo) -> Card:
    card = Card(tr("File"))
    rows = [
        (tr("Format"), format_by_id(info.format).title),
        (tr("Path"), model.path),
        (tr("Size"), f"{size_text(info.size_bytes)} ({info.size_bytes:,} B)"),
        ("SHA-256", info.sha256),
        *((tr_core(metadata_title(key)), value) for key, value in sorted(info.metadata.items())),
    ]
    card.add(Facts(rows))
    return card
