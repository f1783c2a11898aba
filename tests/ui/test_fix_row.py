"""The goal that the window's box holds is the one that is searched for."""

import pytest
from pytestqt.qtbot import QtBot

from studio.core.fixing import parse_goal
from studio.ui.pages.fix_row import FixRow


@pytest.mark.parametrize("percent", ["99.9", "99.95", "98.3", "57"])
def test_the_goal_is_the_one_that_stands_in_the_box(qtbot: QtBot, percent: str) -> None:
    row = FixRow()
    qtbot.addWidget(row)
    row.value.setValue(float(percent))
    assert row.goal == parse_goal(f"agreement>={percent}%")
