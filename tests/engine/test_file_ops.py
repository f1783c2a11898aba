"""Ops that touch files need a person's yes: before it, nothing reads or writes what they name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, FreezeRequest
from studio.core.errors import ModelError
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import InspectRequest
from studio.core.verify_protocol import ReferenceRequest
from studio.engine.fingerprint import load_agreed
from studio.engine.loaders import graph_def
from studio.engine.loaders.own_files import foreign_file_ops
from studio.engine.tensorflow_import import load_tensorflow
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Two numbers, where it can be told when they were read."""
    path = tmp_path / "secret"
    path.write_bytes(np.int32([2, 6]).tobytes())
    unread(path).read_bytes()
    if not path.stat().st_atime:
        pytest.skip("this file system does not note when a file is read")
    return path


def unread(path: Path) -> Path:
    os.utime(path, (0, path.stat().st_mtime))
    return path


def written(path: Path, make: Callable[[Any, Any], object]) -> Path:
    """A GraphDef of what ``make(tf, x)`` builds behind the placeholder x (3, 4)."""
    tf = load_tensorflow()
    with tf.Graph().as_default() as graph:
        make(tf, tf.compat.v1.placeholder(tf.float32, (3, 4), name="x"))
    path.write_bytes(graph.as_graph_def().SerializeToString())
    return path


def shaped_by(secret: Path) -> Callable[[Any, Any], object]:
    """Its output has the shape that stands in the file."""

    def make(tf: Any, x: Any) -> object:
        read = tf.io.decode_raw(tf.io.read_file(str(secret)), tf.int32)
        return tf.reshape(x, tf.ensure_shape(read, (2,)), name="y")

    return make


def test_a_graph_reads_no_file_without_a_yes(
    engine: WarmChild, tmp_path: Path, secret: Path
) -> None:
    """Importing such a graph reads it already, where a shape depends on what it holds."""
    path = written(tmp_path / "net.pb", shaped_by(secret))
    requests = (
        InspectRequest(path=str(path)),
        BuildRequest(
            source=str(path), artifact=str(tmp_path / "a.tflite"), recipe=make_recipe([]),
        ),
    )  # fmt: skip
    unread(secret)
    for request in requests:
        with pytest.raises(ModelError) as caught:
            engine(request)
        assert (caught.value.code, caught.value.params["layers"]) == (
            "model-needs-code",
            "ReadFile",
        )
    assert secret.stat().st_atime == 0, "it was read"
    assert not (tmp_path / "a.tflite").exists()
    (signature,) = engine(InspectRequest(path=str(path), allow_code=True)).info.signatures
    assert [spec.shape for spec in signature.outputs] == [(2, 6)]
    assert secret.stat().st_atime > 0, "the test could not have noticed"


def test_a_yes_is_to_the_content_that_was_shown(
    engine: WarmChild, tmp_path: Path, secret: Path
) -> None:
    """Other content under the same path is refused by all that would run it."""
    path = written(tmp_path / "net.pb", shaped_by(secret))
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(path)))
    agreed = Opening(agreed=(caught.value.params["sha256"],))
    ask = InspectRequest(path=str(path), allow_code=True, opening=agreed)
    engine(ask)
    others = tmp_path / "others"
    others.write_bytes(secret.read_bytes())
    written(path, shaped_by(others))
    unread(others)
    given: dict[str, Any] = {"allow_code": True, "opening": agreed}
    plain: dict[str, Any] = {"source": str(path), "recipe": make_recipe([]), **given}
    made = str(tmp_path / "made")
    requests = (
        ask,
        BuildRequest(artifact=made, **plain),
        FreezeRequest(output=made, **plain),
        ReferenceRequest(model=str(path), output=made, **given),
    )
    for request in requests:
        with pytest.raises(ModelError) as caught:
            engine(request)
        assert caught.value.code == "model-needs-code"
    with pytest.raises(ModelError) as caught:
        load_agreed(graph_def.load, path, True, agreed)
    assert caught.value.code == "model-needs-code", "as what is measured is loaded"
    assert others.stat().st_atime == 0, "it was read"
    again = Opening(agreed=(*agreed.agreed, caught.value.params["sha256"]))
    engine(replace(ask, opening=again))
    assert others.stat().st_atime > 0, "the test could not have noticed"


def test_what_a_graph_writes_where_nothing_needs_it_is_asked_for_too(
    engine: WarmChild, tmp_path: Path
) -> None:
    def make(tf: Any, x: Any) -> None:
        tf.io.write_file(str(tmp_path / "ran"), "y")
        tf.abs(x, name="y")

    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(written(tmp_path / "net.pb", make))))
    assert caught.value.params["layers"] == "WriteFile"
    assert not (tmp_path / "ran").exists()


def test_saving_that_no_output_needs_is_never_run(engine: WarmChild, tmp_path: Path) -> None:
    """Graphs are often frozen with what saved their variables left in them."""

    def make(tf: Any, x: Any) -> None:
        y = tf.abs(x, name="y")
        tf.raw_ops.SaveV2(
            prefix=str(tmp_path / "ran"), tensor_names=["y"], shape_and_slices=[""], tensors=[y]
        )

    path = written(tmp_path / "net.pb", make)
    ends = Opening(outputs=("y",))
    engine(InspectRequest(path=str(path), opening=ends))

    def needed(tf: Any, x: Any) -> None:
        (value,) = tf.raw_ops.RestoreV2(
            prefix=str(tmp_path / "there"), tensor_names=["y"], shape_and_slices=[""],
            dtypes=[tf.float32],
        )  # fmt: skip
        tf.add(x, tf.ensure_shape(value, (3, 4)), name="y")

    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(written(tmp_path / "two.pb", needed)), opening=ends))
    assert caught.value.params["layers"] == "RestoreV2"
    assert not list(tmp_path.glob("ran*"))


def table(folder: Path, words: Path) -> Any:
    """A SavedModel: x (n,) -> x times what the table gives for "b"."""
    tf = load_tensorflow()

    class Looking(tf.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            kinds = (tf.string, 0, tf.int64, 1)
            lines = tf.lookup.TextFileInitializer(str(words), *kinds, delimiter=" ")
            self.table = tf.lookup.StaticHashTable(lines, -1)
            self.factor = tf.Variable(2.0)

        @tf.function(input_signature=[tf.TensorSpec([2], tf.float32, name="x")])  # type: ignore[untyped-decorator]
        def __call__(self, x: Any) -> dict[str, Any]:
            found = tf.cast(self.table.lookup(tf.constant(["b"])), tf.float32)
            return {"y": x * self.factor * found}

    made = Looking()
    tf.saved_model.save(made, str(folder), signatures={"serving_default": made.__call__})
    return stored(folder)


def stored(folder: Path) -> Any:
    load_tensorflow()
    from tensorflow.core.protobuf import saved_model_pb2

    message = saved_model_pb2.SavedModel()
    message.ParseFromString((folder / "saved_model.pb").read_bytes())
    return message


def test_a_saved_model_restores_and_fills_what_is_its_own(
    engine: WarmChild, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text("a 1\nb 3\n")
    message = table(tmp_path / "net", tmp_path / "words")
    (meta_graph,) = message.meta_graphs
    assert foreign_file_ops(tmp_path / "net", meta_graph) == ()
    engine(InspectRequest(path=str(tmp_path / "net")))

    (asset,) = meta_graph.asset_file_def
    asset.filename = "../../words"
    assert foreign_file_ops(tmp_path / "net", meta_graph) == ("InitializeTableFromTextFileV2",)


def test_a_saved_model_that_reads_what_is_not_its_own(engine: WarmChild, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("a 1\nb 3\n")
    message = table(tmp_path / "net", tmp_path / "words")
    (meta_graph,) = message.meta_graphs
    initializer = next(
        one for one in meta_graph.graph_def.library.function if "initializer" in one.signature.name
    )
    node = next(one for one in initializer.node_def if one.op.startswith("InitializeTable"))
    named = initializer.node_def.add(name="elsewhere", op="Const")
    named.attr["dtype"].type = 7
    named.attr["value"].tensor.dtype = 7
    named.attr["value"].tensor.string_val.append(str(tmp_path / "words").encode())
    named.attr["value"].tensor.tensor_shape.SetInParent()
    node.input[1] = "elsewhere:output:0"
    (tmp_path / "net" / "saved_model.pb").write_bytes(message.SerializeToString())
    with pytest.raises(ModelError) as caught:
        engine(InspectRequest(path=str(tmp_path / "net")))
    assert caught.value.params["layers"] == "InitializeTableFromTextFileV2"
    engine(InspectRequest(path=str(tmp_path / "net"), allow_code=True))


def test_restoring_by_the_old_loader_takes_the_files_that_are_named_to_it(tmp_path: Path) -> None:
    tf = load_tensorflow()
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, (1, 2), name="x")
        kernel = v1.get_variable("kernel", (2, 2))
        y = tf.matmul(x, kernel)
        session.run(kernel.initializer)
        v1.saved_model.simple_save(session, str(tmp_path / "net"), {"x": x}, {"y": y})
    (meta_graph,) = stored(tmp_path / "net").meta_graphs
    assert foreign_file_ops(tmp_path / "net", meta_graph) == ()
    nodes = {node.name: node for node in meta_graph.graph_def.node}
    restoring = next(node for node in nodes.values() if node.op == "RestoreV2")
    restoring.input[0] = next(name for name, node in nodes.items() if node.op == "Const")
    assert foreign_file_ops(tmp_path / "net", meta_graph) == ("RestoreV2",)
