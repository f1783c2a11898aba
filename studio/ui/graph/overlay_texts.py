"""An overlay in words: values, classes, reasons."""

from __future__ import annotations

from collections import Counter

from studio.core.messages.overlays import CLASSES, GAPS, KINDS
from studio.core.overlay_boxes import number_text, value_note
from studio.core.overlay_sums import GroupValue
from studio.core.overlays import Overlay
from studio.core.quantities import format_percent
from studio.ui.texts import labelled, tr, tr_core


def kind_title(kind: str) -> str:
    return tr_core(KINDS[kind].title)


def kind_help(kind: str) -> str:
    return tr_core(KINDS[kind].hint)


def class_text(name: str) -> str:
    """A class in words; types are called as they are."""
    return tr_core(CLASSES[name]) if name in CLASSES else name


def class_note(name: str) -> str:
    """A class as it stands on a node."""
    return tr("delegate") if name == "delegate" else tr("runtime") if name == "runtime" else name


def node_sentence(overlay: Overlay, node_id: str) -> str:
    """ "Time: 12.3 %", or why it is not known."""
    title = kind_title(overlay.kind)
    if node_id in overlay.numbers:
        return labelled(title, number_text(overlay, overlay.numbers[node_id]))
    if node_id in overlay.classes:
        return labelled(title, class_text(overlay.classes[node_id]))
    if node_id in overlay.gaps:
        return labelled(title, tr_core(GAPS[overlay.gaps[node_id]]))
    return ""


def group_sentence(overlay: Overlay, value: GroupValue) -> str:
    """ "Time: 12.3 %, not known: 2", of several nodes together."""
    note = value_note(overlay, value, class_note)
    unknown = tr("not known: {count}").format(count=f"{value.unknown:,}") if value.unknown else ""
    return labelled(kind_title(overlay.kind), ", ".join(filter(None, (note, unknown))))


def gaps_text(overlay: Overlay) -> str:
    """How many nodes have no value; "" = all have one."""
    if not overlay.gaps:
        return ""
    return tr("not known: {count}").format(count=f"{len(overlay.gaps):,}")


def gaps_help(overlay: Overlay) -> str:
    """How many for which reason, a line each."""
    counts = Counter(overlay.gaps.values())
    return "\n".join(
        labelled(f"{count:,}", tr_core(GAPS[gap])) for gap, count in counts.most_common()
    )


def total_text(overlay: Overlay) -> str:
    """What the values add up to; "" where that means nothing."""
    if overlay.total is None:
        return ""
    if overlay.unit == "share":
        added = format_percent(sum(overlay.numbers.values()))
        return tr("shares add up to {share}").format(share=added)
    return tr("together {total}").format(total=number_text(overlay, overlay.total))
