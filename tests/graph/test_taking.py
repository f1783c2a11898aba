"""Any ops of a .tflite as a model of their own, which computes what they do in the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.graph_requests import TakeRequest
from studio.core.targets import make_target
from studio.graph.parsing import Parsed
from studio.graph.taking import before, part_of, take
from studio.graph.tflite import mapped, parse_model, read_model
from studio.runtimes import get_runtime
from tests.kit.chained_tflite import op_chain
from tests.kit.layered_tflite import two_in_two_out, unfrozen
from tests.kit.small_tflite import endless_loop

X = np.array([[0.5, 1.0, 2.0, 3.0]], np.float32)


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    return op_chain(tmp_path / "net.tflite", ("SQUARE", "EXP", "NEG", "ABS"))


def run(path: Path, *values: np.ndarray) -> list[np.ndarray]:
    """Outputs in the order of the signature, for inputs in that order."""
    model = get_runtime("litert-interpreter").load(str(path), make_target("litert-interpreter"))
    try:
        names = [spec.name for spec in read_model(path)[0].signatures[0].inputs]
        model.set_inputs(dict(zip(names, values, strict=True)))
        model.invoke()
        outputs = model.outputs()
        return [outputs[spec.name] for spec in read_model(path)[0].signatures[0].outputs]
    finally:
        model.close()


def parsed_of(path: Path) -> Parsed:
    with mapped(path) as data:
        return parse_model(data)


def test_what_there_is_is_told_without_a_file(chain: Path) -> None:
    found = take(TakeRequest(path=str(chain)))
    assert (found.kinds, found.bound) == (("SQUARE", "EXP", "NEG", "ABS"), ())


def test_the_middle_of_a_chain(chain: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.tflite"
    take(TakeRequest(path=str(chain), artifact=str(part), ops=(1, 2)))
    (made,) = run(part, X)
    np.testing.assert_allclose(made, -np.exp(X), rtol=1e-6)


def test_ops_that_do_not_follow_each_other(chain: Path, tmp_path: Path) -> None:
    """The first one's output leaves the part, and the other's input is another one."""
    part = tmp_path / "part.tflite"
    take(TakeRequest(path=str(chain), artifact=str(part), ops=(0, 2)))
    squared, negated = run(part, X, X)
    np.testing.assert_allclose(squared, X**2)
    np.testing.assert_allclose(negated, -X)


def test_only_what_leads_to_a_tensor_is_before_it(tmp_path: Path) -> None:
    parsed = parsed_of(two_in_two_out(tmp_path / "two.tflite"))
    main = parsed.subgraphs[0]
    first = before(parsed, [main.outputs[0]])
    assert first is not None
    assert (first.ops, first.inputs) == ((0,), (main.inputs[0],))
    assert part_of(parsed, (1,)).outputs == (main.outputs[1],)


def test_inputs_need_nothing_before_them(chain: Path) -> None:
    parsed = parsed_of(chain)
    nothing = before(parsed, parsed.subgraphs[0].inputs)
    assert nothing is not None
    assert nothing.ops == ()


def test_loops_and_variables_are_bound(tmp_path: Path) -> None:
    loop = endless_loop(tmp_path / "loop.tflite")
    assert take(TakeRequest(path=str(loop))).bound == (0,)
    parsed = parsed_of(loop)
    assert before(parsed, parsed.subgraphs[0].outputs) is None
    variables = unfrozen(tmp_path / "unfrozen.tflite")
    assert take(TakeRequest(path=str(variables))).bound == (0, 1)
