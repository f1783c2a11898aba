"""Several selected variants beside each other: what each one is, in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.core.quantities import format_percent
from studio.core.results import Audit
from studio.ui.humanize import size_text
from studio.ui.pages.cells import NONE
from studio.ui.pages.compare_table import check_column
from studio.ui.pages.facts import short_table
from studio.ui.pages.naming import Subject
from studio.ui.texts import tr
from studio.ui.theme import Colors
from studio.ui.widgets.cards import Card
from studio.ui.widgets.rows_model import Column


def several_card(chosen: Sequence[Subject], colors: Colors) -> Card:
    """A card with a table: check, size and audit of each of ``chosen`` (all are variants)."""
    card = Card(tr("{count} variants").format(count=len(chosen)))
    card.add(short_table(tr("The selected variants"), _columns(colors), chosen, is_compact=True))
    return card


def _columns(colors: Colors) -> list[Column]:
    return [
        Column(
            tr("variant"),
            text=lambda item: item.name,
            color=lambda item: colors.variant(item.color),
            tooltip=lambda item: item.path,
        ),
        check_column(colors, lambda item: item.variant.check),
        Column(
            tr("size"),
            text=lambda item: size_text(item.variant.size_bytes),
            value=lambda item: item.variant.size_bytes,
            is_number=True,
        ),
        _share(tr("int8 (ops)"), lambda audit: audit.int8_op_share, tr("ops in int8")),
        _share(tr("int8 (MACs)"), lambda audit: audit.int8_mac_share, tr("MACs in int8")),
        _share(
            tr("quantized weights (ops)"),
            lambda audit: audit.hybrid_op_share,
            tr("hybrid ops: quantized weights, activations quantized while running"),
        ),
        _share(
            tr("quantized weights (MACs)"),
            lambda audit: audit.hybrid_mac_share,
            tr("hybrid MACs: quantized weights, activations quantized while running"),
        ),
        _share(tr("float (ops)"), lambda audit: audit.float_op_share, tr("ops in float")),
        _share(tr("float (MACs)"), lambda audit: audit.float_mac_share, tr("MACs in float")),
        Column(tr("inputs"), text=lambda item: _dtypes(item, "input_dtypes")),
        Column(tr("outputs"), text=lambda item: _dtypes(item, "output_dtypes")),
    ]


def _share(title: str, get: Callable[[Audit], float | None], tooltip: str) -> Column:
    def value(item: Subject) -> float | None:
        audit = item.variant.audit if item.variant else None
        return None if audit is None else get(audit)

    def text(item: Subject) -> str:
        share = value(item)
        return NONE if share is None else format_percent(share)

    return Column(title, text=text, value=value, is_number=True, header_tooltip=tooltip)


def _dtypes(item: Subject, name: str) -> str:
    audit = item.variant.audit if item.variant else None
    return ", ".join(dict.fromkeys(getattr(audit, name))) if audit else NONE
