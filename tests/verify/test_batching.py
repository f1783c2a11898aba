"""Several samples at once: only where it is proven to change nothing, else it is said why not."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema

from studio.runtimes.litert_interpreter import InterpreterModel
from studio.verify import batching
from studio.verify.batching import BATCH, BatchedRunner
from studio.verify.running import Runner
from tests.kit.layered_tflite import classifier, hybrid_dense, int8_dense
from tests.kit.small_tflite import Op, Type, _Model, accumulator, fixed_inside

WEIGHTS = np.random.RandomState(1).standard_normal((8, 4))
SAMPLES = BATCH * 5 + 3
X = np.random.RandomState(2).standard_normal((SAMPLES, 4)).astype(np.float32)


@pytest.fixture
def invocations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each run of an interpreter."""
    made: list[int] = []
    invoke = InterpreterModel.invoke

    def counted(self: InterpreterModel) -> None:
        made.append(1)
        invoke(self)

    monkeypatch.setattr(InterpreterModel, "invoke", counted)
    return made


def outputs(path: Path, samples: int = SAMPLES) -> tuple[np.ndarray, str]:
    """Of all samples given in two parts, and what is said."""
    with Runner(str(path)) as runner, closing(BatchedRunner(str(path), runner, samples)) as faster:
        name = runner.signature.inputs[0].name
        parts = [faster.run({name: part}) for part in (X[:100], X[100:])]
        (out,) = parts[0]
        return np.concatenate([part[out].values for part in parts]), faster.said


def alone(path: Path) -> np.ndarray:
    with Runner(str(path)) as runner:
        (found,) = runner.run({runner.signature.inputs[0].name: X}).values()
    return found.values


@pytest.mark.parametrize("dynamic", [False, True])
def test_a_batch_gives_what_single_samples_give(
    tmp_path: Path, invocations: list[int], dynamic: bool
) -> None:
    path = classifier(tmp_path / "m.tflite", WEIGHTS, dynamic=dynamic)
    expected = alone(path)
    invocations.clear()
    found, said = outputs(path)
    assert said == ""
    assert found.shape == (SAMPLES, 8)
    assert np.allclose(found, expected, rtol=0, atol=1e-6)
    assert len(invocations) == BATCH + 1 + 4 + 2, "the first batch also one by one, then batches"


@pytest.mark.parametrize("make", [int8_dense, hybrid_dense])
def test_quantized_files_give_the_same_values(tmp_path: Path, make: object) -> None:
    path = make(tmp_path / "m.tflite", np.round(WEIGHTS * 20))  # type: ignore[operator]
    found, _ = outputs(path)
    assert np.array_equal(found, alone(path))


def less_the_mean_of_the_batch(path: Path) -> Path:
    """float32 (1, 4): x - mean over the batch: of single samples always 0."""
    model = _Model()
    x, y = model.tensor("x", (1, 4)), model.tensor("y", (1, 4))
    middle = model.tensor("middle", (1, 4))
    axis = model.tensor("axis", (1,), type=Type.INT32, data=np.array([0], np.int32))
    options = schema.ReducerOptionsT()
    options.keepDims = True
    model.operator(Op.MEAN, [x, axis], [middle], options=("ReducerOptions", options))
    model.operator(Op.SUB, [x, middle], [y], options=("SubOptions", schema.SubOptionsT()))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def test_samples_that_influence_each_other_are_run_alone(tmp_path: Path) -> None:
    found, said = outputs(less_the_mean_of_the_batch(tmp_path / "m.tflite"))
    assert said == f"“y” is another one in a batch of {BATCH}"
    assert not found.any()


def test_a_file_that_takes_no_batch_is_run_as_it_is(tmp_path: Path) -> None:
    path = fixed_inside(tmp_path / "m.tflite")
    found, said = outputs(path)
    assert np.array_equal(found, X)
    assert said, "why is said"


@pytest.mark.parametrize("case", ["few", "heavy", "state"])
def test_it_is_not_tried_where_it_cannot_gain_or_be_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    path = classifier(tmp_path / "m.tflite", WEIGHTS)
    if case == "heavy":
        monkeypatch.setattr(batching, "WORTHWHILE_MACS", 1)
    if case == "state":
        path = accumulator(tmp_path / "s.tflite")
    tried: list[int] = []
    monkeypatch.setattr(InterpreterModel, "set_batch", lambda self, count: tried.append(count))
    found, said = outputs(path, 10 if case == "few" else SAMPLES)
    assert (tried, said) == ([], "")
    assert len(found) == SAMPLES
