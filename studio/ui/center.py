"""The window's centre: the Welcome page, or tabs of pages that are imported when first shown."""

from __future__ import annotations

import traceback
from collections.abc import Set
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.core.session import Session
from studio.ui.changes import is_progress_only
from studio.ui.context import Page, UiContext
from studio.ui.pages import PAGES, WELCOME, load_page
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner

_FOLLOW_PROGRESS = frozenset({"overview", "latency", "profile", "errors", "log"})
"""Pages that show the phases and lines of a job under way; the others show what comes of it."""


class Center(QWidget):
    """Only the page in front is refreshed, at most once per turn of the event loop."""

    page_changed = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.pages: dict[str, Page] = {}
        self._welcome: Page | None = None
        self._dirty: set[str] = set()
        self._is_ready = False
        self.banner = Banner(dismissible=True)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Pages"))
        for _, title, _ in PAGES:
            self.tabs.addTab(tr(title))
        self._stack = QStackedWidget()
        self._holders: dict[str, QWidget] = {}
        for page_id, _, _ in PAGES:
            self._holders[page_id] = self._add_holder()
        self._welcome_holder = self._add_holder()
        self._blank = self._add_holder()
        self._bring_to_front(self._blank)
        self.tabs.hide()
        top = QVBoxLayout()
        top.setContentsMargins(GRID, GRID, GRID, 0)
        top.addWidget(self.banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        context.store.changed.connect(self._on_session_changed)
        context.store.selection_changed.connect(self._on_changed)

    def _add_holder(self) -> QWidget:
        """A page that needs more room than there is scrolls, instead of pushing the docks away."""
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        self._stack.addWidget(scroll)
        return holder

    def _bring_to_front(self, holder: QWidget) -> None:
        index = next(
            index
            for index in range(self._stack.count())
            if cast("QScrollArea", self._stack.widget(index)).widget() is holder
        )
        self._stack.setCurrentIndex(index)

    @property
    def page_id(self) -> str:
        """Id of the page in front; "" = Welcome, or nothing yet."""
        return PAGES[self.tabs.currentIndex()][0] if self.tabs.isVisibleTo(self) else ""

    def set_ready(self) -> None:
        """The session is loaded: from now on pages can be made."""
        self._is_ready = True
        self._on_changed()

    def show_page(self, page_id: str, arguments: dict[str, Any] | None = None) -> None:
        index = next((i for i, entry in enumerate(PAGES) if entry[0] == page_id), -1)
        if index < 0:
            return
        self.tabs.setCurrentIndex(index)
        self._refresh_front()
        page = self.pages.get(page_id)
        open_with = getattr(page, "open_with", None)
        if arguments and open_with is not None:
            open_with(**arguments)

    def preload(self) -> bool:
        """Make the next page that is not made yet, at idle; False = all are."""
        if not self._is_ready:
            return False
        missing = [entry for entry in PAGES if entry[0] not in self.pages]
        if missing:
            self._page(missing[0][0])
        return len(missing) > 1

    # --- refreshing -----------------------------------------------------------------------------

    def _on_session_changed(self, old: Session, new: Session) -> None:
        if is_progress_only(old, new):
            self._mark(_FOLLOW_PROGRESS)
        else:
            self._on_changed()

    def _on_changed(self, *_: object) -> None:
        self._mark({entry[0] for entry in PAGES})

    def _mark(self, page_ids: Set[str]) -> None:
        """These pages are out of date; the one in front is refreshed if it is among them."""
        self._dirty |= page_ids
        is_due = self.page_id in self._dirty or not self.page_id
        if self._is_ready and is_due:
            self._context.turns.add(self._refresh_front)

    def _on_tab_changed(self) -> None:
        self._refresh_front()
        self.page_changed.emit(self.page_id)

    def _refresh_front(self) -> None:
        if not self._is_ready:
            return
        session, selection = self._context.store.session, self._context.store.selection
        if not session.models:
            self.tabs.hide()
            self._bring_to_front(self._welcome_holder)
            if self._welcome is None:
                self._welcome = self._make(WELCOME, self._welcome_holder)
            if self._welcome is not None:
                self._welcome.refresh(session, selection)
            return
        self.tabs.show()
        page_id = PAGES[self.tabs.currentIndex()][0]
        self._bring_to_front(self._holders[page_id])
        page = self._page(page_id)
        if page is not None and page_id in self._dirty:
            self._dirty.discard(page_id)
            page.refresh(session, selection)

    def _page(self, page_id: str) -> Page | None:
        if page_id not in self.pages:
            dotted = next(entry[2] for entry in PAGES if entry[0] == page_id)
            page = self._make(dotted, self._holders[page_id])
            if page is None:
                return None
            self.pages[page_id] = page
        return self.pages[page_id]

    def _make(self, dotted: str, holder: QWidget) -> Page | None:
        """A page that cannot be made says so in its place; the others go on."""
        layout = holder.layout()
        assert layout is not None
        try:
            page = load_page(dotted, self._context)
        except Exception as error:
            if layout.count() == 0:
                banner = Banner()
                banner.show_error(
                    ErrorInfo(
                        code="internal-error",
                        params={"type": type(error).__name__},
                        detail=traceback.format_exc(),
                    ),
                    can_report=False,
                )
                layout.addWidget(banner)
                layout.addWidget(QWidget())
            return None
        layout.addWidget(page.widget())
        return page
