"""Graphs as SVG, DOT and CSV: whole, well-formed, with an overlay's colors and values."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from studio.core.model import Graph
from studio.core.overlay_boxes import paint_layout
from studio.core.overlay_colors import Ground, scale_color
from studio.core.overlays import Overlay
from studio.report.graph_dot import graph_dot
from studio.report.graph_svg import graph_svg
from studio.report.graph_table import NODE_COLUMNS, graph_csv
from tests.kit.made_graphs import lay, make_graph

SVG = "{http://www.w3.org/2000/svg}"


def small() -> Graph:
    names = ["g/a", 'g/"b" & <c>', "x", "=evil"]
    return make_graph([[-1], [0], [1, 0], [2]], names=names)


def macs(graph: Graph) -> Overlay:
    values = {node.id: float(node.index * 100) for node in graph.nodes[:3]}
    return Overlay(kind="macs", unit="macs", numbers=values, total=300.0)


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_svg_shows_every_box_and_wire(ground: Ground) -> None:
    layout = lay(small(), grouping="scope")
    root = ElementTree.fromstring(graph_svg(layout, "a < b", ground=ground))
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert "a < b" in texts and "4 ops" in texts
    assert texts.count("RELU") == 3 and texts.count("ADD") == 1
    assert len(list(root.iter(f"{SVG}polyline"))) == len(layout.wires) > 0
    tooltips = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert any('x/"b"' in text or "0/1" in text for text in tooltips)


def test_svg_has_the_colors_of_the_overlay_and_a_legend() -> None:
    graph = small()
    layout = lay(graph)
    painted = paint_layout(layout, graph, [macs(graph)], "light")
    text = graph_svg(layout, "m", overlays=[macs(graph)], painted=painted)
    assert f'fill="{scale_color(1.0, "light")}"' in text
    root = ElementTree.fromstring(text)
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert texts.count("200") == 2, "on the box and at the end of the scale"
    assert "MACs" in texts


def test_svg_is_well_formed_whatever_names_hold() -> None:
    graph = make_graph([[-1], [0]], names=["g/\x00a\x1b", "g/b\uffff"])
    text = graph_svg(lay(graph, grouping="scope"), "m\x08\udcff")
    root = ElementTree.fromstring(text.encode())
    told = "".join(root.itertext())
    assert "m\N{REPLACEMENT CHARACTER}" in told
    assert "g/b\N{REPLACEMENT CHARACTER}" in told


def test_svg_says_what_is_folded() -> None:
    layout = lay(small(), grouping="scope", opened=())
    text = graph_svg(layout, "m")
    assert "2 ops, 2 more folded" in text and ">2 ops<" in text


def test_long_names_are_cut_off_but_whole_in_the_tooltip() -> None:
    layout = lay(make_graph([[-1]], names=["n" * 300]))
    root = ElementTree.fromstring(graph_svg(layout, "m"))
    shown = [one.text or "" for one in root.iter(f"{SVG}text")]
    assert max(map(len, shown)) < 60
    assert any("n" * 300 in (one.text or "") for one in root.iter(f"{SVG}title"))


def test_dot_nests_groups_and_connects_all() -> None:
    layout = lay(small(), grouping="scope")
    text = graph_dot(layout, 'the "model"')
    assert text.startswith('digraph "the \\"model\\"" {') and text.endswith("}\n")
    assert text.count(" -> ") == len(layout.wires)
    assert 'subgraph "cluster_scope:0/g" {' in text
    assert text.count("{") == text.count("}")
    inner = text.partition("cluster_scope:0/g")[2].partition("}")[0]
    assert len(re.findall(r"b\d+ \[label=", inner)) == 2
    assert len(re.findall(r"b\d+ \[label=", text)) == len(layout.boxes)


def test_csv_has_a_line_for_each_op_and_a_column_for_the_overlay() -> None:
    graph = small()
    size = replace(macs(graph), kind="activation", unit="bytes")
    rows = list(csv.reader(io.StringIO(graph_csv(graph, [macs(graph), size]))))
    assert rows[0] == [*NODE_COLUMNS, "activation_bytes"], "MACs stand there anyway, once"
    assert [row[0] for row in rows[1:]] == ["0", "1", "2", "3"]
    assert [row[-1] for row in rows[1:]] == ["0.0", "100.0", "200.0", ""]
    first = graph.nodes[0].id
    off = Overlay(kind="local-error", unit="error", numbers={first: 0.125})
    told = list(csv.reader(io.StringIO(graph_csv(graph, [off]))))
    assert (told[0][-1], told[1][-1], told[2][-1]) == ("worst_local_error_percent", "12.5", "")
    assert rows[1][NODE_COLUMNS.index("output_shapes")] == "1x8"
    assert rows[4][NODE_COLUMNS.index("name")] == "'=evil", "no cell is a formula"
