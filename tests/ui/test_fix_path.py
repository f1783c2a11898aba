"""The path of a fix at the window's default size: what matters is in sight, at a fitting scale."""

from __future__ import annotations

import pytest
from pyqtgraph import ScatterPlotItem
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from studio.core.fixing import Goal, Trial
from studio.core.session import Fix
from studio.ui.pages.fix_path import FixPath, FixShown

DEFAULT_SIZE = (697, 470)
"""Pixels that the page has in a window of 1280 x 800."""


def shown(goal: Goal, scores: tuple[float, ...]) -> FixShown:
    trials = tuple(
        Trial(
            kept=tuple(range(number)),
            score=score,
            size_bytes=7_220 + 900 * number,
            is_met=goal.is_met(score),
            kept_macs=1000 * number,
            translations=2,
        )
        for number, score in enumerate(scores)
    )
    names = {number: ("CONV_2D", f"op{number}") for number in range(len(scores))}
    fix = Fix(
        id="a", at=0.0, job_id="j", goal=goal, before=trials[0], trials=trials[1:], names=names,
        end="trials-spent", closest=trials[-1],
    )  # fmt: skip
    return FixShown(fix=fix, is_running=False, given=None, made=None, run=None)


@pytest.fixture
def path(qtbot: QtBot) -> FixPath:
    made = FixPath()
    qtbot.addWidget(made)
    made.resize(*DEFAULT_SIZE)
    made.show()
    return made


def test_size_time_and_kept_ops_are_in_sight(path: FixPath, qtbot: QtBot) -> None:
    path.show_path(shown(Goal(kind="rmse", value=1e-4), (0.00206, 0.00205, 0.00201, 0.0000077)))
    model, header = path.table.model(), path.table.horizontalHeader()
    titles = [model.headerData(column, header.orientation()) for column in range(header.count())]
    column = titles.index("kept ops")
    assert {"trial", "score", "size", "time"} <= set(titles[:column])
    qtbot.waitUntil(
        lambda: header.sectionViewportPosition(column) + 60 <= path.table.viewport().width()
    )


def test_the_axis_of_an_error_follows_the_trials(path: FixPath) -> None:
    path.show_path(shown(Goal(kind="rmse", value=1e-4), (0.00206, 0.00205, 0.0000077)))
    low, high = path.plot.plot.plotItem.vb.viewRange()[1]
    assert low < 0 < 0.206 < high < 0.3
    path.show_path(shown(Goal(kind="agreement", value=0.999), (0.9985, 0.9988)))
    low, high = path.plot.plot.plotItem.vb.viewRange()[1]
    assert high - low > 1, "a share that hardly differs is shown to hardly differ"


def test_the_goal_is_said_where_nothing_lies_over_it(path: FixPath) -> None:
    path.show_path(shown(Goal(kind="agreement", value=0.99), (0.95, 0.97)))
    assert "goal: agreement ≥ 99 %" in path.plot.legend.text().replace("\u00a0", " ")


SCORES = (0.995, 0.998, 0.998, 0.998, 1.0, 0.997, 0.998, 1.0, 0.996, 0.995, 1.0, 1.0, 1.0, 1.0)


def test_no_share_is_beyond_the_whole(path: FixPath) -> None:
    path.show_path(shown(Goal(kind="agreement", value=0.999), SCORES))
    axis = path.plot.plot.getAxis("left")
    low, high = axis.range
    ticks = [one for _, level in axis.tickValues(low, high, axis.height()) for one in level]
    assert ticks and max(ticks) <= 100 < high < 100.3, "half a dot above the whole, and no number"


def test_a_number_stands_beside_its_own_dot(path: FixPath, qtbot: QtBot) -> None:
    path.show_path(shown(Goal(kind="agreement", value=0.999), SCORES))
    plot = path.plot
    with qtbot.waitSignal(plot.names.placed):
        plot.names._soon.start()
    boxes = plot.names.boxes()
    assert "given" in boxes
    for row, x, y in plot.points():
        if row.label in boxes:
            dot, box = plot.names._box.mapViewToScene(QPointF(x, y)), boxes[row.label]
            across = max(box.left() - dot.x(), dot.x() - box.right(), 0)
            up = max(box.top() - dot.y(), dot.y() - box.bottom(), 0)
            assert across <= 13 and up <= 13, row.label


def test_what_was_given_lies_over_a_trial_at_its_place(path: FixPath) -> None:
    path.show_path(shown(Goal(kind="agreement", value=0.999), (0.995, 0.995)))
    (dots,) = [one for one in path.plot.plot.plotItem.items if isinstance(one, ScatterPlotItem)]
    assert [one.data().state for one in dots.points()][-1] == "given"
