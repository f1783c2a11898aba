"""The entry of the menu of nodes that takes the part of a model up to that node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.model import Node
from studio.ui.context import UiContext
from studio.ui.graph.menus import NodeAction
from studio.ui.texts import tr

if TYPE_CHECKING:
    from studio.ui.graph.tab import GraphTab


def cut_action(tab: GraphTab, context: UiContext) -> NodeAction:
    """Of a .tflite, and of ops in its outermost part only: others cannot be cut there."""

    def fits(node: Node) -> bool:
        is_tflite = tab.source is not None and tab.source.is_tflite
        return is_tflite and node.subgraph == 0 and any(tensor >= 0 for tensor in node.outputs)

    def run(node: Node) -> None:
        if tab.source is not None:
            names = tuple(tab.graph.tensors[at].name for at in node.outputs if at >= 0)
            context.run_command("cut-here", path=tab.source.path, tensors=names)

    return NodeAction(tr("Cut here as output…"), run, fits)
