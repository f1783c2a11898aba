"""Ties the overlay bar, the list of the largest and their data together: what nodes show now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.core.overlay_boxes import number_text, paint_layout, paint_nodes, ranked
from studio.core.overlay_sums import share_of, together, whole_of
from studio.core.overlay_values import make_overlay, offered_kinds
from studio.core.overlays import NoOverlay, Overlay
from studio.ui.context import UiContext
from studio.ui.graph.overlay_bar import OverlayBar
from studio.ui.graph.overlay_data import OverlayData
from studio.ui.graph.overlay_legend import ground_of
from studio.ui.graph.overlay_paints import box_paints, netron_paints
from studio.ui.graph.overlay_texts import (
    class_note,
    gaps_help,
    gaps_text,
    group_sentence,
    kind_title,
    node_sentence,
    total_text,
)
from studio.ui.graph.overlay_top import OverlayTop
from studio.ui.pages.profile_rows import coverage_help
from studio.ui.texts import labelled, render_message, sentences

_AGE_MS = 30_000


class OverlayControl(QObject):
    """``painted(box id -> BoxPaint)``; ``netron_painted(place -> NetronPaint, neutral or None)``.

    ``node_wanted(id)``: chosen in the list of the largest. ``save``: for a menu; there while there
    is something to save.
    """

    painted = Signal(object)
    netron_painted = Signal(object, object)
    node_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._file = ("", "")
        self._graph = Graph()
        self._layout: GraphLayout | None = None
        self._chosen = ""
        self._overlays: tuple[Overlay, ...] = ()
        self._missing: tuple[NoOverlay, ...] = ()
        self._netron_is_seen = False
        self._computed_for: tuple[object, ...] = ()
        self.data = OverlayData(context, self)
        self.bar = OverlayBar()
        self.top = OverlayTop()
        self.top.hide()
        self.save = QAction(self.tr("Save node data for Model Explorer…"), self)
        self.save.setToolTip(
            self.tr("Write the first overlay as JSON that Google's Model Explorer reads.")
        )
        self.save.triggered.connect(self.ask_node_data)
        self.bar.set_offered(offered_kinds(None))
        self.bar.changed.connect(self._show)
        self.bar.profile_wanted.connect(self.data.start_profile)
        self.bar.top_toggled.connect(self._show_top)
        self.data.changed.connect(self._show)
        self.top.node_chosen.connect(self._on_top_chosen)
        self._aging = QTimer(self)
        self._aging.setInterval(_AGE_MS)
        self._aging.timeout.connect(self._show_note)
        self._show()

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """Those that are shown: of what was chosen, what there is."""
        return self._overlays

    def show_graph(
        self, path: str, sha256: str, model_id: str, graph: Graph, *, is_artifact: bool
    ) -> None:
        """The graph of a file; ``is_artifact``: the file is a .tflite."""
        if (path, sha256) == self._file and graph is self._graph:
            return
        self._file = (path, sha256)
        self.data.show_file(path, sha256, model_id, is_artifact=is_artifact)
        self._graph, self._layout, self._chosen = graph, None, ""
        self._show()

    def show_layout(self, layout: GraphLayout) -> None:
        """The boxes that there are now."""
        self._layout = layout
        self._paint()

    def set_netron_seen(self, is_seen: bool) -> None:
        """Whether Netron is in front: only then its colors are worked out."""
        self._netron_is_seen = is_seen
        self._paint_netron()

    def show_chosen(self, node_id: str) -> None:
        """Another node was chosen elsewhere, "" = none."""
        self._chosen = node_id
        self.top.choose(node_id)
        self._show_chosen()

    def sentences(self, box_id: str) -> list[str]:
        """What the overlays say of a node, or of all nodes of a group together."""
        group = next(
            (one for one in (self._layout.groups if self._layout else ()) if one.id == box_id), None
        )
        if group is None:
            return list(filter(None, (node_sentence(one, box_id) for one in self._overlays)))
        ids = [self._graph.nodes[place].id for place in group.nodes]
        return [group_sentence(one, together(one, ids)) for one in self._overlays]

    def ask_node_data(self) -> None:
        """Ask where to, then save the first overlay for Model Explorer."""
        name = f"{self._overlays[0].kind}.json"
        path, _ = QFileDialog.getSaveFileName(
            self.bar, self.tr("Save node data"), name, self.tr("Node data (*.json)")
        )
        if path:
            self.write_node_data(Path(path))

    def write_node_data(self, path: Path) -> None:
        """Save the first overlay, while the window goes on."""
        graph, overlay = self._graph, self._overlays[0]

        def write() -> None:
            from studio.core.node_data import write_node_data

            write_node_data(path, graph, overlay)

        self._context.write_file(path, write)

    # --- showing --------------------------------------------------------------------------------

    def _show(self) -> None:
        self._compute()
        overlay = ranked(self._overlays)
        most = None
        if overlay is not None:
            most = share_of(overlay, overlay.greatest)
        self.bar.show_state(most, self._number)
        # its nodes are called by their places, which only those of a .tflite have
        self.save.setVisible(bool(self._overlays) and self.data.is_artifact)
        self._show_top()
        self._show_note()
        self._show_chosen()
        self._paint()

    def _number(self, share: float) -> str:
        """A share of the ranked overlay in the unit of its values."""
        overlay = ranked(self._overlays)
        return "" if overlay is None else number_text(overlay, share * whole_of(overlay))

    def _compute(self) -> None:
        sources = self.data.sources(self._graph)
        self.bar.set_offered(offered_kinds(sources.errors))
        kinds = self.bar.kinds
        computed_for = (
            id(self._graph),
            kinds,
            sources.profile,
            sources.constants,
            sources.errors,
            sources.target,
        )
        if computed_for == self._computed_for:
            return
        self._computed_for = computed_for
        made = [make_overlay(kind, sources) for kind in kinds] if self._graph.nodes else []
        self._overlays = tuple(one for one in made if isinstance(one, Overlay))
        self._missing = tuple(one for one in made if isinstance(one, NoOverlay))
        if any(one.needs == "constants" for one in self._missing):
            self.data.want_constants()

    def _show_top(self) -> None:
        overlay = ranked(self._overlays)
        self.top.setVisible(overlay is not None and self.bar.top.isChecked())
        if self.bar.top.isChecked():
            self.top.show_overlay(self._graph, overlay, self.bar.share)
            self.top.choose(self._chosen)

    def _show_note(self) -> None:
        """Why there is none, else where values are from and which are not known."""
        kinds = {overlay.kind for overlay in self._overlays}
        needs_profile = any(one.needs == "profile" for one in self._missing)
        can_profile = None
        if needs_profile or kinds & {"time", "placement"}:
            can_profile = self.data.why_no_profile()
        parts, lines = [], []
        for one in self._missing:
            title, hint = render_message(one.code, one.params)
            failure = self.data.constants_failure() if one.needs == "constants" else ""
            parts.append(failure or sentences(title, hint))
        if self._missing or kinds & {"time", "placement"}:
            parts.append(self.data.profile_job_text())
        if kinds & {"time", "placement"}:
            parts.append(self.data.profile_text())
        for overlay in self._overlays:
            texts = list(filter(None, (total_text(overlay), gaps_text(overlay))))
            if texts:
                parts.append(labelled(kind_title(overlay.kind), ", ".join(texts)))
            if overlay.gaps:
                lines.append(f"{kind_title(overlay.kind)}\n{gaps_help(overlay)}")
        if "time" in kinds:
            lines += [self.data.disturbance_text(), coverage_help()]
        text = " · ".join(dict.fromkeys(filter(None, parts)))
        tooltip = "\n".join(filter(None, [text, *lines]))
        self.bar.show_note(text, tooltip, can_profile=can_profile, is_needed=bool(self._missing))
        if kinds & {"time", "placement"}:
            self._aging.start()
        else:
            self._aging.stop()

    def _show_chosen(self) -> None:
        self.bar.show_chosen(" · ".join(self.sentences(self._chosen)))

    def _paint(self) -> None:
        greatest = tuple(overlay.greatest for overlay in self._overlays)
        if self._layout is None or not self._overlays:
            self.painted.emit({})
        else:
            ground = ground_of(self.bar)
            painted = paint_layout(
                self._layout,
                self._graph,
                self._overlays,
                ground,
                threshold=self.bar.share,
                name=class_note,
            )
            greatest = painted.greatest
            is_split = len(self._overlays) > 1
            self.painted.emit(box_paints(painted.boxes, ground, is_split=is_split))
        self._paint_netron()
        self._show_legends(greatest)

    def _paint_netron(self) -> None:
        """Whose scale ends at the greatest node: it has no groups."""
        if not self._netron_is_seen:
            return
        if not self._overlays:
            self.netron_painted.emit({}, None)
            return
        ground = ground_of(self.bar)
        painted = paint_nodes(
            self._graph, self._overlays, ground, threshold=self.bar.share, name=class_note
        )
        is_split = len(self._overlays) > 1
        paints = netron_paints(self._graph, painted.boxes, ground, is_split=is_split)
        self.netron_painted.emit(*paints)

    def _show_legends(self, greatest: tuple[float, ...]) -> None:
        cut_off = ranked(self._overlays)
        for place, legend in enumerate(self.bar.legends):
            if place >= len(self._overlays):
                legend.show_overlay(None)
                continue
            overlay, most = self._overlays[place], greatest[place]
            end = share_of(overlay, most)
            cut = self.bar.share / end if overlay is cut_off and end else 0.0
            legend.show_overlay(overlay, most, cut)

    def _on_top_chosen(self, node_id: str) -> None:
        self._chosen = node_id
        self._show_chosen()
        self.node_wanted.emit(node_id)
