"""A SavedModel may restore and fill what is its own; each way to make it reach further is asked
about, and none of what TensorFlow writes by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import ModelError
from studio.engine.loaders.own_files import foreign_file_ops
from studio.engine.tensorflow_import import load_keras, load_tensorflow
from tests.engine.test_file_ops import stored, table
from tests.realmodels import RealModels

pytestmark = pytest.mark.tf
_TABLE = ("InitializeTableFromTextFileV2",)


def foreign(folder: Path) -> tuple[str, ...]:
    (meta_graph,) = stored(folder).meta_graphs
    return foreign_file_ops(folder, meta_graph)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SavedModel with a table of words among its assets, and a variable."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "words").write_text("a 1\nb 3\n")
    table(folder / "net", folder / "words")
    return folder / "net"


@pytest.fixture
def meta(whole: Path) -> Any:
    """Its MetaGraph, of which nothing is asked about yet."""
    (found,) = stored(whole).meta_graphs
    assert foreign_file_ops(whole, found) == ()
    return found


def initializer(meta: Any) -> Any:
    """The function that fills the table."""
    return next(
        one for one in meta.graph_def.library.function if "initializer" in one.signature.name
    )


def add_saving(nodes: Any, name: str = "evil") -> None:
    nodes.add(name=name, op="SaveV2", input=["prefix", "names", "slices"])


def add_evil_function(meta: Any, name: str = "evil") -> None:
    function = meta.graph_def.library.function.add()
    function.signature.name = name
    add_saving(function.node_def)


def main(meta: Any, name: str, op: str, *inputs: str) -> Any:
    return meta.graph_def.node.add(name=name, op=op, input=inputs)


def test_what_only_saving_needs_is_left_out_and_counts_once_a_signature_needs_it(
    whole: Path, meta: Any
) -> None:
    saving = op_behind(meta.saver_def.save_tensor_name)
    info = meta.signature_def["serving_default"].outputs["z"]
    info.name = f"{saving}:0"
    # the prefix is not fed to a signature, so what it names there is not known either
    assert foreign_file_ops(whole, meta) == ("MergeV2Checkpoints", "RestoreV2", "SaveV2")


def op_behind(tensor: str) -> str:
    return tensor.partition(":")[0]


@pytest.mark.parametrize("encoding", ["name", "sparse", "composite"])
def test_an_output_in_any_encoding_is_followed(whole: Path, meta: Any, encoding: str) -> None:
    add_saving(meta.graph_def.node)
    main(meta, "end", "Const", "^evil")
    info = meta.signature_def["serving_default"].outputs["z"]
    if encoding == "name":
        info.name = "end:0"
    elif encoding == "sparse":
        info.coo_sparse.values_tensor_name = "end:0"
    else:
        info.composite_tensor.components.add().composite_tensor.components.add().name = "end:0"
    assert foreign_file_ops(whole, meta) == ("SaveV2",)


@pytest.mark.parametrize("how", ["type", "attribute", "nested", "gradient", "nobody", "restoring"])
def test_a_function_is_followed_however_it_is_called(whole: Path, meta: Any, how: str) -> None:
    add_evil_function(meta)
    if how == "type":
        meta.signature_def["serving_default"].outputs["z"].name = "call:0"
        main(meta, "call", "evil")
    elif how == "attribute":
        meta.signature_def["serving_default"].outputs["z"].name = "call:0"
        main(meta, "call", "While").attr["body"].func.name = "evil"
    elif how == "nested":
        meta.signature_def["serving_default"].outputs["z"].name = "call:0"
        func = main(meta, "call", "If").attr["then_branch"].func
        func.name = "SymbolicGradient"
        func.attr["f"].func.name = "evil"
    elif how == "gradient":
        gradient = meta.graph_def.library.gradient.add()
        gradient.function_name, gradient.gradient_func = initializer(meta).signature.name, "evil"
        main(meta, "unneeded", "evil")
    elif how == "restoring":
        main(meta, "unneeded", "evil")  # else it would count for being called by nothing
        saveable = meta.object_graph_def.nodes[0].saveable_objects["x"]
        saveable.restore_function = len(meta.object_graph_def.nodes)
        added = meta.object_graph_def.nodes.add()
        added.bare_concrete_function.concrete_function_name = "evil"
    assert foreign_file_ops(whole, meta) == ("SaveV2",)


def test_what_restores_an_object_may_not_save(tmp_path: Path) -> None:
    tf = load_tensorflow()

    class Saving(tf.Module):  # type: ignore[misc, name-defined]
        def _serialize_to_tensors(self) -> Any:
            return {"v": tf.constant([1.0])}

        def _restore_from_tensors(self, restored: Any) -> Any:
            tf.raw_ops.SaveV2(
                prefix=str(tmp_path / "stolen"), tensor_names=["a"], shape_and_slices=[""],
                tensors=[restored["v"]],
            )  # fmt: skip
            return tf.no_op()

    class Whole(tf.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.saving = Saving()

        @tf.function(input_signature=[tf.TensorSpec([1], tf.float32, name="x")])  # type: ignore[untyped-decorator]
        def __call__(self, x: Any) -> Any:
            return {"y": x + 1.0}

    made = Whole()
    tf.saved_model.save(made, str(tmp_path / "net"), signatures={"serving_default": made.__call__})
    assert foreign(tmp_path / "net") == ("SaveV2",)


def test_what_is_fed_while_initializing_is_not_fed_to_a_signature(whole: Path, meta: Any) -> None:
    """An output that fills a table itself gets what the placeholder, or constant, holds."""
    meta.signature_def["serving_default"].outputs["z"].name = "filled:0"
    asset = op_behind(meta.asset_file_def[0].tensor_info.name)
    main(meta, "fill", _TABLE[0], "hash_table", asset)
    main(meta, "filled", "Const", "^fill")
    assert foreign_file_ops(whole, meta) == _TABLE


def test_what_is_fed_while_initializing_is_not_fed_while_restoring(whole: Path, meta: Any) -> None:
    asset = op_behind(meta.asset_file_def[0].tensor_info.name)
    main(meta, "read", "RestoreV2", asset, "names", "slices")
    main(meta, "restoring", "NoOp", "^read", f"^{meta.saver_def.restore_op_name}")
    meta.saver_def.restore_op_name = "restoring"
    assert set(foreign_file_ops(whole, meta)) == {"RestoreV2", *_TABLE}


@pytest.mark.parametrize("what", ["asset", "prefix"])
def test_a_constant_is_not_what_a_loader_feeds(whole: Path, meta: Any, what: str) -> None:
    named = meta.asset_file_def[0].tensor_info.name
    if what == "prefix":
        named = meta.saver_def.filename_tensor_name
    next(one for one in meta.graph_def.node if one.name == op_behind(named)).op = "Const"
    assert foreign_file_ops(whole, meta) == (_TABLE if what == "asset" else ("RestoreV2",))


def test_one_tensor_that_is_both_an_own_and_a_foreign_asset(whole: Path, meta: Any) -> None:
    meta.asset_file_def.add().CopyFrom(meta.asset_file_def[0])
    meta.asset_file_def[1].filename = "/elsewhere"
    assert foreign_file_ops(whole, meta) == _TABLE
    meta.asset_file_def[1].filename = "a\0b"
    assert foreign_file_ops(whole, meta) == _TABLE


@pytest.mark.parametrize("how", ["shared", "in a function", "passed on", "constant", "listed"])
def test_a_variable_that_may_be_written_elsewhere_names_no_own_file(
    whole: Path, meta: Any, how: str
) -> None:
    handle = string_handle(meta)
    if how == "shared":
        meta.graph_def.node.add().CopyFrom(handle)
        meta.graph_def.node[-1].name = "second"
    elif how == "in a function":
        inner = initializer(meta).node_def.add()
        inner.CopyFrom(handle)
        inner.name = "second"
    elif how == "passed on":
        main(meta, "elsewhere", "StatefulPartitionedCall", handle.name)
    elif how == "constant":
        main(meta, "second", "Const").attr["dtype"].type = 20
    else:
        main(meta, "second", "_VarHandlesOp")
    assert foreign_file_ops(whole, meta) == _TABLE


def string_handle(meta: Any) -> Any:
    """That of the variable which holds the path of the asset."""
    (found,) = [
        one
        for one in meta.graph_def.node
        if one.op == "VarHandleOp" and one.attr["dtype"].type == 7
    ]
    return found


@pytest.mark.parametrize("how", ["beyond", "negative", "functions", "nodes"])
def test_parts_that_refer_to_nothing_are_damage(whole: Path, meta: Any, how: str) -> None:
    stated = meta.object_graph_def.concrete_functions[initializer(meta).signature.name]
    if how in ("beyond", "negative"):
        at = 10**6 if how == "beyond" else -1
        stated.bound_inputs[:] = [at] * len(stated.bound_inputs)
    elif how == "functions":
        add_evil_function(meta, initializer(meta).signature.name)
    else:
        meta.graph_def.node.add().CopyFrom(meta.graph_def.node[0])
    with pytest.raises(ModelError) as caught:
        foreign_file_ops(whole, meta)
    assert caught.value.code == "model-damaged"


def test_what_keras_exports_is_its_own(tmp_path: Path) -> None:
    keras = load_keras()
    words = keras.Input((1,), dtype="string")
    numbers = keras.layers.StringLookup(vocabulary=["a", "b"])(words)
    looked_up = keras.Model(words, keras.layers.Embedding(5, 3)(numbers))
    looked_up.export(str(tmp_path / "words"), verbose=False)
    sample = Path(__file__).parents[2] / "resources" / "samples" / "mnist_cnn.keras"
    keras.models.load_model(sample).export(str(tmp_path / "sample"), verbose=False)
    assert foreign(tmp_path / "words") == foreign(tmp_path / "sample") == ()


_KERAS_2 = """
import sys
from pathlib import Path
import tf_keras as keras
folder = Path(sys.argv[1])
(folder / "words").write_text("a\\nb\\nc\\n")
x = keras.Input((1,), dtype="string")
y = keras.layers.StringLookup(vocabulary=str(folder / "words"))(x)
keras.Model(x, keras.layers.Embedding(5, 3)(y)).save(folder / "lookup")
x = keras.Input((2, 2))
model = keras.Model(x, keras.layers.LSTM(3)(x))
model.compile("adam", "mse")
model.save(folder / "lstm")
"""


def test_what_keras_2_saves_is_its_own(tmp_path: Path) -> None:
    pytest.importorskip(
        "tf_keras", reason="the extra “legacy” is not installed", exc_type=ImportError
    )
    child = {**os.environ, "TF_USE_LEGACY_KERAS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", _KERAS_2, str(tmp_path)]
    subprocess.run(command, check=True, env=child, capture_output=True)
    assert len(stored(tmp_path / "lookup").meta_graphs[0].asset_file_def) == 1
    assert foreign(tmp_path / "lookup") == foreign(tmp_path / "lstm") == ()


@pytest.mark.realmodel
def test_real_models_of_both_generations_raise_no_false_alarm(realmodels: RealModels) -> None:
    assert foreign(realmodels.basic_pitch_saved_model) == ()
    assert foreign(realmodels.guesslang_saved_model) == ()
