"""The editors of a preprocessing: picture steps first, then the arithmetic, as they are applied."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from studio.core.errors import UsageError
from studio.core.preprocessing_text import parse_size, picture_steps_text, size_text
from studio.core.recipe import Preprocessing
from studio.ui.texts import labelled, tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label


class PreprocessingForm(QWidget):
    """``typing``: at each key; ``edited``: when one is done. ``typed`` is what they say, None =
    something is no value. ``name``: of the data, for screen readers."""

    typing = Signal()
    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tips: dict[QLineEdit, str] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(GRID * 2, 0, 0, 0)
        self._form.setVerticalSpacing(GRID // 2)
        self.editors: dict[str, QLineEdit] = {}
        self._line(
            "resize", tr("resize to"), tr("Pictures are resized to height × width, e.g. 256x256.")
        )
        self.method = self._choice(
            tr("method"),
            tr("How pictures are resized."),
            {
                "bilinear": tr("bilinear"),
                "bicubic": tr("bicubic"),
                "nearest": tr("nearest pixel"),
                "area": tr("mean of the area"),
            },
        )
        self._line(
            "crop", tr("crop to"), tr("Then their middle is taken, height × width, e.g. 224x224.")
        )
        self.channels = self._choice(
            tr("channels"),
            tr("Swapped: RGB becomes BGR and the other way round; gray: one channel of three."),
            {
                "as-stored": tr("as stored"),
                "swapped": tr("red and blue swapped"),
                "gray": tr("gray"),
            },
        )
        self._line("frames", tr("frames"), tr("Sounds are cut or filled with silence to so many."))
        self._line("rate", tr("rate (Hz)"), tr("The sample rate that sounds must have."))
        self._line("scale", tr("× scale"), tr("Each stored value is multiplied by this."))
        self._line("mean", tr("− mean"), tr("Then this is subtracted, per channel."))
        self._line("std", tr("÷ std"), tr("Then divided by this, per channel."))
        self.layout_choice = self._choice(
            tr("layout"),
            tr("Where the model has the channels."),
            {
                "as-stored": tr("as stored"),
                "channels-last": tr("channels last"),
                "channels-first": tr("channels first"),
            },
        )

    def typed(self) -> Preprocessing | None:
        texts = {name: editor.text() for name, editor in self.editors.items()}
        try:
            return parse_preprocessing(
                texts["scale"],
                texts["mean"],
                texts["std"],
                resize=parse_size(texts["resize"]),
                crop=parse_size(texts["crop"]),
                method=self.method.currentData(),
                channels=self.channels.currentData(),
                frames=_whole(texts["frames"]),
                rate=_whole(texts["rate"]),
                layout=self.layout_choice.currentData(),
            )
        except (ValueError, UsageError):
            return None

    def show_values(self, shown: Preprocessing, keeps_focused: bool) -> None:
        """Show ``shown`` without a signal; ``keeps_focused``: not where somebody is typing."""
        texts = {
            "resize": size_text(shown.resize),
            "crop": size_text(shown.crop),
            "frames": str(shown.frames or ""),
            "rate": str(shown.rate or ""),
            "scale": f"{shown.scale:.12g}",
            "mean": join(shown.mean),
            "std": join(shown.std),
        }
        for name, editor in self.editors.items():
            if not (keeps_focused and editor.hasFocus()):
                with QSignalBlocker(editor):
                    editor.setText(texts[name])
        for box, value in (
            (self.method, shown.method),
            (self.channels, shown.channels),
            (self.layout_choice, shown.layout),
        ):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))

    def mark_invalid(self, reason: str) -> None:
        """Color the editors and say why; "" = all is well."""
        for editor in self.editors.values():
            editor.setProperty("invalid", bool(reason))
            editor.style().polish(editor)
            editor.setToolTip(reason or self._tips[editor])

    def _line(self, name: str, title: str, tip: str) -> None:
        editor = self.editors[name] = QLineEdit()
        self._tips[editor] = tip
        editor.textEdited.connect(self.typing)
        editor.editingFinished.connect(self.edited)
        self._widget(editor, title, tip)

    def _choice(self, title: str, tip: str, choices: dict[str, str]) -> QComboBox:
        box = QComboBox()
        for value, text in choices.items():
            box.addItem(text, value)
        box.activated.connect(self._on_chosen)
        self._widget(box, title, tip)
        return box

    def _widget(self, widget: QWidget, title: str, tip: str) -> None:
        widget.setToolTip(tip)
        widget.setAccessibleName(labelled(self._name, title or tip))
        self._form.addRow(text_label(title, "small"), widget)

    def _on_chosen(self) -> None:
        self.typing.emit()
        self.edited.emit()


def parse_preprocessing(scale: str, mean: str, std: str, **steps: Any) -> Preprocessing:
    """Out of what is typed; raises ValueError for what is no number, not finite, or a std of 0."""
    values = Preprocessing(scale=float(scale), mean=_split(mean), std=_split(std), **steps)
    numbers = (values.scale, *values.mean, *values.std)
    if not all(abs(number) < float("inf") for number in numbers) or 0.0 in values.std:
        raise ValueError(numbers)
    return values


def preprocessing_text(preprocessing: Preprocessing) -> str:
    if preprocessing == Preprocessing():
        return tr("Preprocessing: none")
    arithmetic = (preprocessing.scale, preprocessing.mean, preprocessing.std)
    steps = picture_steps_text(preprocessing)
    text = tr("(x × {scale} − {mean}) ÷ {std}").format(
        scale=f"{preprocessing.scale:.4g}",
        mean=join(preprocessing.mean, 4),
        std=join(preprocessing.std, 4),
    )
    is_plain = arithmetic == (1.0, (0.0,), (1.0,))
    parts = [steps] if is_plain else list(filter(None, (steps, text)))
    return tr("Preprocessing: {steps}").format(steps=", ".join(parts))


def join(values: tuple[float, ...], digits: int = 12) -> str:
    return ", ".join(f"{value:.{digits}g}" for value in values)


def _whole(text: str) -> int | None:
    """A whole number above 0; None of nothing. Raises ValueError."""
    if not text.strip():
        return None
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _split(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.replace(";", ",").split(",") if part.strip())
