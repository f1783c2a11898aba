"""What cannot be is refused before any work; zeros are counted as TensorFlow's tool counts them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import ConversionError, StudioError
from studio.core.keep import parse_keep
from studio.core.model import Graph, InspectResult, ModelInfo, Node
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import ALL_NEEDS, is_not_known, remark, why_not
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import InspectRequest
from studio.core.weight_facts import WeightFacts
from studio.engine.file_facts import parse_bytes
from studio.engine.possible import require_possible
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.tf_internals import sparsify
from studio.graph.tflite import read_model
from studio.graph.weights import facts_of_file
from tests.conftest import Sample
from tests.engine.conftest import Build
from tests.engine.warm_child import WarmChild
from tests.kit import small_onnx
from tests.realmodels import RealModels

pytestmark = pytest.mark.tf
_OVERHEAD_BYTES = 500
"""What describing one encoded weight takes in a file."""
GRAPH = Graph(
    nodes=(Node(id="0/0", index=0, op="CONV_2D", name="c", inputs=(), parameters=9, precision="f"),)
)
KEEPS_NOTHING = ModelInfo(
    format="tflite",
    size_bytes=9,
    sha256="",
    signatures=(),
    ops={"CONV_2D": 1},
    parameters=9,
    macs=None,
)


def with_zeros(shape: tuple[int, ...], zeros: int, block: int = 1) -> np.ndarray:
    """Random weights, ``zeros`` blocks of ``block`` along the last axis of which are zero."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=shape).astype(np.float32)
    blocks = values.reshape(-1, block)
    blocks[rng.permutation(len(blocks))[:zeros]] = 0
    return values


def converted(call: Callable[[Any, Any], Any], shape: tuple[int, ...]) -> bytes:
    tf = load_tensorflow()
    function = tf.function(lambda x: call(tf, x))
    concrete = function.get_concrete_function(tf.TensorSpec(shape, tf.float32))
    return bytes(tf.lite.TFLiteConverter.from_concrete_functions([concrete]).convert())


def counted(data: bytes) -> WeightFacts:
    return facts_of_file(data, parse_bytes(data))


def encoded(data: bytes) -> tuple[int, int]:
    """(how many weights TensorFlow's tool encodes in ``data``, bytes that it saves)."""
    made = sparsify(data)
    tensors = [tensor for part in parse_bytes(made).subgraphs for tensor in part.tensors]
    return sum(tensor.is_sparse for tensor in tensors), len(data) - len(made)


@pytest.mark.parametrize(
    ("zeros", "block", "columns"),
    [(1919, 1, 100), (1920, 1, 100), (5000, 1, 100), (480, 4, 100), (12000, 1, 600), (30, 1, 7)],
)
def test_a_matrix_is_encoded_from_30_percent_on(zeros: int, block: int, columns: int) -> None:
    weight = with_zeros((64, columns), zeros, block)
    data = converted(lambda tf, x: tf.matmul(x, weight, transpose_b=True), (1, columns))
    facts, (count, saved) = counted(data), encoded(data)
    assert (facts.tensors, facts.zeros) == (1, zeros * block)
    assert facts.encoded == count
    if count:
        assert saved <= facts.saved_bytes <= saved + _OVERHEAD_BYTES


@pytest.mark.parametrize(
    ("call", "shape", "is_encoded"),
    [
        (lambda tf, x, w: tf.nn.conv2d(x, w((3, 3, 8, 8)), 1, "SAME"), (1, 6, 6, 8), True),
        (
            lambda tf, x, w: tf.nn.depthwise_conv2d(x, w((3, 3, 8, 1)), [1] * 4, "SAME"),
            (1, 6, 6, 8),
            True,
        ),
        (
            lambda tf, x, w: tf.nn.conv2d_transpose(x, w((3, 3, 8, 8)), (1, 6, 6, 8), 1),
            (1, 6, 6, 8),
            True,
        ),
        (
            lambda tf, x, w: tf.nn.conv3d(x, w((3, 3, 3, 4, 4)), [1] * 5, "SAME"),
            (1, 4, 4, 4, 4),
            False,
        ),
        (lambda tf, x, w: tf.matmul(x, w((4, 8, 8))), (4, 3, 8), False),
        (lambda tf, x, w: tf.sqrt(x) + w((1, 8, 8)), (1, 8, 8), False),
        (lambda tf, x, w: tf.sqrt(x) * w((1, 8, 8)), (1, 8, 8), False),
    ],
)
def test_which_ops_have_weights_that_are_encoded(
    call: Callable[..., Any], shape: tuple[int, ...], is_encoded: bool
) -> None:
    def half_zero(shape: tuple[int, ...]) -> np.ndarray:
        return with_zeros(shape, int(np.prod(shape)) // 2)

    data = converted(lambda tf, x: call(tf, x, half_zero), shape)
    assert encoded(data)[0] == counted(data).encoded == int(is_encoded)


PRUNING = """
import sys
import keras
import numpy as np
model = keras.models.load_model(sys.argv[1], compile=False)
for variable in model.trainable_variables:
    if len(variable.shape) > 1:
        values = variable.numpy().copy()
        values[np.abs(values) < np.quantile(np.abs(values), 0.8)] = 0
        variable.assign(values)
model.save(sys.argv[2])
model.export(sys.argv[3], verbose=False)
"""


def pruned(path: Path, out: Path) -> Path:
    """The Keras model at ``path`` with 80 % of each kernel set to zero, and beside it, under the
    same name without suffix, as a SavedModel."""
    command = [sys.executable, "-c", PRUNING, path, out, out.with_suffix("")]
    subprocess.run(command, check=True, capture_output=True)
    return out


def opened(engine: WarmChild, path: Path) -> InspectResult:
    result = engine(InspectRequest(path=str(path)))
    assert isinstance(result, InspectResult)
    return result


def test_a_source_is_counted_as_the_file_that_is_made_of_it(
    engine: WarmChild, build: Build, sample: Sample, tmp_path: Path
) -> None:
    source = pruned(sample.model, tmp_path / "pruned.keras")
    of_file = counted(Path(build(source).artifact).read_bytes())
    assert (of_file.tensors, of_file.encoded, of_file.is_complete) == (8, 8, True)
    for path in (source, source.with_suffix("")):
        info = opened(engine, path).info
        assert info.weight_facts is not None
        for name in ("tensors", "elements", "zeros", "encoded", "saved_bytes", "is_complete"):
            assert getattr(info.weight_facts, name) == getattr(of_file, name), (path, name)
        assert why_not(CATALOG["sparsity"], info, None) is None
    assert build(source, "sparsity").size_bytes < 0.5 * build(source).size_bytes


def test_what_is_zero_only_after_converting_is_offered_and_said_not_to_be_known(
    engine: WarmChild, build: Build, models: Path
) -> None:
    source = models / "scaled_to_zero.keras"
    info = opened(engine, source).info
    assert info.weight_facts is not None and not info.weight_facts.zeros
    assert why_not(CATALOG["sparsity"], info, None) is None
    assert is_not_known(remark(CATALOG["sparsity"], info))
    plain = build(source)
    assert counted(Path(plain.artifact).read_bytes()).share == 0.625
    assert build(source, "sparsity").size_bytes < plain.size_bytes


def test_what_could_not_be_known_is_refused_once_it_is(build: Build, models: Path) -> None:
    with pytest.raises(ConversionError) as caught:
        build(models / "lstm.keras", "sparsity")
    assert caught.value.code == "sparsity-no-zeros"


def test_a_need_is_asked_of_any_set_that_holds_it() -> None:
    recipe = make_recipe([make_step("float16")], keep=(parse_keep("nowhere=float"),))
    for asked in (ALL_NEEDS, set(ALL_NEEDS)):
        with pytest.raises(ConversionError) as caught:
            require_possible(recipe, KEEPS_NOTHING, GRAPH, asked=asked)
        assert caught.value.code == "keep-matches-nothing"
    require_possible(recipe, KEEPS_NOTHING, GRAPH, asks_keep=False)


@pytest.mark.realmodel
def test_a_real_network_that_was_pruned(
    engine: WarmChild, build: Build, realmodels: RealModels, tmp_path: Path
) -> None:
    info = opened(engine, realmodels.fer_h5).info
    reason = why_not(CATALOG["sparsity"], info, None)
    assert reason is not None and reason[0] == "sparsity-no-zeros"
    source = pruned(realmodels.fer_h5, tmp_path / "pruned.h5")
    facts = opened(engine, source).info.weight_facts
    assert facts is not None and facts.encoded > 10
    plain, made = build(source), build(source, "sparsity")
    assert made.size_bytes < 0.5 * plain.size_bytes


@pytest.mark.parametrize(
    ("name", "optimization", "code"),
    [
        ("cnn.keras", "sparsity", "sparsity-no-zeros"),
        ("lstm.keras", "int8", "int8-needs-unrolled-loop"),
        ("nan.keras", "dynamic-range", "weights-not-finite"),
        ("nan.keras", "int8", "weights-not-finite"),
    ],
)
def test_a_source_is_refused_before_it_is_converted(
    build: Build, models: Path, tmp_path: Path, name: str, optimization: str, code: str
) -> None:
    cache = tmp_path / "cache"
    with pytest.raises(ConversionError) as caught:
        build(models / name, optimization, cache=cache)
    assert caught.value.code == code
    assert not list(cache.glob("**/*.tflite")), "its float stage was made all the same"
    build(models / name, cache=cache)
    assert list(cache.glob("**/*.tflite")), "the test could not have noticed"
    if code != "weights-not-finite":  # which the quantizer finds in a file that is there already
        with pytest.raises(ConversionError) as again:
            build(models / name, optimization, cache=cache)
        assert again.value.code == code


def test_a_loop_is_named_with_the_ways_out(build: Build, models: Path, tmp_path: Path) -> None:
    with pytest.raises(ConversionError) as caught:
        build(models / "lstm.keras", "int8", cache=tmp_path)
    assert [place.op for place in caught.value.places] == ["LSTM"]
    assert caught.value.fixes == ("fix-dynamic-range", "fix-unroll")


def test_values_that_exclude_each_other_are_refused_before(
    build: Build, sample: Sample, tmp_path: Path
) -> None:
    with pytest.raises(StudioError) as caught:
        build(
            sample.model, "dynamic-int4", granularity="block-32", method="mse", cache=tmp_path / "c"
        )
    assert caught.value.code == "blocks-without-mse"
    assert not list((tmp_path / "c").glob("**/*.tflite"))


def test_an_entry_that_is_no_op_of_a_tflite(build: Build, sample: Sample) -> None:
    source = Path(build(sample.model).artifact)
    with pytest.raises(ConversionError) as caught:
        build(source, "float16", keep=(parse_keep("nowhere=float"),))
    assert (caught.value.code, caught.value.params["entry"]) == (
        "keep-matches-nothing",
        "nowhere=float",
    )
    op = read_model(source)[1].nodes[0]
    build(source, "float16", keep=(parse_keep(f"op:{op.op}=float"),))


def test_a_format_that_keeps_no_tensorflow_ops_is_refused_before_its_converter_is_sought(
    build: Build, tmp_path: Path
) -> None:
    source = small_onnx.relu(tmp_path / "net.onnx")
    for optimization, code in (
        ("select-tf-ops", "select-tf-of-others"),
        ("float16", "optimization-no-weights"),
        ("int8", "onnx-converter-missing"),
    ):
        with pytest.raises(ConversionError) as caught:
            build(source, optimization)
        assert caught.value.code == code
