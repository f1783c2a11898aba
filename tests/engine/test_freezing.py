"""Sources frozen to GraphDefs that convert to the same, and ops taken out of such graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.build_protocol import FreezeRequest
from studio.core.errors import ConversionError
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.core.recipe import Recipe, make_recipe
from studio.core.requests import InspectRequest
from studio.engine.tensorflow_import import load_tensorflow
from studio.graph.tflite import read_model
from tests.engine.conftest import Build, run_artifact
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf

Freeze = Callable[..., Path]
Take = Callable[..., Path]


@pytest.fixture
def freeze(engine: WarmChild, models: Path, tmp_path: Path) -> Freeze:
    """The file that a model of ``models`` is frozen to."""

    def run(name: str, recipe: Recipe | None = None, allow_code: bool = False) -> Path:
        output = tmp_path / f"{name}.pb"
        request = FreezeRequest(
            source=str(models / name),
            output=str(output),
            recipe=recipe or Recipe(),
            allow_code=allow_code,
        )
        engine(request)
        return output

    return run


@pytest.fixture
def take(engine: WarmChild, tmp_path: Path) -> Take:
    """The file with the ops of ``path`` at some places."""

    def run(path: Path, *ops: int) -> Path:
        artifact = tmp_path / f"part{'_'.join(map(str, ops))}.pb"
        engine(TakeRequest(path=str(path), artifact=str(artifact), ops=ops))
        return artifact

    return run


@pytest.fixture
def ops_of(engine: WarmChild) -> Callable[[Path], TakeResult]:
    def run(path: Path) -> TakeResult:
        found = engine(TakeRequest(path=str(path)))
        assert isinstance(found, TakeResult)
        return found

    return run


def graph_of(path: Path) -> Any:
    definition = load_tensorflow().compat.v1.GraphDef()
    definition.ParseFromString(path.read_bytes())
    return definition


def written(path: Path, build: Callable[[Any], Any]) -> Path:
    """A GraphDef of what ``build`` makes of TensorFlow."""
    tf = load_tensorflow()
    graph = tf.Graph()
    with graph.as_default():
        build(tf)
    path.write_bytes(graph.as_graph_def().SerializeToString())
    return path


@pytest.mark.parametrize(
    ("name", "recipe"),
    [
        ("cnn.keras", Recipe()),
        ("lstm.keras", Recipe()),
        ("cnn.h5", make_recipe([], batch="dynamic")),
        ("ranker", make_recipe([], signature="downwards", shapes={"x": (1, 6)})),
    ],
)
def test_what_was_frozen_converts_to_the_same(
    freeze: Freeze, build: Build, models: Path, tmp_path: Path, name: str, recipe: Recipe
) -> None:
    frozen = freeze(name, recipe)
    shapes = {"signature": None, "shapes": {}, "batch": recipe.batch}
    again = Path(build(frozen, recipe=shapes).artifact)
    given = {"signature": recipe.signature, "shapes": recipe.shapes, "batch": recipe.batch}
    first = Path(build(models / name, recipe=given).artifact)
    specs = read_model(again)[0].signatures[0].inputs
    rng = np.random.default_rng(0)
    arrays = {
        spec.name: rng.uniform(0, 1, [dim or 1 for dim in spec.shape]).astype(spec.dtype)
        for spec in specs
    }
    expected = list(run_artifact(first, arrays).values())
    found = list(run_artifact(again, arrays).values())
    assert len(expected) == len(found)
    for one, other in zip(expected, found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_what_freezing_leaves_behind_does_not_count_as_ops(
    freeze: Freeze, ops_of: Callable[[Path], TakeResult]
) -> None:
    kinds = Counter(ops_of(freeze("cnn.keras")).kinds)
    assert kinds["Identity"] == 1  # the output
    assert "NoOp" not in kinds
    assert "ReadVariableOp" not in kinds
    assert kinds["Conv2D"] >= 1


def test_a_model_that_keeps_state_is_refused(freeze: Freeze) -> None:
    with pytest.raises(ConversionError) as caught:
        freeze("stateful.keras", make_recipe([], shapes={}))
    assert caught.value.code == "source-keeps-state"


def test_a_part_begins_at_placeholders_with_what_is_known_of_them(
    freeze: Freeze, take: Take, ops_of: Callable[[Path], TakeResult], engine: WarmChild
) -> None:
    frozen = freeze("cnn.keras")
    kinds = ops_of(frozen).kinds
    at = max(place for place, kind in enumerate(kinds) if kind == "Conv2D")
    part = take(frozen, at)
    found = Counter(node.op for node in graph_of(part).node)
    assert found == {"Placeholder": 1, "Conv2D": 1, "Const": 1}  # the constant came along
    info = engine(InspectRequest(path=str(part))).info
    (given,) = info.signatures[0].inputs
    assert given.dtype == "float32"
    assert None not in given.shape
    assert ops_of(part).kinds == ("Conv2D",)


def test_outputs_of_one_op_become_inputs_apart(
    take: Take, ops_of: Callable[[Path], TakeResult], engine: WarmChild, tmp_path: Path
) -> None:
    def build(tf: Any) -> None:
        x = tf.compat.v1.placeholder(tf.float32, [4, 6], "x")
        first, second = tf.split(x, 2, axis=1, name="halves")
        tf.abs(second, name="halves_1")  # the name that the second half would get
        tf.subtract(first, second, name="less")

    path = written(tmp_path / "split.pb", build)
    kinds = ops_of(path).kinds
    part = take(path, kinds.index("Sub"))
    inputs = engine(InspectRequest(path=str(part))).info.signatures[0].inputs
    assert [(spec.name, spec.shape) for spec in inputs] == [
        ("halves", (4, 3)),
        ("halves_1_", (4, 3)),
    ]


def test_functions_come_along_where_they_are_called(
    freeze: Freeze, take: Take, ops_of: Callable[[Path], TakeResult], tmp_path: Path
) -> None:
    def build(tf: Any) -> None:
        x = tf.compat.v1.placeholder(tf.float32, [4], "x")
        tf.compat.v1.enable_control_flow_v2()
        tf.while_loop(lambda a: tf.reduce_sum(a) < 9.0, lambda a: (a * 2.0,), [tf.abs(x)])

    path = written(tmp_path / "loop.pb", build)
    kinds = ops_of(path).kinds
    (loop,) = (at for at, kind in enumerate(kinds) if kind.endswith("While"))
    library = [len(graph_of(take(path, at)).library.function) for at in (loop, kinds.index("Abs"))]
    assert library == [2, 0]


def test_the_ops_of_an_old_loop_stay_together(
    models: Path, ops_of: Callable[[Path], TakeResult]
) -> None:
    found = ops_of(models / "loop.pb")
    bound = {found.kinds[at] for at in found.bound}
    assert {"Enter", "Exit", "Merge", "Switch", "NextIteration"} <= bound
    assert {kind for at, kind in enumerate(found.kinds) if at not in found.bound} & {"Add", "AddV2"}


def test_an_edge_that_only_waits_stays_where_its_op_does(
    take: Take, ops_of: Callable[[Path], TakeResult], tmp_path: Path
) -> None:
    def build(tf: Any) -> None:
        x = tf.compat.v1.placeholder(tf.float32, [4], "x")
        with tf.control_dependencies([tf.abs(x, name="first")]):
            tf.add(tf.exp(x, name="second"), 2.0, name="third")

    path = written(tmp_path / "waits.pb", build)
    assert ops_of(path).kinds == ("Abs", "Exp", "AddV2")
    both = {node.name: list(node.input) for node in graph_of(take(path, 0, 1, 2)).node}
    assert both["second"] == ["x", "^first"]
    assert both["third/y"] == ["^first"]
    alone = {node.name: list(node.input) for node in graph_of(take(path, 1, 2)).node}
    assert alone["second"] == ["x"]
    assert alone["third/y"] == []


@pytest.mark.parametrize(
    ("name", "code"), [("open", "part-shape-unknown"), ("words", "part-dtype-unfit")]
)
def test_where_no_part_can_begin(
    take: Take, ops_of: Callable[[Path], TakeResult], tmp_path: Path, name: str, code: str
) -> None:
    def build(tf: Any) -> None:
        x = tf.compat.v1.placeholder(tf.float32, [4], "x")
        if name == "open":
            tf.abs(tf.boolean_mask(x, x > 0), name="end")
        else:
            tf.strings.length(tf.strings.as_string(x), name="end")

    path = written(tmp_path / "net.pb", build)
    with pytest.raises(ConversionError) as caught:
        take(path, len(ops_of(path).kinds) - 1)
    assert caught.value.code == code
    assert "name" in caught.value.params


def test_an_open_batch_stays_open(
    freeze: Freeze, take: Take, ops_of: Callable[[Path], TakeResult], engine: WarmChild
) -> None:
    frozen = freeze("cnn.keras", make_recipe([], batch="dynamic"))
    part = take(frozen, ops_of(frozen).kinds.index("Relu"))
    (given,) = engine(InspectRequest(path=str(part))).info.signatures[0].inputs
    assert given.shape[0] is None
    assert None not in given.shape[1:]
