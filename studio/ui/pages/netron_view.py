"""The web view that runs Netron: off the record, its own scheme only, no port and no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.pages.netron_bridge import NetronBridge
from studio.ui.pages.netron_paint import NetronPaint
from studio.ui.pages.netron_scheme import ORIGIN, SCHEME
from studio.ui.pages.netron_server import NetronServer, OnlyOwnScheme


class _Page(QWebEnginePage):
    """Goes nowhere: links out of the viewer are dead, new windows are not made."""

    def acceptNavigationRequest(
        self, url: QUrl | str, _type: QWebEnginePage.NavigationType, _is_main_frame: bool
    ) -> bool:
        return QUrl(url).toString().startswith(f"{ORIGIN}/")

    def javaScriptConsoleMessage(self, *_message: object) -> None:
        """Netron's console is of no use to a user; its failures are reported as events."""


class NetronView(QWidget):
    """``opened(node count)`` or ``failed(text)`` follows the newest :meth:`open_model`.

    What an earlier one says after the newest was asked for is not passed on.

    ``node_selected``: place of the node among those of all graphs of the file, which for a .tflite
    is ``Node.index``. ``died``: the process behind the view has ended.
    """

    opened = Signal(int)
    failed = Signal(str)
    node_selected = Signal(int)
    died = Signal(str)

    def __init__(self, dark: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Children are destroyed in the order made, and a page must go before its profile.
        self._view = QWebEngineView(self)
        self._profile = QWebEngineProfile(self)
        self.server = NetronServer(self)
        self.interceptor = OnlyOwnScheme(self)
        self._profile.installUrlSchemeHandler(SCHEME, self.server)
        self._profile.setUrlRequestInterceptor(self.interceptor)
        self._page = _Page(self._profile, self._view)
        self._view.setPage(self._page)
        self._view.setAccessibleName(self.tr("Netron graph"))
        self._is_ready = False
        self._pending: Path | None = None
        self._sequence = 0
        self._dark = dark
        self.bridge = NetronBridge(self._on_reported, self)
        self._channel = QWebChannel(self)
        self._channel.registerObject("studio", self.bridge)
        self._page.setWebChannel(self._channel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        # a page may delete what is on its channel, and then there is nothing left to talk to
        self.bridge.destroyed.connect(self._on_cut)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        self._page.setUrl(QUrl(f"{ORIGIN}/index.html#{'dark' if dark else 'light'}"))

    def open_model(self, path: Path) -> None:
        self._sequence += 1
        if self._is_ready:
            self._open(path)
        else:
            self._pending = path

    def forget(self) -> None:
        """What is being opened is not wanted any more: it will not be heard of."""
        self._sequence += 1
        self._pending = None

    def select_node(self, index: int | None) -> None:
        """None: no node is selected any more."""
        self._ask("select", -1 if index is None else index)

    def set_dark(self, dark: bool) -> None:
        if dark != self._dark:
            self._dark = dark
            self._ask("setDark", dark)

    def paint(self, paints: Mapping[int, NetronPaint], neutral: NetronPaint | None) -> None:
        """Color nodes by their place; ``neutral``: all others, None = as Netron has them."""
        nodes = {str(place): paint.as_json() for place, paint in paints.items()}
        self._ask("setPaint", neutral.as_json() if neutral else None, nodes)

    def _open(self, path: Path) -> None:
        url = self.server.offer(path)
        self._ask("open", url, url.rpartition("/")[2], self._sequence)

    def _ask(self, function: str, *arguments: object) -> None:
        if self._is_ready:
            self.bridge.ask(function, *arguments)

    def _on_reported(self, name: str, sequence: int, value: object) -> None:
        if name == "ready":
            self._on_ready()
        elif sequence != self._sequence:
            return
        elif name == "opened" and isinstance(value, int):
            self.opened.emit(value)
        elif name == "selected" and isinstance(value, int):
            self.node_selected.emit(value)
        elif name == "failed":
            self.failed.emit(str(value))

    def _on_ready(self) -> None:
        self._is_ready = True
        self._ask("setDark", self._dark)
        if self._pending is not None:
            pending, self._pending = self._pending, None
            self._open(pending)

    def _on_cut(self) -> None:
        self._is_ready = False
        self.died.emit(self.tr("its page broke the connection"))

    def _on_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int
    ) -> None:
        self._is_ready = False
        self.died.emit(f"{status.name} ({code})")
