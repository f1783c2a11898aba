"""The entries of the menu of nodes that leave an op in another precision when it is converted."""

from __future__ import annotations

from functools import partial

from studio.core.keep import PRECISION_TITLES, KeepPrecision
from studio.core.model import Node
from studio.ui.context import UiContext
from studio.ui.graph.menus import NodeAction
from studio.ui.texts import tr_core


def keep_actions(context: UiContext) -> list[NodeAction]:
    """One for each precision, of every op; the list under Optimize says what it counts for."""

    def run(precision: KeepPrecision, node: Node) -> None:
        context.run_command("keep-op", name=node.name, precision=precision)

    return [
        NodeAction(tr_core(title), partial(run, precision))
        for precision, title in PRECISION_TITLES.items()
    ]
