"""What the converter refuses: the op, its place in the graph, and the ways out in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import ConversionError, ErrorPlace, ModelError, from_info
from studio.core.messages import MESSAGES, render_error
from studio.core.model import Graph, Node
from studio.core.requests import InspectRequest
from studio.engine.converter_errors import explained, located
from tests.engine.conftest import Build
from tests.engine.warm_child import WarmChild

SELECT = """Could not translate MLIR to FlatBuffer.
<unknown>:0: error: loc(callsite(fused["Cumprod:", "net_1/head_2/Cumprod@__inference_f_7"] at \
callsite(fused["StatefulPartitionedCall:", "StatefulPartitionedCall"]))): 'tf.Cumprod' op is \
neither a custom op nor a flex op
<unknown>:0: error: loc(fused["Lgamma:", "net_1/tail/Lgamma"]): 'tf.Lgamma' op is neither a custom
TF Select ops: Cumprod, Lgamma
Custom ops: Mine
"""


def test_every_op_is_named_once_with_its_own_place() -> None:
    error = explained(RuntimeError(SELECT), is_dynamic=False)
    assert error.code == "conversion-unsupported-ops"
    assert error.params["ops"] == "Cumprod, Lgamma, Mine"
    assert error.places == (
        ErrorPlace(op="Cumprod", name="net_1/head_2/Cumprod"),
        ErrorPlace(op="Lgamma", name="net_1/tail/Lgamma"),
    )
    assert error.fixes == ("fix-replace-op", "fix-select-tf-ops", "fix-custom-op")
    assert all(fix in MESSAGES for fix in error.fixes)


def test_ops_that_flex_has_not_either_are_said_to_be_so() -> None:
    error = explained(RuntimeError(SELECT), is_dynamic=False, select_tf_ops=True)
    assert error.code == "conversion-unsupported-flex"
    assert error.fixes == ("fix-replace-op", "fix-custom-op")
    assert "Flex" in render_error(error.info()).title


def test_places_are_found_as_layers_and_as_ops() -> None:
    nodes = [
        Node(id=f"0/{name}", index=0, op="x", name=name) for name in ("head", "net_1/tail/Lgamma")
    ]
    error = located(explained(RuntimeError(SELECT), is_dynamic=False), Graph(nodes=tuple(nodes)))
    assert [(place.op, place.name, place.node) for place in error.places] == [
        ("Cumprod", "head", "0/head"),
        ("Lgamma", "net_1/tail/Lgamma", "0/net_1/tail/Lgamma"),
    ]


def test_what_the_graph_does_not_have_stays_without_a_node() -> None:
    error = located(explained(RuntimeError(SELECT), is_dynamic=False), Graph())
    assert [place.node for place in error.places] == ["", ""]


@pytest.mark.parametrize(
    ("is_dynamic", "first"), [(True, "fix-static-shape"), (False, "fix-other-route")]
)
def test_words_without_a_place_are_quoted(is_dynamic: bool, first: str) -> None:
    error = explained(ValueError("\n  Something else.\nmore"), is_dynamic)
    assert (error.code, error.params["reason"]) == ("conversion-failed", "Something else.")
    assert error.fixes[0] == first


def test_places_and_ways_out_cross_processes() -> None:
    error = explained(RuntimeError(SELECT), is_dynamic=False)
    again = from_info(error.info())
    assert (again.places, again.fixes) == (error.places, error.fixes)
    shown = render_error(error.info())
    assert len(shown.ways_out) == 3
    assert shown.places == error.places


@pytest.mark.tf
@pytest.mark.parametrize(
    ("name", "recipe", "code", "op", "node"),
    [
        ("igamma.pb", {}, "conversion-unsupported-ops", "Igamma", "0/block/gamma"),
        ("half.pb", {}, "conversion-half-precision", "Conv2D", "0/stem/conv"),
        (
            *("lstm.keras", {"batch": "dynamic"}, "conversion-needs-fixed-batch"),
            *("TensorListReserve", "0/lstm"),
        ),
    ],
)
def test_the_node_is_one_of_the_graph_that_is_shown(
    engine: WarmChild,
    build: Build,
    models: Path,
    name: str,
    recipe: dict[str, object],
    code: str,
    op: str,
    node: str,
) -> None:
    with pytest.raises(ConversionError) as caught:
        build(models / name, recipe=recipe)
    assert caught.value.code == code
    assert caught.value.fixes
    assert (caught.value.places[0].op, caught.value.places[0].node) == (op, node)
    graph = engine(InspectRequest(path=str(models / name))).graph
    assert node in [one.id for one in graph.nodes]


@pytest.mark.tf
def test_what_saving_does_reads_no_text_of_the_model(build: Build, models: Path) -> None:
    with pytest.raises(ModelError) as caught:
        build(models / "text")
    assert caught.value.params["ops"] == "StringLength"


@pytest.mark.tf
def test_the_layer_that_reads_text_is_named_and_found(
    engine: WarmChild, build: Build, models: Path
) -> None:
    with pytest.raises(ModelError) as caught:
        build(models / "words.keras")
    assert caught.value.code == "model-string-ops"
    assert caught.value.params["ops"] == "TextVectorization"
    (place,) = caught.value.places
    assert (place.op, place.name) == ("TextVectorization", "words")
    graph = engine(InspectRequest(path=str(models / "words.keras"))).graph
    assert place.node in [node.id for node in graph.nodes]


@pytest.mark.tf
def test_the_op_of_a_saved_model_is_found(engine: WarmChild, build: Build, models: Path) -> None:
    with pytest.raises(ConversionError) as caught:
        build(models / "gamma")
    (place,) = caught.value.places
    graph = engine(InspectRequest(path=str(models / "gamma"))).graph
    assert next(one.op for one in graph.nodes if one.id == place.node) == "Igamma"
