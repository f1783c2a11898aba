"""Overview and graph of source models, as the child reports them."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.child import Reporter
from studio.core.errors import StudioError, UsageError
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.core.verify_protocol import CountMacsRequest
from studio.verify.count import count_macs
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


def inspected(engine: WarmChild, path: Path, **fields: object) -> InspectResult:
    result = engine(InspectRequest(path=str(path), **fields))  # type: ignore[arg-type]
    assert isinstance(result, InspectResult)
    return result


def test_a_keras_model_shows_names_in_the_order_of_keras(engine: WarmChild, models: Path) -> None:
    info = inspected(engine, models / "two.keras").info
    (signature,) = info.signatures
    assert [(x.name, x.dtype, x.shape) for x in signature.inputs] == [
        ("zeta", "float32", (None, 3)),
        ("alpha", "int32", (None, 4)),
    ]
    assert [x.name for x in signature.outputs] == ["summed", "last_made"]
    assert info.format == "keras"
    assert info.parameters == (4 * 2 + 2) + (3 * 4 + 4) + (2 * 4 + 4)
    assert info.macs == 4 * 2 + 3 * 4 + 2 * 4
    assert info.size_split["weights float32"] == 4 * info.parameters
    assert sum(info.size_split.values()) == info.size_bytes


def test_a_dict_of_inputs_goes_by_its_keys(engine: WarmChild, models: Path) -> None:
    (signature,) = inspected(engine, models / "two_dict.keras").info.signatures
    assert [x.name for x in signature.inputs] == ["alpha", "zeta"]
    assert [x.name for x in signature.outputs] == ["b", "q"]


def test_macs_are_counted_by_hand_and_stand_on_their_layers(
    engine: WarmChild, models: Path
) -> None:
    result = inspected(engine, models / "cnn.keras")
    by_name = {node.name: node.macs for node in result.graph.nodes}
    assert by_name["conv2d"] == 8 * 8 * 8 * 9
    assert by_name["depthwise"] == 6 * 6 * 8 * 9
    assert by_name["digit"] == 64 * 10
    assert by_name["flatten"] == 0
    assert result.info.macs == sum(macs or 0 for macs in by_name.values())
    assert result.info.ops["Dense"] == 2


def test_nested_models_are_opened_up_with_ids_that_stay(engine: WarmChild, models: Path) -> None:
    first = inspected(engine, models / "nested.keras")
    macs = {node.id: node.macs for node in first.graph.nodes}
    inner = 8 * 8 * 4 * 9 * 4
    assert macs == {
        "0/conv": 8 * 8 * 4 * 9 * 3,
        "0/inner/conv": inner,
        "0/inner:1/conv": inner,
        "0/conv_1": 8 * 8 * 4 * 5,
    }
    inspected(engine, models / "cnn.keras")
    assert inspected(engine, models / "nested.keras").graph == first.graph
    nodes = first.graph.nodes
    assert nodes[1].outputs[0] in nodes[2].inputs
    assert [node.parameters for node in nodes] == [112, 148, 0, 25]


def test_a_loop_makes_macs_unknown_and_says_why(engine: WarmChild, models: Path) -> None:
    info = inspected(engine, models / "lstm.keras").info
    assert (info.macs, info.macs_unknown_ops) == (None, ("While",))
    assert inspected(engine, models / "lstm_unrolled.keras").info.macs == 6 * (8 + 4) * 16 + 12


def test_open_dimensions_are_said_and_can_be_given(engine: WarmChild, models: Path) -> None:
    info = inspected(engine, models / "any_size.keras").info
    assert info.macs is None
    assert [warning.code for warning in info.warnings] == ["dynamic-shapes"]
    given = inspected(engine, models / "any_size.keras", shapes={"image": (1, 10, 10, 3)}).info
    assert given.macs == 8 * 8 * 4 * 27
    assert given.shapes_used == {"image": (1, 10, 10, 3)}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("stateful.keras", ["stateful"]),
        ("counter", ["stateful"]),
        ("mixed.keras", ["mixed-precision"]),
        ("text", ["string-inputs"]),
        ("cnn.h5", []),
    ],
)
def test_warnings(engine: WarmChild, models: Path, name: str, codes: list[str]) -> None:
    info = inspected(engine, models / name).info
    assert [warning.code for warning in info.warnings] == codes


def test_a_saved_model_shows_its_ops(engine: WarmChild, models: Path) -> None:
    result = inspected(engine, models / "subclassed")
    names = [signature.name for signature in result.info.signatures]
    assert names[0] == "serving_default"
    assert [x.name for x in result.info.signatures[0].outputs] == ["a", "z"]
    assert result.info.macs == 7 * 7 * 4 * 27 + 4 * 5
    assert sum(node.macs or 0 for node in result.graph.nodes) == result.info.macs
    assert result.info.parameters == 27 * 4 + 4 + 4 * 5 + 5


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("lambda.keras", "model-needs-code"),
        ("lambda.h5", "model-needs-code"),
        ("custom.keras", "model-custom-class"),
        ("reader", "model-needs-code"),
        ("only.weights.h5", "model-weights-only"),
    ],
)
def test_refusals(engine: WarmChild, models: Path, name: str, code: str) -> None:
    with pytest.raises(StudioError) as caught:
        inspected(engine, models / name)
    assert caught.value.code == code


def test_code_runs_after_an_explicit_yes_only(engine: WarmChild, models: Path) -> None:
    result = inspected(engine, models / "lambda.keras", allow_code=True)
    assert result.info.ops == {"Lambda": 1}
    with pytest.raises(StudioError) as caught:
        inspected(engine, models / "lambda.keras")
    assert caught.value.code == "model-needs-code"


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("name", ["cnn.keras", "cnn.h5", "subclassed/saved_model.pb"])
def test_truncated_files_are_damage_and_the_child_lives_on(
    engine: WarmChild, models: Path, tmp_path: Path, name: str, share: float
) -> None:
    data = (models / name).read_bytes()
    path = tmp_path / Path(name).name
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(StudioError) as caught:
        inspected(engine, tmp_path if name.endswith(".pb") else path)
    assert caught.value.code in ("model-damaged", "model-empty", "model-no-signature")
    assert inspected(engine, models / "cnn.keras").info.parameters


def test_a_wrong_suffix_is_no_obstacle(engine: WarmChild, models: Path, tmp_path: Path) -> None:
    for name, wrong in (("cnn.keras", "a.h5"), ("cnn.h5", "b.keras"), ("cnn.h5", "c.model")):
        (tmp_path / wrong).write_bytes((models / name).read_bytes())
        found = inspected(engine, tmp_path / wrong).info
        assert found.parameters == inspected(engine, models / name).info.parameters


def test_a_tflite_of_any_size_costs_what_its_source_costs(engine: WarmChild, models: Path) -> None:
    shapes = {"image": (1, 31, 17, 3)}
    source = inspected(engine, models / "any_size.keras", shapes=shapes).info
    request = CountMacsRequest(path=str(models / "any_size.tflite"), shapes=shapes)
    counted = count_macs(request, Reporter(lambda _: None)).info
    assert counted.macs == source.macs == 29 * 15 * 4 * 27


def test_shapes_that_an_op_refuses_are_a_wrong_request(engine: WarmChild, models: Path) -> None:
    with pytest.raises(UsageError) as caught:
        inspected(engine, models / "any_size.keras", shapes={"image": (1, 2, 2, 3)})
    assert caught.value.code == "shape-refused"
    assert caught.value.params == {"shapes": "image (1, 2, 2, 3)"}
    assert "Negative dimension size" in caught.value.detail and "\x1b" not in caught.value.detail
