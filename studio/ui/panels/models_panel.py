"""The Models dock: the tree, its selection, context menu, and files dropped on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTreeView,
    QWidget,
)

from studio.core.session import Session
from studio.ui.context import UiContext
from studio.ui.panels.models_item_model import ID_ROLE, KIND_ROLE, STATUS, ModelsItemModel
from studio.ui.selection import Selection
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.cards import EmptyState


class ModelsPanel(QWidget):
    """Shows models and variants; what is selected here is what the pages show."""

    def __init__(
        self, context: UiContext, actions: dict[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._is_following = False
        self.item_model = ModelsItemModel(colors_of(self.palette()), self)
        self.item_model.on_rename = self._on_renamed
        self.tree = QTreeView(self)
        self.tree.setModel(self.item_model)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        # names differ at their ends as often as at their beginnings
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setIndentation(GRID * 2)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setDragEnabled(True)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.setAccessibleName(tr("Models and variants"))
        self.tree.setAccessibleDescription(
            tr("Select several variants to compare them; press the menu key for actions.")
        )
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(GRID * 3)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(STATUS, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(STATUS, GRID * 4)
        self._empty = EmptyState(
            tr("No model yet"),
            tr("Open a trained model, or drop one here."),
        )
        self.setMinimumWidth(GRID * 20)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.tree)

        self.tree.selectionModel().selectionChanged.connect(self._on_tree_selected)
        self.tree.customContextMenuRequested.connect(self._on_menu_requested)
        context.store.changed.connect(self._on_changed)
        context.store.selection_changed.connect(self._on_selected)

    # --- from the store -------------------------------------------------------------------------

    def _on_changed(self, old: Session, new: Session) -> None:
        if old.models is new.models:
            return
        known = {variant.id for model in old.models for variant in model.variants}
        self._is_following = True
        self.item_model.show_session(new)
        self._is_following = False
        self._stack.setCurrentIndex(1 if new.models else 0)
        for model in new.models:
            if any(variant.id not in known for variant in model.variants):
                self.tree.expand(self.item_model.index_of(model.id))
        self._on_selected(self._context.store.selection)

    def _on_selected(self, selection: Selection) -> None:
        rows = (*selection.variant_ids, *selection.model_ids)
        wanted = [self.item_model.index_of(item) for item in rows]
        if not wanted and selection.model_id:
            wanted = [self.item_model.index_of(selection.model_id)]
        wanted = [index for index in wanted if index.isValid()]
        selected = self.tree.selectionModel()
        if sorted(map(_id, wanted)) == sorted(map(_id, selected.selectedRows())):
            return
        self._is_following = True
        flag = QItemSelectionModel.SelectionFlag
        selected.clearSelection()
        for index in wanted:
            selected.select(index, flag.Select | flag.Rows)
        if wanted:
            selected.setCurrentIndex(wanted[0], flag.NoUpdate)
            self.tree.scrollTo(wanted[0])
        self._is_following = False

    # --- from the user --------------------------------------------------------------------------

    def _on_tree_selected(self) -> None:
        if self._is_following:
            return
        rows = self.tree.selectionModel().selectedRows()
        variants = tuple(_id(row) for row in rows if row.data(KIND_ROLE) == "variant")
        models = [_id(row) for row in rows if row.data(KIND_ROLE) == "model"]
        current = self.tree.currentIndex()
        if models and (not variants or _id(current) in models):
            model_id = _id(current) if _id(current) in models else models[0]
        elif variants:
            owner = self._context.store.session.variant(variants[0])
            model_id = owner[0].id if owner else ""
        else:
            # a click on empty ground: no variant is chosen any more, the model stays in front
            model_id = self._context.store.selection.model_id
        several = tuple(models) if len(rows) > 1 else ()
        self._context.store.select(Selection(model_id, variants, several))
        if not rows:
            # where the store had no variant it tells of no change: show its model again
            self._on_selected(self._context.store.selection)

    def _on_renamed(self, item_id: str, name: str) -> None:
        self._context.run_command("rename", item_id=item_id, name=name)

    def _on_menu_requested(self, point: QPoint) -> None:
        menu = self.menu_at(self.tree.indexAt(point))
        if menu is not None:
            menu.exec(self.tree.viewport().mapToGlobal(point))
            menu.deleteLater()

    def menu_at(self, index: QModelIndex) -> QMenu | None:
        """The context menu of a row: the commands that name this kind of row."""
        if not index.isValid():
            return None
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        kind = index.data(KIND_ROLE)
        for action in self._actions.values():
            if kind in (action.property("context_menus") or ()):
                if action.property("starts_group") and not menu.isEmpty():
                    menu.addSeparator()
                menu.addAction(action)
        return menu

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "item_model"):
            self.item_model.set_colors(colors_of(self.palette()))


def _id(index: QModelIndex) -> str:
    return str(index.data(ID_ROLE) or "")
