"""What the node panel says of constants."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.graph_constants import constants_of, producers_of
from studio.core.graph_requests import ConstantFacts
from studio.core.model import Graph, GraphTensor, Node
from studio.ui.graph.node_texts import Constants, Writer, neighbors_of
from studio.ui.theme import LIGHT


def tensor(index: int, name: str, dtype: str = "float32", *, constant: bool = False) -> GraphTensor:
    return GraphTensor(index=index, name=name, dtype=dtype, shape=(2, 3), is_constant=constant)


GRAPH = Graph(
    tensors=(
        tensor(0, "x"),
        tensor(1, "packed", "float16", constant=True),
        tensor(2, "weights"),
        tensor(3, "bias", constant=True),
        tensor(4, "y"),
        tensor(5, "words", "string", constant=True),
    ),
    nodes=(
        Node(id="0/d", index=0, op="DEQUANTIZE", name="d", inputs=(1,), outputs=(2,)),
        Node(id="0/c", index=1, op="CONV_2D", name="a;b", inputs=(0, 2, 3, 3, 5), outputs=(4,)),
    ),
    inputs=((0,),),
    outputs=((4,),),
)


def html(facts: dict[int, ConstantFacts], note: str = "") -> str:
    return Writer(GRAPH, neighbors_of(GRAPH), Constants(facts, note), LIGHT).node(GRAPH.nodes[1])


def test_weights_that_are_unpacked_on_the_way_are_those_of_the_op() -> None:
    assert constants_of(GRAPH, producers_of(GRAPH), GRAPH.nodes[1]) == [1, 3, 5]
    assert constants_of(GRAPH, producers_of(GRAPH), GRAPH.nodes[0]) == [1]


def test_per_channel_scales_are_told_in_short() -> None:
    scales = tuple((place + 1) / 64 for place in range(8))
    facts = ConstantFacts(
        tensor=3, elements=6, zeros=0, least=-1.0, greatest=1.0, mean=0.0, std=0.5,
        channels=8, axis=1, scales=scales, zero_points=(0,) * 8,
    )  # fmt: skip
    text = html({3: facts})
    assert "0.01562 – 0.125<br>(0.01562, 0.03125, 0.04688, …)" in text
    assert "<td>0</td>" in text, "the one zero point of all channels"
    assert "8 channels along axis 1" in text


def test_what_is_no_number_or_elsewhere_is_said() -> None:
    text = html({5: ConstantFacts(tensor=5, elements=1), 3: ConstantFacts(tensor=3, elements=6)})
    assert "Text, not numbers." in text
    assert "Its values are not in this file" in text


def test_names_joined_by_the_converter_stand_below_each_other() -> None:
    assert "a;<br>b" in html({})


def test_an_output_goes_by_the_name_that_people_know() -> None:
    assert ">output of the model</a>" in html({})
    named = replace(GRAPH, end_names={4: "digit"})
    text = Writer(named, neighbors_of(named), Constants({}), LIGHT).node(GRAPH.nodes[1])
    assert ">output of the model: digit</a>" in text


def test_sparse_and_not_finite_are_said() -> None:
    facts = ConstantFacts(
        tensor=1, elements=6, zeros=4, least=0.0, greatest=1.0, mean=0.1, std=0.2, not_finite=2,
        is_sparse=True,
    )  # fmt: skip
    text = html({1: facts})
    assert "sparse: zeros are left out" in text and "Not finite" in text
    assert "66.7 % (4 / 6)" in text
