"""The entries of the menu of nodes that leave an op in another precision."""

from __future__ import annotations

from studio.core.keep import PRECISION_TITLES, KeepPrecision
from studio.core.model import Node
from studio.ui.context import UiContext
from studio.ui.graph.menus import NodeAction
from studio.ui.texts import tr_core


def keep_actions(context: UiContext) -> list[NodeAction]:
    """One for each precision; the recipe that is being edited takes it."""

    def action(precision: KeepPrecision, title: str) -> NodeAction:
        def run(node: Node) -> None:
            context.run_command("keep-op", name=node.name, precision=precision)

        return NodeAction(tr_core(title), run, lambda node: bool(node.name))

    return [action(precision, title) for precision, title in PRECISION_TITLES.items()]
