"""The node data is what Model Explorer's own reader takes: keys, fields and colors."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec.structs import replace

from studio.core.model import Graph, GraphTensor, Node
from studio.core.node_data import write_node_data
from studio.core.overlay_values import make_overlay
from studio.core.overlays import Overlay, OverlaySources

NODES = (
    Node(id="0/CONV_2D/a", index=0, op="CONV_2D", name="a", outputs=(0,), macs=10,
         precision="int8"),
    Node(id="0/RELU/1", index=1, op="RELU", name="1", outputs=(1,), macs=0, precision="int8"),
    Node(id="0/RELU/c", index=2, op="RELU", name="c", outputs=(2,)),
    Node(id="1/ADD/d", index=3, op="ADD", name="d", subgraph=1, outputs=(3,), macs=5,
         precision="float32"),
    Node(id="2/ADD/e", index=4, op="ADD", name="e", subgraph=2, outputs=(4,), macs=5),
)  # fmt: skip
TENSORS = tuple(
    GraphTensor(index=at, name=name, dtype="float32", shape=(1,), subgraph=subgraph)
    for at, (name, subgraph) in enumerate((("a", 0), ("1", 0), ("c", 0), ("d", 1), ("e", 2)))
)
GRAPH = Graph(nodes=NODES, tensors=TENSORS, subgraph_names=("", "", "body"))
# what its node_data_builder (0.1.34) knows of a graph and of a value
GRAPH_FIELDS = {
    "results", "name", "thresholds", "gradient", "hideInAggregatedStatsTable",
    "hideInChildrenStatsTable", "hideAggregatedStats", "showExpandedSummaryOnGroupNode",
    "showLabelCountColumnsInChildrenStatsTable",
}  # fmt: skip


def written(tmp_path: Path, kind: str, graph: Graph = GRAPH) -> dict[str, dict[str, object]]:
    overlay = make_overlay(kind, OverlaySources(graph=graph))  # type: ignore[arg-type]
    assert isinstance(overlay, Overlay)
    path = tmp_path / f"{kind}.json"
    write_node_data(path, graph, overlay)
    found = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, object]])
    for data in found.values():
        assert set(data) <= GRAPH_FIELDS
        assert isinstance(data["results"], dict)
        for value in data["results"].values():
            assert set(value) == {"value", "bgColor", "textColor"}
            assert re.fullmatch("#[0-9a-f]{6}", value["bgColor"])
            assert value["textColor"] in ("#000000", "#ffffff")
    return found


def test_graphs_and_nodes_are_called_as_its_adapter_calls_them(tmp_path: Path) -> None:
    found = written(tmp_path, "macs")
    assert list(found) == ["main", "subgraph_1", "body"]
    main = found["main"]["results"]
    assert isinstance(main, dict)
    # "1" is the name of a tensor, so it would be looked up as that; node 2 has no value
    assert {key: value["value"] for key, value in main.items()} == {"0": 10, "1": 0}
    assert list(found["body"]["results"]) == ["0"]  # type: ignore[call-overload]
    assert "showExpandedSummaryOnGroupNode" not in found["main"]
    assert {data["name"] for data in found.values()} == {"MACs"}


def test_errors_are_in_percent_and_say_so(tmp_path: Path) -> None:
    overlay = Overlay(kind="local-error", unit="error", numbers={NODES[0].id: 0.125})
    write_node_data(tmp_path / "error.json", GRAPH, overlay)
    (data,) = msgspec.json.decode((tmp_path / "error.json").read_bytes()).values()
    assert data["name"] == "Worst local error (% of range)"
    assert [value["value"] for value in data["results"].values()] == [12.5]


def test_a_place_that_is_the_name_of_another_tensor_is_not_used(tmp_path: Path) -> None:
    renamed = (TENSORS[0], replace(TENSORS[1], name="0"), *TENSORS[2:])
    found = written(tmp_path, "macs", Graph(nodes=NODES, tensors=renamed))
    assert list(found["main"]["results"]) == ["a", "1"]  # type: ignore[call-overload]


def test_classes_are_texts_that_groups_count(tmp_path: Path) -> None:
    found = written(tmp_path, "precision")
    results = found["main"]["results"]
    assert isinstance(results, dict)
    assert {key: value["value"] for key, value in results.items()} == {"0": "int8", "1": "int8"}
    assert found["main"]["showExpandedSummaryOnGroupNode"] is True


def test_equal_values_have_colors(tmp_path: Path) -> None:
    graph = Graph(nodes=tuple(node for node in NODES if node.subgraph), tensors=TENSORS)
    found = written(tmp_path, "macs", graph)
    assert found["subgraph_1"]["results"] == {
        "0": {"value": 5, "bgColor": "#003a7b", "textColor": "#ffffff"}
    }
