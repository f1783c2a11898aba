"""The card that says what a file is: shares of ops and MACs by type, weights, per-op precision."""

from __future__ import annotations

from studio.core.keep import KeepOutcome
from studio.core.quantities import format_percent
from studio.core.results import Audit
from studio.ui.humanize import size_text
from studio.ui.keep_text import keep_text
from studio.ui.pages.bar_list import Bar, BarList
from studio.ui.pages.facts import Facts
from studio.ui.texts import tr
from studio.ui.widgets.cards import Card


def audit_card(audit: Audit, color: int) -> Card:
    """Bars of the shares, and what else was counted in the file."""
    card = Card(tr("What the file is"))
    bars = BarList(tr("Shares of ops and MACs by type"), color=color)
    bars.set_bars(
        [Bar(text, share or 0.0, format_percent(share)) for text, share in audit_shares(audit)]
    )
    card.add(bars)
    weights = ", ".join(
        f"{dtype} {size_text(size)}" for dtype, size in sorted(audit.weights_by_dtype.items())
    )
    rows = [
        (tr("Inputs"), ", ".join(audit.input_dtypes)),
        (tr("Outputs"), ", ".join(audit.output_dtypes)),
    ]
    if weights:
        rows.append((tr("Weights"), weights))
    if audit.sparse_weights:
        rows.append((tr("Stored without their zeros"), str(audit.sparse_weights)))
    rows.append((tr("Needs at least (says the file)"), audit.min_runtime_version or tr("unknown")))
    rows += [(keep_text(outcome.keep), _outcome_text(outcome)) for outcome in audit.kept]
    card.add(Facts(rows))
    return card


def _outcome_text(outcome: KeepOutcome) -> str:
    """What came of one entry of the per-op precision."""
    if not outcome.matched:
        return tr("matched no op")
    text = tr("{held} of {matched} ops; {changed} changed by it").format(
        held=outcome.held, matched=outcome.matched, changed=outcome.changed
    )
    if outcome.unheld:
        text += "\n" + tr("not so: {names}").format(names=", ".join(outcome.unheld))
    return text


def audit_shares(audit: Audit) -> list[tuple[str, float | None]]:
    """Rows that add up to the whole: of ops, and of MACs where those are known."""
    ops: list[tuple[str, float | None]] = [
        (tr("ops: int8"), audit.int8_op_share),
        (tr("ops: hybrid (activations quantized while running)"), audit.hybrid_op_share),
        (tr("ops: int16 activations"), audit.int16_op_share),
        (tr("ops: float"), audit.float_op_share),
        (tr("ops: other integers"), audit.other_op_share),
    ]
    macs = [
        (tr("MACs: int8"), audit.int8_mac_share),
        (tr("MACs: hybrid (activations quantized while running)"), audit.hybrid_mac_share),
        (tr("MACs: int16 activations"), audit.int16_mac_share),
        (tr("MACs: float"), audit.float_mac_share),
        (tr("MACs: other integers"), audit.other_mac_share),
    ]
    if audit.int8_mac_share is None and audit.float_mac_share is None:
        macs = [(tr("MACs by type"), None)]
    elif audit.int16_mac_share is None:  # audited before 16-bit ops were counted
        macs = [row for row in macs if row[0] != tr("MACs: int16 activations")]
    return [(text, share) for text, share in (*ops, *macs) if share != 0.0]
