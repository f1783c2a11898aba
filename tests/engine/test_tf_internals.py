"""What is used of TensorFlow's internals still is what it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.core.devices import placement_text
from studio.engine.placing import placement_of

pytestmark = pytest.mark.tf

TWO_DEVICES = """
import json
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.tf_internals import placed_ops
tf = load_tensorflow()
one = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(one, [tf.config.LogicalDeviceConfiguration()] * 2)
from tensorflow.python.eager import context

def graph(xla=False):
    def call(x):
        with tf.device("/CPU:1"):
            y = tf.nn.relu(tf.matmul(x, x))
        with tf.device("/CPU:0"):
            return tf.math.erf(y)
    made = tf.function(call, jit_compile=xla or None)
    return made.get_concrete_function(tf.TensorSpec((4, 4)))

x = tf.ones((4, 4))
first, compiled = graph(), graph(xla=True)
found = {
    "first": placed_ops(lambda: first(x)),
    "again": placed_ops(lambda: first(x)),
    "xla": placed_ops(lambda: compiled(x)),
}
print(json.dumps(found))
"""


MODEL = """
import json, sys
from studio.core.targets import make_target
from studio.engine.tensorflow_runtime import TensorFlowModel
from studio.measure.loading import fill_inputs
from studio.runtimes.protocol import PLAIN

answers = []
for xla in ("off", "on"):
    target = make_target("tensorflow-cpu", xla=xla)
    model = TensorFlowModel(sys.argv[1], target, "/CPU:0", PLAIN, gpu="no GPU at all")
    fill_inputs(model, seed=1)
    model.invoke()
    before = model.outputs()
    placement = model.placement
    model.invoke()
    same = all((before[name] == value).all() for name, value in model.outputs().items())
    answers.append([placement.kind, placement.share, same])
print(json.dumps(answers))
"""


def test_a_model_that_was_put_elsewhere_is_not_said_to_be_on_the_gpu(models: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MODEL, str(models / "cnn.keras")],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    answers = json.loads(done.stdout.splitlines()[-1])
    assert answers == [["partial", 0.0, True], ["unstated", None, True]]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", TWO_DEVICES], stdout=subprocess.PIPE, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_the_graph_that_ran_says_where_its_ops_are(found: dict[str, Any]) -> None:
    kinds = {kind for kind, _ in found["first"]}
    assert kinds == {"CPU"}
    ops = [op for _, op in found["first"]]
    assert "Erf" in ops
    assert "_Send" in ops and "_Recv" in ops, "two devices"
    assert placement_of([tuple(one) for one in found["first"]], "X").share == 0.0


def test_what_ran_before_or_by_xla_is_not_stated(found: dict[str, Any]) -> None:
    assert found["again"] == found["xla"] == []


@pytest.mark.parametrize(
    ("placed", "text"),
    [
        ([("GPU", "Conv2D"), ("CPU", "_Arg"), ("GPU", "Relu")], "GPU: X"),
        (
            [("GPU", "Conv2D"), ("CPU", "Cast"), ("CPU", "_Retval")],
            "GPU: X, 50 % of the ops; the rest on the CPU",
        ),
        ([], "GPU: X; which of the ops ran there is not stated"),
        ([("CPU", "_Arg")], "GPU: X; which of the ops ran there is not stated"),
    ],
)
def test_what_ran_on_the_gpu_is_counted(placed: list[tuple[str, str]], text: str) -> None:
    assert placement_text(placement_of(placed, "X")) == text
