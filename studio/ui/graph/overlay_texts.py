"""An overlay in words: values, classes, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from studio.core.messages.overlays import CLASSES, GAPS, KINDS
from studio.core.model import Graph
from studio.core.overlay_values import GroupValue
from studio.core.overlays import Overlay
from studio.core.quantities import format_error, format_percent
from studio.ui.humanize import count_text, size_text
from studio.ui.texts import tr, tr_core


def kind_title(kind: str) -> str:
    return tr_core(KINDS[kind].title)


def kind_help(kind: str) -> str:
    return tr_core(KINDS[kind].hint)


def number_text(overlay: Overlay, value: float) -> str:
    """ "12.3 %", "1.2 M", "34 kB", "0.012": short enough for a node."""
    if overlay.unit == "share":
        return format_percent(value)
    if overlay.unit == "bytes":
        return size_text(round(value))
    if overlay.unit == "error":
        return format_error(value)
    return count_text(round(value))


def class_text(name: str) -> str:
    """A class in words; types are called as they are."""
    return tr_core(CLASSES[name]) if name in CLASSES else name


def class_note(name: str) -> str:
    """A class as it stands on a node."""
    return tr("delegate") if name == "delegate" else tr("runtime") if name == "runtime" else name


def group_note(overlay: Overlay, value: GroupValue) -> str:
    """What stands on a box: its number, its class, or the classes in it; "" = not known."""
    if value.number is not None:
        return number_text(overlay, value.number)
    if len(value.mixture) == 1:
        return class_note(value.mixture[0][0])
    return " ".join(f"{count}×{class_note(name)}" for name, count in value.mixture[:2])


def node_sentence(overlay: Overlay, node_id: str) -> str:
    """ "Time: 12.3 %", or why it is not known."""
    title = kind_title(overlay.kind)
    if node_id in overlay.numbers:
        return f"{title}: {number_text(overlay, overlay.numbers[node_id])}"
    if node_id in overlay.classes:
        return f"{title}: {class_text(overlay.classes[node_id])}"
    if node_id in overlay.gaps:
        return f"{title}: {tr_core(GAPS[overlay.gaps[node_id]])}"
    return ""


def gaps_text(overlay: Overlay) -> str:
    """How many nodes have no value; "" = all have one."""
    if not overlay.gaps:
        return ""
    return tr("not known: {count}").format(count=f"{len(overlay.gaps):,}")


def gaps_help(overlay: Overlay) -> str:
    """How many for which reason, a line each."""
    counts = Counter(overlay.gaps.values())
    return "\n".join(f"{count:,}: {tr_core(GAPS[gap])}" for gap, count in counts.most_common())


def total_text(overlay: Overlay) -> str:
    """What the values are parts of; "" where they are shares themselves, or add up to nothing."""
    if overlay.total is None or overlay.unit == "share":
        return ""
    return tr("together {total}").format(total=number_text(overlay, overlay.total))


def ids_of(graph: Graph, places: Iterable[int]) -> list[str]:
    return [graph.nodes[place].id for place in places]
