"""The Models tree as an item model: models, and under each its variants.

Follows the session by inserting and removing rows, so that what is expanded, selected or being
renamed stays so while jobs report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)
from PySide6.QtGui import QFont, QIcon

from studio.core.session import Model, Session, Variant
from studio.ui.icons import dot
from studio.ui.panels.models_texts import (
    model_sign,
    model_tooltip,
    variant_sign,
    variant_tooltip,
)
from studio.ui.texts import tr
from studio.ui.theme import Colors, status_color

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
ID_ROLE = Qt.ItemDataRole.UserRole + 1
"""The id of the model or variant of a row."""
KIND_ROLE = Qt.ItemDataRole.UserRole + 2
""" "model" or "variant"."""
NAME, STATUS = range(2)


class ModelsItemModel(QAbstractItemModel):
    """Column 0: dot and name; column 1: the sign of the state. ``on_rename(id, name)``."""

    def __init__(self, colors: Colors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: list[Model] = []
        self._keys: dict[str, int] = {}
        self._next_key = count(1)
        self._colors = colors
        self._dots: dict[tuple[str, bool], QIcon] = {}
        self.on_rename: Callable[[str, str], None] = lambda _item_id, _name: None

    # --- following the session ------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        self._colors = colors
        self._dots.clear()
        self.layoutChanged.emit()

    def show_session(self, session: Session) -> None:
        """Show ``session``; rows of what is unchanged are left alone."""
        new = session.models
        if not self._sync_rows(self._models, new, NO_INDEX):
            self._reset(new)
            return
        for row, model in enumerate(new):
            old = self._models[row]
            if old is model:
                continue
            parent = self.index(row, NAME)
            variants = list(old.variants)
            if not self._sync_rows(variants, model.variants, parent, row):
                self._reset(new)
                return
            self._models[row] = model
            self.dataChanged.emit(self.index(row, NAME), self.index(row, STATUS))
            if model.variants:
                last = len(model.variants) - 1
                self.dataChanged.emit(self.index(0, NAME, parent), self.index(last, STATUS, parent))

    def _reset(self, models: Sequence[Model]) -> None:
        self.beginResetModel()
        self._models = list(models)
        for model in self._models:
            self._key(model.id)
        self.endResetModel()

    def _sync_rows(
        self, shown: list[Any], wanted: Sequence[Any], parent: QModelIndex, owner: int = -1
    ) -> bool:
        """Insert and remove rows until ``shown`` has the ids of ``wanted``; False: reordered."""
        wanted_ids = [item.id for item in wanted]
        for row in reversed(range(len(shown))):
            if shown[row].id not in wanted_ids:
                self.beginRemoveRows(parent, row, row)
                del shown[row]
                self._store_variants(owner, shown)
                self.endRemoveRows()
        for row, item in enumerate(wanted):
            if row < len(shown) and shown[row].id == item.id:
                continue
            if any(other.id == item.id for other in shown):
                return False
            self.beginInsertRows(parent, row, row)
            shown.insert(row, item)
            self._key(item.id)
            self._store_variants(owner, shown)
            self.endInsertRows()
        return True

    def _store_variants(self, owner: int, variants: list[Variant]) -> None:
        if owner >= 0:
            self._models[owner] = replace(self._models[owner], variants=tuple(variants))

    def _key(self, model_id: str) -> int:
        if model_id not in self._keys:
            self._keys[model_id] = next(self._next_key)
        return self._keys[model_id]

    # --- finding --------------------------------------------------------------------------------

    def index_of(self, item_id: str) -> QModelIndex:
        """The index of a model or variant by id; invalid where it is not shown."""
        for row, model in enumerate(self._models):
            if model.id == item_id:
                return self.index(row, NAME)
            for child, variant in enumerate(model.variants):
                if variant.id == item_id:
                    return self.index(child, NAME, self.index(row, NAME))
        return QModelIndex()

    def _item(self, index: Index) -> tuple[Model, Variant | None] | None:
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return (self._models[index.row()], None) if index.row() < len(self._models) else None
        owner = self._row_of_key(index.internalId())
        if owner < 0 or index.row() >= len(self._models[owner].variants):
            return None
        return self._models[owner], self._models[owner].variants[index.row()]

    def _row_of_key(self, key: int) -> int:
        return next(
            (row for row, model in enumerate(self._models) if self._keys[model.id] == key), -1
        )

    # --- QAbstractItemModel ---------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        return self.createIndex(row, column, self._keys[self._models[parent.row()].id])

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        row = self._row_of_key(index.internalId())
        return QModelIndex() if row < 0 else self.createIndex(row, NAME, 0)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        if not parent.isValid():
            return len(self._models)
        if parent.internalId() != 0 or parent.column() != NAME:
            return 0
        return len(self._models[parent.row()].variants)

    def columnCount(self, _parent: Index = NO_INDEX) -> int:
        return 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.isValid():
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._item(index)
        if item is None:
            return None
        model, variant = item
        if role == ID_ROLE:
            return variant.id if variant else model.id
        if role == KIND_ROLE:
            return "variant" if variant else "model"
        if role == Qt.ItemDataRole.ToolTipRole:
            return variant_tooltip(model, variant) if variant else model_tooltip(model)
        if index.column() == STATUS:
            return self._status_data(model, variant, role)
        if role == Qt.ItemDataRole.DisplayRole and variant is not None and variant.is_proposed:
            return tr("{name} (proposed)").format(name=variant.name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return variant.name if variant else model.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._dot(variant.color, False) if variant else self._dot(model.color, True)
        if role == Qt.ItemDataRole.FontRole and variant is None:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.FontRole and variant is not None and variant.is_proposed:
            font = QFont()
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = variant.name if variant else model.name
            sign, status = variant_sign(model, variant) if variant else model_sign(model)
            return f"{name} {sign} {status}".strip()
        return None

    def _status_data(self, model: Model, variant: Variant | None, role: int) -> Any:
        sign, status = variant_sign(model, variant) if variant else model_sign(model)
        if role == Qt.ItemDataRole.DisplayRole:
            return sign
        if role == Qt.ItemDataRole.ForegroundRole:
            return status_color(self._colors, status)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def _dot(self, color: int, is_hollow: bool) -> QIcon:
        name = self._colors.variant(color).name()
        if (name, is_hollow) not in self._dots:
            self._dots[name, is_hollow] = dot(self._colors.variant(color), is_hollow=is_hollow)
        return self._dots[name, is_hollow]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not str(value).strip():
            return False
        self.on_rename(index.data(ID_ROLE), str(value).strip())
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Name"), tr("State"))[section]
        return None

    # --- dragging a variant out -----------------------------------------------------------------

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the dragged rows: dropped on a file manager they are copied there."""
        paths: list[str] = []
        for index in indexes:
            item = self._item(index)
            if item is not None and index.column() == NAME:
                model, variant = item
                paths.append(variant.artifact if variant else model.path)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        return data
