"""A data chooser that knows what the data are for, and says at once whether they fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from studio.core.recipe import Preprocessing
from studio.core.session import Dataset, Model
from studio.ui.context import UiContext
from studio.ui.panels.data_facts import Answer, DataFacts
from studio.ui.panels.data_look import DataLook
from studio.ui.panels.dataset_chooser import DatasetChooser


class ModelDataChooser(DatasetChooser):
    """Has its data looked at for a model. ``needs_labels``: see DataFacts."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        help_text: str,
        *,
        needs_labels: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, help_text, parent)
        self.facts = DataFacts(needs_labels)
        self.below.addWidget(self.facts)
        self.look = DataLook(context, self)
        self.look.answered.connect(self._on_answered)

    def show_for(
        self, model: Model | None, dataset: Dataset | None, evaluation: Dataset | None = None
    ) -> None:
        """Show what the session has for ``model``, and what is known of it.

        ``evaluation``: see DataLook.ask.
        """
        self.show_dataset(dataset)
        self.look.ask(model, dataset, evaluation)

    def _on_answered(self, answer: Answer) -> None:
        shown = self._dataset.ref.preprocessing if self._dataset else Preprocessing()
        self.facts.show_answer(answer, self.look.is_asking, shown)

    def changeEvent(self, event: QEvent) -> None:
        """Who comes back to the window may have mended the file meanwhile."""
        super().changeEvent(event)
        is_back = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and hasattr(self, "look"):
            self.look.ask_again()
