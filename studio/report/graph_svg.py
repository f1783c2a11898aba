"""A laid out graph as an SVG of its own, for a light or a dark ground, with an overlay's colors.

Only what simple renderers know is used (SVG Tiny 1.2: no style sheet, no clipping, no markers), so
texts are cut off by their number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from studio.core.colors import DARK_GROUND, LIGHT_GROUND
from studio.core.graph_layout import Box, GraphLayout, Wire
from studio.core.messages.overlays import KINDS
from studio.core.overlay_boxes import BoxColors, Painted, number_text
from studio.core.overlay_colors import SCALES, Ground, class_color, text_on
from studio.core.overlays import Overlay

MARGIN = 24.0
_HEADER = 44.0
_LEAST_WIDTH = 420.0
_ARROW = 4.0
_STACK = 3.0
_SCALE_WIDTH = 120.0
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class _Look:
    ground: str
    text: str
    quiet: str
    box: str
    group: str
    end: str
    border: str
    wire: str
    frames: tuple[str, str]


_LOOKS: dict[Ground, _Look] = {
    "light": _Look(
        LIGHT_GROUND, "#1d2126", "#626b76", "#f6f7f9", "#e6ecf7", "#eef3ee", "#9aa3ad", "#8a939e",
        ("#fafbfc", "#f1f3f6"),
    ),
    "dark": _Look(
        DARK_GROUND, "#e8eaed", "#9aa3ad", "#2b3138", "#27364d", "#26352c", "#6b7480", "#7d8792",
        ("#202329", "#262a31"),
    ),
}  # fmt: skip


def graph_svg(
    layout: GraphLayout,
    title: str,
    *,
    ground: Ground = "light",
    overlays: Sequence[Overlay] = (),
    painted: Painted | None = None,
) -> str:
    """``painted``: what :func:`studio.core.overlay_boxes.paint_layout` made of ``overlays``."""
    look = _LOOKS[ground]
    paints = painted or Painted()
    header, header_width = _header(title, layout, look, ground, overlays, paints)
    width = max(layout.width, header_width, _LEAST_WIDTH) + 2 * MARGIN
    height = layout.height + 2 * MARGIN + _HEADER
    shift = (width - layout.width) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif" font-size="12">\n'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{look.ground}"/>\n',
        *header,
        f'<g transform="translate({shift:.1f} {MARGIN + _HEADER:.0f})">\n',
    ]
    titles = {group.id: group.title for group in layout.groups}
    for frame in layout.frames:
        parts.append(
            f'<rect x="{frame.x:g}" y="{frame.y:g}" width="{frame.width:g}" '
            f'height="{frame.height:g}" rx="8" fill="{look.frames[frame.depth % 2]}" '
            f'stroke="{look.border}" stroke-dasharray="4 3"/>\n'
            f'<text x="{frame.x + 12:g}" y="{frame.y + 17:g}" fill="{look.quiet}">'
            f"{_xml(_cut(titles.get(frame.group, ''), frame.width - 24))}</text>\n"
        )
    parts.append(f'<g fill="none" stroke="{look.wire}" stroke-linejoin="round">\n')
    parts += map(_wire, layout.wires)
    parts.append(f'</g>\n<g fill="{look.wire}">\n')
    parts += map(_arrow, layout.wires)
    parts.append("</g>\n")
    for box in layout.boxes:
        parts += _box(box, paints.boxes.get(box.id, BoxColors()), look)
    parts.append("</g>\n</svg>\n")
    return "".join(parts)


def _xml(text: str) -> str:
    """Escaped; characters that no XML may hold, and names from a damaged file may, are replaced."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _wire(wire: Wire) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in wire.points)
    dashes = "" if wire.tensors else ' stroke-dasharray="3 3"'  # nothing flows: it runs a subgraph
    return f'<polyline points="{points}"{dashes}/>\n'


def _arrow(wire: Wire) -> str:
    """At the end, where it has come from above: every line does."""
    if not wire.points:
        return ""
    x, y = wire.points[-1]
    return f'<path d="M{x - _ARROW:g} {y - 1.5 * _ARROW:g}H{x + _ARROW:g}L{x:g} {y:g}Z"/>\n'


def _box(box: Box, paint: BoxColors, look: _Look) -> list[str]:
    fill = {"group": look.group, "op": look.box}.get(box.kind, look.end)
    radius = box.height / 2 if box.kind in ("input", "output") else 6
    shape = (
        f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{radius:g}"'
    )
    parts = [f"<g><title>{_xml(_tooltip(box, paint))}</title>\n"]
    if box.kind == "group":  # looks like a stack
        parts.append(
            f'<rect x="{box.x + _STACK:g}" y="{box.y + _STACK:g}" width="{box.width:g}" '
            f'height="{box.height:g}" rx="6" fill="{look.group}" stroke="{look.border}"/>\n'
        )
    parts.append(f'<rect {shape} fill="{paint.fill or fill}" stroke="{look.border}"/>\n')
    text, quiet = (text_on(paint.fill),) * 2 if paint.fill else (look.text, look.quiet)
    if paint.split:  # the text stays on the left, which has the color that it was chosen for
        strip = box.width / 4
        parts.append(
            f'<rect x="{box.x + box.width - strip:g}" y="{box.y:g}" width="{strip:g}" '
            f'height="{box.height:g}" rx="{radius:g}" fill="{paint.split}" '
            f'stroke="{look.border}"/>\n'
        )
    room = box.width * (0.75 if paint.split else 1.0) - 16
    middle = box.x + (room + 16) / 2
    detail = paint.note or (f"{len(box.nodes)} ops" if box.kind == "group" else box.detail)
    y = box.y + box.height / 2 + (-3 if detail and box.height > 32 else 4)
    parts.append(
        f'<text x="{middle:g}" y="{y:g}" fill="{text}" text-anchor="middle" font-weight="600">'
        f"{_xml(_cut(box.title, room))}</text>\n"
    )
    if detail and box.height > 32:
        parts.append(
            f'<text x="{middle:g}" y="{y + 15:g}" fill="{quiet}" text-anchor="middle" '
            f'font-size="11">{_xml(_cut(detail, room, 6.0))}</text>\n'
        )
    parts.append("</g>\n")
    return parts


def _tooltip(box: Box, paint: BoxColors) -> str:
    return "\n".join(filter(None, (box.title, box.detail, paint.note, box.id)))


def _cut(text: str, room: float, character: float = 7.2) -> str:
    most = max(1, int(room / character))
    return text if len(text) <= most else text[: max(1, most - 1)] + "…"


def _header(
    title: str,
    layout: GraphLayout,
    look: _Look,
    ground: Ground,
    overlays: Sequence[Overlay],
    painted: Painted,
) -> tuple[list[str], float]:
    """What it is, what is folded, and what the colors say; and how wide that is."""
    shown = sum(box.kind == "op" for box in layout.boxes)
    facts = f"{shown} ops" + (f", {layout.folded} more folded" if layout.folded else "")
    parts = [
        f'<text x="{MARGIN:g}" y="{MARGIN + 4:g}" fill="{look.text}" font-size="15" '
        f'font-weight="600">{_xml(title)}</text>\n'
        f'<text x="{MARGIN:g}" y="{MARGIN + 22:g}" fill="{look.quiet}">{facts}</text>\n'
    ]
    x = MARGIN + 7.0 * len(facts) + 24
    for overlay, greatest in zip(overlays, painted.greatest, strict=False):
        kind = KINDS[overlay.kind].title
        parts.append(_words(x, kind, look))
        x += 7.0 * len(kind) + 12
        if overlay.legend:
            for name in overlay.legend:
                if name not in overlay.classes.values():
                    continue
                parts.append(_patch(x, 12, class_color(name, ground)) + _words(x + 16, name, look))
                x += 16 + 7.0 * len(name) + 12
            continue
        step = _SCALE_WIDTH / len(SCALES[ground])
        parts.append(_words(x, "0", look))
        x += 12
        for place, color in enumerate(SCALES[ground]):
            parts.append(_patch(x + place * step, step, color))
        x += _SCALE_WIDTH + 6
        end = number_text(overlay, greatest)
        parts.append(_words(x, end, look))
        x += 7.0 * len(end) + 24
    return parts, max(x - MARGIN, 9.0 * len(title))


def _words(x: float, text: str, look: _Look) -> str:
    return f'<text x="{x:g}" y="{MARGIN + 22:g}" fill="{look.quiet}">{_xml(text)}</text>\n'


def _patch(x: float, width: float, color: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{MARGIN + 12:g}" width="{width:.1f}" height="12" fill="{color}"/>\n'
    )
