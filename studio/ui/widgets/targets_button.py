"""The choice of targets: a button whose menu has each kind of target with its configurations."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import product

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from studio.core.params import ChoiceParam, IntParam, Param, ParamValue
from studio.core.targets import TARGETS, Target, TargetKind, make_target
from studio.ui.known_targets import KnownTargets
from studio.ui.texts import sentences, target_text, targets_text, tr, tr_core
from studio.ui.theme import GRID

_THREADS = (1, 2, 4, 8)
_BATCHES = (1, 8, 32)


class StayingMenu(QMenu):
    """Stays open while entries are ticked, so that several can be."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.activeAction()):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_space = event.key() == Qt.Key.Key_Space
        if not (is_space and self._tick(self.activeAction())):
            super().keyPressEvent(event)

    @staticmethod
    def _tick(action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class TargetsButton(QToolButton):
    """``edited``: the targets as the setting ``targets`` writes them, after a tick.

    ``formats``: ids of the formats of what is selected; kinds of targets that run none of them are
    not offered. ``heading``: what the tooltip says above those chosen.
    """

    edited = Signal(str)

    def __init__(
        self,
        known: KnownTargets,
        formats: Callable[[], tuple[str, ...]],
        heading: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._known, self._formats = known, formats
        self._heading = heading or tr("Where the next measurement runs:")
        self._targets: tuple[Target, ...] = ()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAccessibleName(tr("Targets"))
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._on_about_to_show)
        self.setMenu(menu)
        known.changed.connect(self.fill)

    @property
    def targets(self) -> tuple[Target, ...]:
        return self._targets

    @property
    def setting(self) -> str:
        """The targets as the setting of that name has them."""
        return " ".join(target.text for target in self._targets)

    def show_targets(self, targets: tuple[Target, ...]) -> None:
        """These are chosen; says nothing."""
        self._targets = targets
        self.setText(f"{targets_text(targets)} ▾")
        names = "\n".join(map(target_text, targets))
        self.setToolTip(f"{self._heading}\n{names}")

    def fill(self) -> None:
        """Build the menu anew out of what is known now."""
        menu = self.menu()
        if menu.isVisible():  # it stays where the pointer looks for it
            menu.setMinimumWidth(menu.width())
        menu.clear()
        for inner in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            inner.deleteLater()
        runnable = {"tflite", *self._formats()}
        for kind in TARGETS.values():
            if runnable.isdisjoint(kind.formats):
                continue
            title, hint = self._known.why_not(kind.id)
            if title:
                text = f"{tr_core(kind.title)} — {title}"
                room = GRID * 60
                short = menu.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
                action = menu.addAction(short)
                action.setEnabled(False)
                action.setToolTip(sentences(title, hint))
            else:
                menu.addMenu(self._kind_menu(kind))
        menu.addSeparator()
        again = menu.addAction(tr("Find out what runs here"))
        again.setToolTip(tr("Try each target with a small network, in a process of its own."))
        again.triggered.connect(self._known.ask)
        if menu.isVisible():
            _move_into_screen(menu)

    def _kind_menu(self, kind: TargetKind) -> QMenu:
        menu = StayingMenu(tr_core(kind.title), self.menu())
        menu.setToolTipsVisible(True)
        device = self._known.device(kind.id)
        menu.menuAction().setToolTip(tr_core(kind.help) + (f"\n{device}" if device else ""))
        offered = list(configurations(kind))
        offered += [
            target for target in self._targets if target.id == kind.id and target not in offered
        ]
        for target in offered:
            action = menu.addAction(configuration_text(target))
            action.setCheckable(True)
            action.setChecked(target in self._targets)
            action.setToolTip(target.text)
            action.triggered.connect(
                lambda ticked, target=target, action=action: self._on_ticked(target, ticked, action)
            )
        if any(param.name == "threads" for param in kind.params):
            menu.addSeparator()
            other = menu.addAction(tr("Other number of threads…"))
            other.triggered.connect(lambda _=False: self._on_other_threads(kind))
        return menu

    def _on_ticked(self, target: Target, is_ticked: bool, action: QAction) -> None:
        chosen = [one for one in self._targets if one != target]
        if is_ticked:
            chosen.append(target)
        elif not chosen:  # something must be measured on
            action.setChecked(True)
            return
        self._change(tuple(chosen))

    def _on_other_threads(self, kind: TargetKind) -> None:
        param = next(one for one in kind.params if one.name == "threads")
        assert isinstance(param, IntParam)
        count, accepted = QInputDialog.getInt(
            self, tr_core(kind.title), tr_core(param.title), 1, param.minimum, param.maximum
        )
        target = make_target(kind.id, threads=count)
        if accepted and target not in self._targets:
            self._change((*self._targets, target))

    def _change(self, targets: tuple[Target, ...]) -> None:
        self.show_targets(targets)
        self.edited.emit(self.setting)

    def _on_about_to_show(self) -> None:
        self.menu().setMinimumWidth(0)
        if not self._known.is_asked:
            self._known.ask()
        self.fill()


def _move_into_screen(menu: QMenu) -> None:
    """Qt places a menu where it fits when it opens, not when it grows."""
    menu.resize(menu.sizeHint().expandedTo(menu.minimumSize()))
    screen, place = menu.screen().availableGeometry(), menu.geometry()
    place.moveRight(min(place.right(), screen.right()))
    place.moveBottom(min(place.bottom(), screen.bottom()))
    menu.move(max(place.left(), screen.left()), max(place.top(), screen.top()))


def configurations(kind: TargetKind) -> Iterator[Target]:
    """What the menu offers of a kind: its choices, and the usual numbers that fit this machine."""
    names = [param.name for param in kind.params]
    for values in product(*map(_offered, kind.params)):
        chosen: dict[str, ParamValue] = dict(zip(names, values, strict=True))
        target = make_target(kind.id, **chosen)
        is_one_thread_only = kind.id == "litert-cpu" and chosen["kernels"] == "builtin"
        if target.threads == 1 or not is_one_thread_only:
            yield target


def configuration_text(target: Target) -> str:
    """The target within its kind: "2 threads · Kernels builtin"."""
    title = tr_core(target.kind.title)
    return target_text(target).removeprefix(title).removeprefix(" · ") or tr("as it is")


def _offered(param: Param) -> tuple[ParamValue, ...]:
    if isinstance(param, ChoiceParam):
        return param.choices
    if isinstance(param, IntParam):
        cores = os.cpu_count() or 1
        usual = {*_THREADS, cores} if param.name == "threads" else set(_BATCHES)
        most = cores if param.name == "threads" else param.maximum
        return tuple(sorted(number for number in usual if number <= max(most, 1)))
    return (param.default,)
