"""What may make a file slow, as a card: each cause with its count, its time and what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.messages.profile import CAUSES
from studio.core.profile import Cause
from studio.core.quantities import format_percent, whole_text
from studio.ui.texts import tr, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label


class CausesCard(Card):
    """Says so where nothing was found: that is an answer too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What takes time beside the computing"), parent)
        self._list = QWidget()
        self.add(self._list)
        self.texts: tuple[str, ...] = ()

    def show_causes(self, named: Sequence[tuple[str, Sequence[Cause]]]) -> None:
        """(name of the variant, its causes); a single one needs no name."""
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        texts: list[str] = []
        for name, causes in named:
            if len(named) > 1:
                layout.addWidget(text_label(name, muted=True, wrap=True))
            for cause in causes:
                texts.append(cause_text(cause))
                layout.addWidget(text_label(texts[-1], wrap=True, selectable=True))
                hint = text_label(tr_core(CAUSES[cause.code].hint), "small", muted=True, wrap=True)
                layout.addWidget(hint)
            if not causes:
                texts.append(tr("Nothing of that kind in this file."))
                layout.addWidget(text_label(texts[-1], muted=True, wrap=True))
        self.texts = tuple(texts)
        self.body.replaceWidget(self._list, made)
        self._list.deleteLater()
        self._list = made


def cause_text(cause: Cause) -> str:
    return tr("{cause}: {share} ({time} µs), ops: {count}").format(
        cause=tr_core(CAUSES[cause.code].title),
        share=format_percent(cause.share),
        time=whole_text(cause.median_us),
        count=cause.count,
    )
