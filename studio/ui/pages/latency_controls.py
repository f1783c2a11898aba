"""The row of controls of the latency page: how to measure, and which run is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QMenu,
    QSpinBox,
    QToolButton,
    QWidget,
)

from studio.core.comparison_text import resolution_message
from studio.core.comparisons import Resolution
from studio.core.measure_requests import BenchmarkRequest
from studio.core.quantities import significant
from studio.core.scenarios import Scenario
from studio.core.settings import (
    BENCHMARK_INPUTS,
    BENCHMARK_MODE,
    BENCHMARK_SECONDS,
    SUSTAINED_MINUTES,
    WARMUP_RUNS,
    Settings,
    default_scenarios,
    default_targets,
    with_value,
)
from studio.ui.texts import render_message, sentences, tr_core
from studio.ui.widgets.cards import primary_button
from studio.ui.widgets.scenarios_button import ScenariosButton
from studio.ui.widgets.targets_button import TargetsButton
from studio.ui.widgets.wrap_row import WrapRow


class LatencyControls(WrapRow):
    """Start and Stop are one button: only one of them makes sense at a time.

    Targets, scenarios, warm-up and time are the program's settings: ``edited(Settings)`` changes
    them there, so that the toolbar, the shortcut and this row always mean the same measurement.
    """

    edited = Signal(object)
    start_requested = Signal()
    stop_requested = Signal()
    rerun_requested = Signal()
    copy_requested = Signal()
    export_requested = Signal()
    resolution_requested = Signal()
    run_chosen = Signal(str)

    def __init__(
        self, settings: Settings, targets: TargetsButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.targets = targets
        targets.edited.connect(partial(self._on_edited, "targets"))
        self.warmup = QSpinBox()
        self.warmup.setRange(WARMUP_RUNS.minimum, WARMUP_RUNS.maximum)
        self.mode = QComboBox()
        for mode, title in zip(BENCHMARK_MODE.choices, BENCHMARK_MODE.titles, strict=True):
            self.mode.addItem(tr_core(title), mode)
        self.inputs = QComboBox()
        for choice, title in zip(BENCHMARK_INPUTS.choices, BENCHMARK_INPUTS.titles, strict=True):
            self.inputs.addItem(tr_core(title), choice)
        self.seconds = QDoubleSpinBox(self)  # shown and hidden before it has its place
        self.seconds.setRange(BENCHMARK_SECONDS.minimum, BENCHMARK_SECONDS.maximum)
        self.seconds.setSuffix(" s")
        self.minutes = QDoubleSpinBox(self)
        self.minutes.setRange(SUSTAINED_MINUTES.minimum, SUSTAINED_MINUTES.maximum)
        self.minutes.setSuffix(" min")
        for spin in (self.seconds, self.minutes):
            spin.setDecimals(1)
        self.scenarios = ScenariosButton()
        self.scenarios.edited.connect(partial(self._on_edited, "scenarios"))
        self.show_settings(settings)
        self.mode.activated.connect(
            lambda _: self._on_edited("benchmark_mode", str(self.mode.currentData()))
        )
        self.inputs.activated.connect(
            lambda _: self._on_edited("benchmark_inputs", str(self.inputs.currentData()))
        )
        for key, editor in self._editors.items():
            editor.setKeyboardTracking(False)
            editor.valueChanged.connect(partial(self._on_edited, key))
        self.start = primary_button("", "")
        self.start.clicked.connect(self._on_clicked)
        self.runs = QComboBox()
        self.runs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.runs.setMinimumContentsLength(8)
        self.runs.activated.connect(lambda index: self.run_chosen.emit(self.runs.itemData(index)))
        self.rerun = primary_button("", "")
        self.rerun.setProperty("primary", False)
        self.rerun.setText(self.tr("Run again"))
        self.rerun.setToolTip(
            self.tr("Measure the same files again with the settings of this run.")
        )
        self.rerun.clicked.connect(self.rerun_requested)
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setAccessibleName(self.tr("More"))
        self.more.setToolTip(self.tr("What else can be done with this run."))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self.more)
        menu.addAction(self.tr("Copy as CLI command")).triggered.connect(self.copy_requested)
        menu.addAction(self.tr("Export samples…")).triggered.connect(self.export_requested)
        self.more.setMenu(menu)
        self._is_running = False
        over_all = self.tr("Measuring time over all variants together, start-up excluded.")
        for text, widget, tooltip in (
            (
                self.tr("Warm-up runs"),
                self.warmup,
                self.tr("Runs of each variant in each process that are not counted."),
            ),
            (self.tr("Time"), self.seconds, over_all),
            (self.tr("Time"), self.minutes, over_all),
            (self.tr("Short or sustained"), self.mode, tr_core(BENCHMARK_MODE.help)),
            (tr_core(BENCHMARK_INPUTS.title), self.inputs, tr_core(BENCHMARK_INPUTS.help)),
        ):
            widget.setToolTip(tooltip)
            widget.setAccessibleName(text)
        label = QLabel(self.warmup.accessibleName())
        label.setBuddy(self.warmup)
        self.add(self.start)
        self.add(self.mode, self.seconds, self.minutes)
        self.add(label, self.warmup)
        self.resolution = QToolButton(self)  # the page puts it where there is room
        self.resolution.setAutoRaise(True)
        self.resolution.clicked.connect(self.resolution_requested)
        self.add(targets)
        self.add(self.scenarios)
        self.add(self.inputs)
        self.add_stretch()
        self.add(self.runs)
        self.add(self.rerun)
        self.add(self.more)
        self.runs.setAccessibleName(self.tr("Run"))
        self.runs.setToolTip(self.tr("Which run is shown; the newest stands first."))
        self.show_resolution(None)
        self.set_state(is_running=False, why_not=None)

    def show_resolution(self, found: Resolution | None) -> None:
        """What this machine was found to tell apart; None = it has not been measured yet."""
        if found is None:
            self.resolution.setText(self.tr("Measure the resolution"))
            self.resolution.setToolTip(
                self.tr("Find out what this machine can tell apart: one file against itself.")
            )
            return
        self.resolution.setText(
            self.tr("Resolution ±{percent} %").format(percent=significant(found.percent, 2))
        )
        title, hint = render_message(*resolution_message(found, PurePath(found.file).name, tr_core))
        again = self.tr("Press to measure it again.")
        self.resolution.setToolTip(f"{sentences(title, hint)}\n{again}")
        self.resolution.setAccessibleName(title)

    def set_state(self, *, is_running: bool, why_not: str | None) -> None:
        """``why_not``: the reason why nothing can be started, None = it can."""
        self._is_running = is_running
        self.start.setText(self.tr("Stop") if is_running else self.tr("Start"))
        self.start.setEnabled(is_running or why_not is None)
        if is_running:
            tooltip = self.tr("End the measurement now and keep what was measured.")
        else:
            tooltip = why_not or self.tr("Measure the selected variants together, interleaved.")
        self.start.setToolTip(tooltip)
        self.resolution.setEnabled(not is_running and why_not is None)
        for widget in (
            self.targets, self.scenarios, self.inputs, self.warmup, self.mode, self.seconds,
            self.minutes,
        ):  # fmt: skip
            widget.setEnabled(not is_running)
        self._offer_runs()

    def show_request(self, request: BenchmarkRequest) -> None:
        """The settings of the measurement that has begun, wherever it was started."""
        mode = "sustained" if request.sustained else "short"
        self._show(request.scenarios, mode)
        self._show_inputs("data" if request.data else "random")
        self.targets.show_targets(request.targets)
        seconds, minutes = self.seconds.value(), self.minutes.value()
        self._fill(
            request.warmup_runs,
            seconds if request.sustained else request.seconds,
            request.seconds / 60 if request.sustained else minutes,
        )

    def show_settings(self, settings: Settings) -> None:
        """The settings of the next measurement, without saying ``edited``."""
        self._settings = settings
        self._show(default_scenarios(settings), settings.benchmark_mode)
        self._show_inputs(settings.benchmark_inputs)
        self.targets.show_targets(default_targets(settings))
        self._fill(settings.warmup_runs, settings.benchmark_seconds, settings.sustained_minutes)

    def show_data(self, name: str) -> None:
        """``name``: of the data that the next measurement takes its inputs from; "" = of none."""
        if self.inputs.currentData() != "data":
            text = tr_core(BENCHMARK_INPUTS.help)
        elif name:
            text = self.tr("Inputs are samples of {name}, pre-processed as declared for it.")
        else:
            text = self.tr(
                "No data are chosen for what is selected, or it is of several models: inputs are "
                "random values. Choose data under Optimize."
            )
        self.inputs.setToolTip(text.format(name=name))

    def _show_inputs(self, choice: str) -> None:
        self.inputs.setCurrentIndex(self.inputs.findData(choice))

    @property
    def _editors(self) -> dict[str, QSpinBox | QDoubleSpinBox]:
        return {
            "warmup_runs": self.warmup,
            "benchmark_seconds": self.seconds,
            "sustained_minutes": self.minutes,
        }

    def _show(self, scenarios: tuple[Scenario, ...], mode: str) -> None:
        """Of sustained and server, each leaves the other out: no pause, and bursts of queries."""
        is_sustained = mode == "sustained"
        self.mode.setCurrentIndex(self.mode.findData(mode))
        self.seconds.setVisible(not is_sustained)
        self.minutes.setVisible(is_sustained)
        reason = self.tr("The server scenario cannot be measured sustained, without a pause.")
        self.scenarios.show_scenarios(scenarios, reason if is_sustained else "")
        is_server = any(scenario.id == "server" for scenario in scenarios)
        place = self.mode.findData("sustained")
        entry = cast(QStandardItemModel, self.mode.model()).item(place)
        entry.setEnabled(is_sustained or not is_server)
        entry.setToolTip(reason if is_server else "")

    def _fill(self, warmup_runs: int, seconds: float, minutes: float) -> None:
        blockers = [QSignalBlocker(editor) for editor in self._editors.values()]
        self.warmup.setValue(warmup_runs)
        self.seconds.setValue(seconds)
        self.minutes.setValue(minutes)
        for blocker in blockers:
            blocker.unblock()

    def _on_edited(self, key: str, value: float | str) -> None:
        self.edited.emit(with_value(self._settings, key, value))

    def set_runs(self, entries: Sequence[tuple[str, str, str]], shown: str) -> None:
        """``entries``: (run id, when, in full), the newest first. ``shown``: the id on display."""
        known = [
            (
                self.runs.itemData(index),
                self.runs.itemText(index),
                self.runs.itemData(index, Qt.ItemDataRole.ToolTipRole),
            )
            for index in range(self.runs.count())
        ]
        if known != list(entries):
            self.runs.clear()
            for index, (run_id, when, title) in enumerate(entries):
                self.runs.addItem(when, run_id)
                self.runs.setItemData(index, title, Qt.ItemDataRole.ToolTipRole)
        self._offer_runs()
        self.runs.setCurrentIndex(self.runs.findData(shown))

    def _offer_runs(self) -> None:
        is_offered = self.runs.count() > 0 and not self._is_running
        self.runs.setVisible(is_offered)
        self.rerun.setVisible(is_offered)
        self.more.setVisible(is_offered)

    def _on_clicked(self) -> None:
        (self.stop_requested if self._is_running else self.start_requested).emit()
