"""Searching a graph: nodes by op, name, shape and dtype, inputs and outputs as well."""

from __future__ import annotations

from studio.core.model import Graph, Node
from studio.ui.humanize import shape_text


class NodeSearch:
    """The texts of all nodes of a graph, made when first searched.

    A query is words; a node matches where each of them occurs. "x" counts as "×" within shapes.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._texts: list[tuple[str, str]] = []

    def find(self, query: str) -> tuple[str, ...]:
        """Ids in execution order: of nodes, of inputs before and of outputs behind them."""
        words = query.lower().replace("×", "x").split()
        if not words:
            return ()
        if not self._texts:
            self._texts = self._make_texts()
        return tuple(one for one, text in self._texts if all(word in text for word in words))

    def _make_texts(self) -> list[tuple[str, str]]:
        graph = self._graph
        short = [
            f"{tensor.dtype} {shape_text(tensor.shape)}".replace("×", "x").lower()
            for tensor in graph.tensors
        ]
        ends = [
            [
                (f"{word}:{index}", _end_text(graph, word, index, short[index]))
                for subgraph in side[:1]
                for index in subgraph
                if 0 <= index < len(short)
            ]
            for word, side in (("input", graph.inputs), ("output", graph.outputs))
        ]
        nodes = [(node.id, _text(node, short)) for node in graph.nodes]
        return [*ends[0], *nodes, *ends[1]]


def _end_text(graph: Graph, word: str, index: int, short: str) -> str:
    return f"{word} {graph.end_name(index)} {graph.tensors[index].name} {short}".lower()


def _text(node: Node, short: list[str]) -> str:
    outputs = " ".join(short[index] for index in node.outputs if 0 <= index < len(short))
    return f"{node.op} {node.name} {node.precision} {outputs}".lower()
