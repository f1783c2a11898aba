"""The choice of scenarios: a button whose menu has each kind with its usual configurations."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from studio.core.params import ChoiceParam
from studio.core.scenarios import SCENARIOS, Scenario, ScenarioKind, make_scenario
from studio.ui.dialogs.params import ask_params
from studio.ui.texts import scenario_text, scenarios_text, tr, tr_core
from studio.ui.widgets.targets_button import StayingMenu

_STREAMS = (1, 2, 4, 8)
_BOUNDS_MS = (10.0, 100.0, 1000.0)


class ScenariosButton(QToolButton):
    """``edited``: the scenarios as the setting ``scenarios`` writes them, after a tick.

    A server scenario and others leave each other out: they cannot be measured together.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scenarios: tuple[Scenario, ...] = ()
        self._why_no_server = ""
        self._actions: dict[str, QAction] = {}
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(tr("Scenarios"))
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = StayingMenu("", self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return self._scenarios

    @property
    def setting(self) -> str:
        """The scenarios as the setting of that name has them."""
        return " ".join(scenario.text for scenario in self._scenarios)

    def show_scenarios(self, scenarios: tuple[Scenario, ...], why_no_server: str = "") -> None:
        """These are chosen; says nothing. ``why_no_server``: why that kind is not offered."""
        self._scenarios, self._why_no_server = scenarios, why_no_server
        self.setText(f"{scenarios_text(scenarios)} ▾")
        names = "\n".join(map(scenario_text, scenarios))
        self.setToolTip(tr("How samples come to the model in the next measurement:") + "\n" + names)
        chosen = {scenario.text for scenario in scenarios}
        for text, action in self._actions.items():
            action.setChecked(text in chosen)

    def fill(self) -> None:
        """Build the menu anew out of what is chosen now."""
        menu = self.menu()
        menu.clear()
        self._actions.clear()
        for inner in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            inner.deleteLater()
        for kind in SCENARIOS.values():
            inner = self._kind_menu(kind)
            entry = menu.addMenu(inner)
            reason = self._why_no_server if kind.id == "server" else ""
            entry.setEnabled(not reason)
            entry.setToolTip(reason or tr_core(kind.help))

    def _kind_menu(self, kind: ScenarioKind) -> QMenu:
        menu = StayingMenu(tr_core(kind.title), self.menu())
        menu.setToolTipsVisible(True)
        offered = list(usual(kind))
        offered += [one for one in self._scenarios if one.id == kind.id and one not in offered]
        title = tr_core(kind.title)
        for scenario in offered:
            text = scenario_text(scenario).removeprefix(title).removeprefix(" · ") or tr("as it is")
            if scenario.is_search:
                text = tr("Search the highest rate: {bound}").format(bound=text)
            self._add(menu, scenario, text)
        if any(not isinstance(param, ChoiceParam) for param in kind.params):
            menu.addSeparator()
            other = menu.addAction(tr("Other…"))
            other.triggered.connect(lambda _=False: self._on_other(kind))
        return menu

    def _add(self, menu: QMenu, scenario: Scenario, text: str) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(scenario in self._scenarios)
        action.setToolTip(scenario.text)
        action.triggered.connect(lambda ticked: self._on_ticked(scenario, ticked))
        self._actions[scenario.text] = action

    def _on_ticked(self, scenario: Scenario, is_ticked: bool) -> None:
        chosen = [one for one in self._scenarios if one != scenario]
        if is_ticked:
            self._choose(scenario)
        elif chosen:
            self._change(tuple(chosen))
        else:  # samples must come in some way
            self._actions[scenario.text].setChecked(True)

    def _on_other(self, kind: ScenarioKind) -> None:
        given = next((one.params for one in self._scenarios if one.id == kind.id), {})
        values = ask_params(tr_core(kind.title), kind.params, given, self)
        if values is not None:
            self._choose(make_scenario(kind.id, **values))

    def _choose(self, scenario: Scenario) -> None:
        is_server = scenario.id == "server"
        beside = [one for one in self._scenarios if (one.id == "server") == is_server]
        self._change((*(one for one in beside if one != scenario), scenario))

    def _change(self, scenarios: tuple[Scenario, ...]) -> None:
        self.show_scenarios(scenarios, self._why_no_server)
        self.edited.emit(self.setting)


def usual(kind: ScenarioKind) -> Sequence[Scenario]:
    """What the menu offers of a kind: its choices, or the usual numbers that fit this machine."""
    choices = [param for param in kind.params if isinstance(param, ChoiceParam)]
    if choices:
        names = [param.name for param in choices]
        return [
            make_scenario(kind.id, **dict(zip(names, values, strict=True)))
            for values in product(*(param.choices for param in choices))
        ]
    if kind.id == "server":
        return [make_scenario(kind.id, bound=bound) for bound in _BOUNDS_MS]
    most = max(os.cpu_count() or 1, 4)
    least = 2 if kind.id == "multi-stream" else 1
    return [make_scenario(kind.id, streams=count) for count in _STREAMS if least <= count <= most]
