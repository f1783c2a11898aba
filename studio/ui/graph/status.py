"""What becomes of a layout: that it is being made, why it was not, what it leaves folded."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.graph_layout import GraphLayout
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.labels import ElidedLabel

_BUSY_AFTER_MS = 200
"""Most layouts take less: a progress line that only flashes up would disturb."""


class LayoutStatus(QWidget):
    """Takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.banner = Banner(dismissible=True)
        self.remark = ElidedLabel()
        self.remark.setProperty("muted", True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedHeight(GRID // 2)
        self.busy.setAccessibleName(self.tr("Laying out the graph"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        for widget in (self.banner, self.remark, self.busy):
            layout.addWidget(widget)
            widget.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BUSY_AFTER_MS)
        self._soon.timeout.connect(self._show_busy)

    def start(self, count: int) -> None:
        """A graph of ``count`` ops is being laid out."""
        self._count = count
        self._soon.start()

    def clear(self) -> None:
        self._soon.stop()
        self.banner.clear()
        self.busy.hide()
        self.remark.hide()

    def fail(self, error: ErrorInfo) -> None:
        self.clear()
        # such a job is not listed, so there is no log of it that a report could hold
        self.banner.show_error(error, can_report=False)

    def finish(self, layout: GraphLayout, count: int) -> None:
        """Say what is folded of ``count`` ops, or that the grouping that was chosen found nothing
        to gather."""
        self.clear()
        text = ""
        if layout.was_limited:
            text = self.tr(
                "{folded} of {total} ops are in closed groups: more boxes than fit. Open those that"
                " matter by a double click."
            )
        elif layout.folded:
            text = self.tr("{folded} of {total} ops are in closed groups.")
        elif count and layout.grouping == "scope" and not layout.groups:
            text = self.tr("No groups: the names of these ops hold no paths in common.")
        elif count and layout.grouping == "block" and not layout.groups:
            text = self.tr("No groups: no structure of these ops repeats.")
        self.remark.setText(text.format(folded=f"{layout.folded:,}", total=f"{count:,}"))
        self.remark.setVisible(bool(text))

    def _show_busy(self) -> None:
        self.busy.show()
        self.remark.setText(self.tr("Laying out {count} ops…").format(count=f"{self._count:,}"))
        self.remark.show()
