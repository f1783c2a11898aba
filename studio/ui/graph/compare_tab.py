"""The tab "Side by side": two graphs side by side, in step, and what became of each node."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.events import JobFailed, JobSucceeded
from studio.core.graph_compare import DiffClass, GraphComparison, compare_graphs
from studio.core.graph_diff import GraphDiff
from studio.core.graph_files import changed_file
from studio.core.graph_moves import moved_nodes
from studio.core.graph_requests import DiffRequest
from studio.core.messages.comparing import UNLIKE
from studio.core.model import Graph
from studio.core.profile import ProfileResult
from studio.ui.context import UiContext
from studio.ui.graph.chosen import GraphSource
from studio.ui.graph.compare_body import CompareBody
from studio.ui.graph.compare_lineage import Party, lineage_html
from studio.ui.graph.compare_paints import paint_side
from studio.ui.graph.compare_pane import ComparePane
from studio.ui.graph.compare_steps import CompareSteps
from studio.ui.graph.compare_summary import CompareSummary
from studio.ui.graph.overlay_legend import ground_of
from studio.ui.pages.naming import Subject, names_of
from studio.ui.pages.unopened import without_graph
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.labels import text_label

DIFFS_KEPT = 16
Pair = tuple[Subject, Subject]
Files = tuple[tuple[str, str], tuple[str, str]]


class CompareTab(QWidget):
    """Does nothing before it is looked at. ``graph_of``: a subject's graph, None = there is none
    (yet); ``error_of``: why it could not be read, None = nothing is known to be wrong.
    """

    def __init__(
        self,
        context: UiContext,
        graph_of: Callable[[Subject], Graph | None],
        source_of: Callable[[Subject], GraphSource],
        error_of: Callable[[Subject], ErrorInfo | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._graph_of, self._source_of, self._error_of = graph_of, source_of, error_of
        self._pair: Pair | None = None
        self._diffs: OrderedDict[Files, GraphDiff] = OrderedDict()
        self._asked: dict[str, Files] = {}
        self._failed: dict[Files, ErrorInfo] = {}
        self._told: tuple[Files, ErrorInfo | str] | None = None
        self._diff: GraphDiff | None = None
        self._profiles: tuple[ProfileResult | None, ProfileResult | None] = (None, None)
        self._comparison: GraphComparison | None = None
        self._chosen = (0, "")
        self.panes = (ComparePane(context, with_map=False), ComparePane(context))
        self.summary = CompareSummary()
        self.lineage = QTextBrowser()
        self.lineage.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.lineage.setAccessibleName(self.tr("Lineage of what is chosen"))
        self.lineage.document().setDocumentMargin(GRID)
        self.banner = Banner(dismissible=True)
        self.remark = text_label("", "small", muted=True, wrap=True)
        self.empty = EmptyState("", "")
        self.steps = CompareSteps(self.panes, self)
        self._assemble()
        self.steps.chosen.connect(self._on_chosen)
        self.summary.step_wanted.connect(self._on_step_wanted)
        for pane in self.panes:
            pane.layout_shown.connect(self._paint)
        context.store.ended.connect(self._on_ended)
        self.show_pair(None)

    def _assemble(self) -> None:
        self.body = CompareBody(self.panes, self.summary, self.lineage)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GRID, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.remark)
        column.addWidget(self.body, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    # --- what it shows --------------------------------------------------------------------------

    @property
    def comparison(self) -> GraphComparison | None:
        return self._comparison

    def show_pair(self, pair: Pair | None, selected: int = 2) -> None:
        """Show two files beside each other, at once or when next visible; None = there are none.
        ``selected``: of so many that are."""
        self._pair = pair
        text = self.tr("{count} are selected: the first two of them are compared here.")
        self.remark.setText(text.format(count=selected))
        self.remark.setVisible(selected > 2)
        if self.isVisible() or pair is None:
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()
            self._show_lineage()

    def _refresh(self) -> None:
        if self._pair is None:
            self._show_nothing(self.tr("Nothing to compare"), self._what_to_select())
            return
        graphs = [self._graph_of(subject) for subject in self._pair]
        known = [graph for graph in graphs if graph is not None]
        if len(known) < 2 or not all(graph.nodes for graph in known):
            self._show_nothing(*self._why_nothing(self._pair, graphs))
            return
        self._stack.setCurrentIndex(0)
        sources = [self._source_of(subject) for subject in self._pair]
        files = (sources[0].file, sources[1].file)
        self._find_diff(files, (known[0], known[1]), (sources[0], sources[1]))
        session = self._context.store.session
        found = [session.profile(source.sha256) for source in sources]
        profiles = [one.result if one is not None else None for one in found]
        diff = self._diffs.get(files)
        if diff is not self._diff or (profiles[0], profiles[1]) != self._profiles:
            self._diff, self._profiles = diff, (profiles[0], profiles[1])
            moved = moved_nodes(diff, *self._profiles) if diff is not None else None
            self._comparison = None if diff is None else compare_graphs(diff, moved)
            self.summary.show_comparison(self._comparison)
            self.body.share()
            self.steps.show(self._comparison)
        names = names_of(session, (self._pair[0].path, self._pair[1].path))
        before = [pane.source for pane in self.panes]
        for pane, source, graph, named in zip(self.panes, sources, known, names, strict=True):
            pane.show_graph(replace(source, name=named.name), graph)
        if before != [pane.source for pane in self.panes]:
            self.steps.begin()
        self._tell(files)
        self._paint()
        self._show_lineage()

    def _why_nothing(self, pair: Pair, graphs: list[Graph | None]) -> tuple[str, str]:
        """What is said while there are not two graphs; of two reasons that which does not pass."""
        missing = [one for one, graph in zip(pair, graphs, strict=True) if graph is None]
        if not missing:
            title = self.tr("No ops are known of one of the two.")
            return title, self.tr("Its file could not be read, or in a way that leaves no graph.")
        reasons = [without_graph(one, self._error_of(one)) for one in missing]
        waiting = (self.tr("Reading {name}…").format(name=missing[0].name), "")
        return next((reason for reason in reasons if reason is not None), waiting)

    def _tell(self, files: Files) -> None:
        """Why there is no comparison, or why nothing is matched; once: who dismisses it has read
        it."""
        why: ErrorInfo | str | None = self._failed.get(files)
        if why is None and self._diff is not None and self._diff.unlike in UNLIKE:
            why = self._diff.unlike
        told = None if why is None else (files, why)
        if told == self._told:
            return
        self._told = told
        if why is None:
            self.banner.clear()
        elif isinstance(why, ErrorInfo):
            self.banner.show_error(why, can_report=False)
        else:
            self.banner.show_message("info", tr(UNLIKE[why].title), tr(UNLIKE[why].hint))

    def _find_diff(
        self, files: Files, graphs: tuple[Graph, Graph], sources: tuple[GraphSource, GraphSource]
    ) -> None:
        if files in self._diffs:
            self._diffs.move_to_end(files)
        elif files not in self._asked.values() and files not in self._failed:
            request = DiffRequest(
                first=sources[0].path,
                second=sources[1].path,
                first_graph=None if sources[0].is_tflite else graphs[0],
                second_graph=None if sources[1].is_tflite else graphs[1],
            )
            self._asked[self._context.submit(request, sources[0].model_id)] = files

    def _on_ended(self, job_id: str, body: object) -> None:
        files = self._asked.pop(job_id, None)
        if files is None:
            return
        error = body.error if isinstance(body, JobFailed) else None
        if isinstance(body, JobSucceeded) and isinstance(body.result, GraphDiff):
            found = body.result
            error = changed_file(*files[0], found.first_sha256)
            error = error or changed_file(*files[1], found.second_sha256)
            if error is None:
                self._diffs[files] = found
            while len(self._diffs) > DIFFS_KEPT:
                self._diffs.popitem(last=False)
        if error is not None:
            self._failed[files] = error
        if self.isVisible():
            self._refresh()

    def _paint(self) -> None:
        ground = ground_of(self)
        for at, pane in enumerate(self.panes):
            laid_out = pane.canvas.laid_out
            if laid_out is None:
                continue
            if self._comparison is None or self._diff is None:
                pane.canvas.paint_boxes({})
                continue
            side = (self._comparison.first, self._comparison.second)[at]
            changes = {
                (one.first, one.second)[at]: f"{one.before} → {one.after}"
                for one in self._diff.requantized
            }
            paints = paint_side(laid_out.layout, pane.graph, side, changes, ground)
            pane.canvas.paint_boxes(paints)

    # --- choosing -------------------------------------------------------------------------------

    def _on_chosen(self, at: int, box_id: str) -> None:
        self._chosen = (at, box_id)
        self._show_lineage()

    def _on_step_wanted(self, name: DiffClass, place: int) -> None:
        if self._comparison is None:
            return
        step = self._comparison.steps[name][place]
        at = 1 if step.seconds and name != "removed" else 0
        self.steps.go_to(at, (step.seconds if at else step.firsts)[0])

    def _show_lineage(self) -> None:
        html = ""
        if self._comparison is not None and self._pair is not None and self._chosen[1]:
            parties = tuple(
                Party(pane.source.name if pane.source else "", pane.graph, profile)
                for pane, profile in zip(self.panes, self._profiles, strict=True)
            )
            html = lineage_html(
                self._comparison,
                (parties[0], parties[1]),
                *self._chosen,
                colors=colors_of(self.palette()),
            )
        muted = colors_of(self.palette()).muted
        hint = self.tr("Choose a node to see where it comes from and what it became.")
        self.lineage.setHtml(html or f'<p style="color:{muted}">{hint}</p>')

    def _what_to_select(self) -> str:
        models = self._context.store.session.models
        if any(model.variants for model in models):
            return self.tr("Select a variant to compare it with its model, or any two files.")
        if len(models) > 1:
            return self.tr("Select two models on the left: Ctrl and a click adds the second.")
        return self.tr(
            "There is one file only. Convert it to compare it with what becomes of it, or open "
            "another one beside it."
        )

    def _show_nothing(self, title: str, hint: str) -> None:
        self.empty.set_texts(title, hint)
        self._stack.setCurrentIndex(1)
