"""Reference and verdict over real runs of small files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.errors import DataError, ErrorInfo, ModelError, RunError
from studio.core.input_selection import InputSelection
from studio.core.messages import MESSAGES
from studio.core.model import Signature
from studio.core.recipe import DatasetRef, Preprocessing, make_recipe, make_step
from studio.core.results import Audit, Check
from studio.core.signatures import signature_text
from studio.core.thresholds import DEGRADED_REASONS, FAILED_REASONS
from studio.core.verify_protocol import (
    ReferenceRequest,
    ReferenceResult,
    VerifyRequest,
    VerifyResult,
)
from studio.data.computed import Reference, read_reference, write_reference
from studio.graph.signature import read_io_indices, with_signature
from studio.verify.check import unkept, verify
from studio.verify.reference import reference
from studio.verify.running import Runner, match
from tests.kit.layered_tflite import classifier, hybrid_dense, int8_dense, two_in_two_out
from tests.kit.small_tflite import Signed, accumulator, custom_op, relu_chain, string_input

WEIGHTS = np.array([[1.0, -0.5, 0.25, 0.0], [-1.0, 0.75, 0.5, -0.25], [0.5, 0.5, -1.0, 1.0]])


def quiet() -> Reporter:
    return Reporter(lambda message: None)


def refer(model: Path, output: Path, **fields: Any) -> ReferenceResult:
    given: dict[str, Any] = {"selection": InputSelection(limit=8)} | fields
    request = ReferenceRequest(model=str(model), output=str(output), **given)
    return reference(request, quiet())


def check(artifact: Path, reference_file: Path, **fields: Any) -> VerifyResult:
    request = VerifyRequest(
        artifact=str(artifact), reference=str(reference_file), inputs_from="random", **fields
    )
    return verify(request, quiet())


def test_a_file_computes_what_it_computes(tmp_path: Path) -> None:
    model = classifier(tmp_path / "m.tflite", WEIGHTS)
    result = refer(model, tmp_path / "r.npz")
    assert (result.inputs_from, result.samples) == ("random", 8)
    verified = check(model, tmp_path / "r.npz")
    assert verified.check.status == "ok"
    assert verified.check.samples == 8
    (output,) = verified.check.outputs
    assert (output.name, output.max_abs_error, output.argmax_agreement) == ("y", 0.0, 1.0)
    assert verified.audit.float_op_share == 1.0


def test_outputs_and_inputs_are_kept_by_name(tmp_path: Path) -> None:
    refer(two_in_two_out(tmp_path / "m.tflite"), tmp_path / "r.npz")
    kept = read_reference(str(tmp_path / "r.npz"))
    assert {name: array.shape for name, array in kept.inputs.items()} == {"a": (8, 4), "b": (8, 3)}
    assert np.array_equal(kept.outputs["p"], kept.inputs["a"])


def test_other_weights_fail(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "s.tflite", WEIGHTS, softmax=False), tmp_path / "r.npz")
    other = classifier(tmp_path / "a.tflite", -WEIGHTS, softmax=False)
    verdict = check(other, tmp_path / "r.npz").check
    assert verdict.status == "failed"
    assert verdict.reasons[0] == "output-cosine-low"
    assert "output-rmse-high" in verdict.reasons


def test_nan_weights_fail(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "s.tflite", WEIGHTS, softmax=False), tmp_path / "r.npz")
    broken = classifier(tmp_path / "a.tflite", WEIGHTS * np.nan, softmax=False)
    verdict = check(broken, tmp_path / "r.npz").check
    assert (verdict.status, verdict.reasons) == ("failed", ("output-not-finite",))


def test_constant_fails(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "s.tflite", WEIGHTS), tmp_path / "r.npz")
    flat = classifier(tmp_path / "a.tflite", WEIGHTS * 0)
    verdict = check(flat, tmp_path / "r.npz").check
    assert verdict.status == "failed"
    assert verdict.reasons[0] == "output-constant"


def test_int8_is_compared_as_real_values(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "s.tflite", WEIGHTS, softmax=False), tmp_path / "r.npz")
    artifact = int8_dense(tmp_path / "a.tflite", WEIGHTS)
    verdict = check(artifact, tmp_path / "r.npz").check
    (output,) = verdict.outputs
    assert output.max_abs_error is not None
    assert output.max_abs_error < 0.15
    assert (verdict.status, output.notes) == ("ok", ("output-matched-by-shape",))


def test_an_int8_source_runs_as_well(tmp_path: Path) -> None:
    source = int8_dense(tmp_path / "s.tflite", WEIGHTS)
    refer(source, tmp_path / "r.npz")
    assert read_reference(str(tmp_path / "r.npz")).inputs["x"].dtype == np.float32
    verdict = check(source, tmp_path / "r.npz").check
    assert (verdict.status, verdict.outputs[0].max_abs_error) == ("ok", 0.0)


def test_thresholds_follow_recipe_and_file(tmp_path: Path) -> None:
    """2 % error: too much for float, fine for int8."""
    source = classifier(tmp_path / "s.tflite", WEIGHTS, softmax=False)
    refer(source, tmp_path / "r.npz")
    kept = read_reference(str(tmp_path / "r.npz"))
    span = float(np.ptp(kept.outputs["logits"]))
    shifted = {"logits": kept.outputs["logits"] + np.float32(0.02 * span)}
    write_reference(str(tmp_path / "r.npz"), Reference(kept.inputs, shifted))
    assert check(source, tmp_path / "r.npz").check.reasons == ("output-rmse-high",)
    assert check(source, tmp_path / "r.npz").check.status == "degraded"
    dynamic = hybrid_dense(tmp_path / "h.tflite", WEIGHTS)
    assert check(dynamic, tmp_path / "r.npz").check.status == "ok"
    recipe = make_recipe([make_step("dynamic-range")])
    assert check(dynamic, tmp_path / "r.npz", recipe=recipe).check.status == "ok"


@pytest.mark.parametrize("optimization", ["int8", "dynamic-range", "weight-only-int8", "float16"])
def test_an_optimization_that_changed_nothing_is_said(tmp_path: Path, optimization: str) -> None:
    source = classifier(tmp_path / "s.tflite", WEIGHTS)
    refer(source, tmp_path / "r.npz")
    recipe = make_recipe([make_step(optimization)])
    verdict = check(source, tmp_path / "r.npz", recipe=recipe).check
    assert (verdict.status, verdict.reasons) == ("degraded", ("optimization-without-effect",))
    assert verdict.reasons[0] in MESSAGES


def test_state_is_fresh_for_every_sample(tmp_path: Path) -> None:
    refer(accumulator(tmp_path / "m.tflite"), tmp_path / "r.npz")
    kept = read_reference(str(tmp_path / "r.npz"))
    assert np.allclose(kept.outputs["y"], kept.inputs["x"])


def test_batches_do_not_change_the_result(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "s.tflite", WEIGHTS), tmp_path / "r.npz")
    for fields in ({"batch": 3}, {"dynamic": True}):
        artifact = classifier(tmp_path / "a.tflite", WEIGHTS, **fields)
        verdict = check(artifact, tmp_path / "r.npz").check
        assert (verdict.status, verdict.samples) == ("ok", 8)
        assert verdict.outputs[0].max_abs_error == pytest.approx(0, abs=1e-6)


def test_outputs_in_another_order_are_matched_by_name(tmp_path: Path) -> None:
    source = two_in_two_out(tmp_path / "s.tflite")
    refer(source, tmp_path / "r.npz")
    data = source.read_bytes()
    (a, b), (p, q) = read_io_indices(data)
    swapped = tmp_path / "a.tflite"
    swapped.write_bytes(with_signature(data, "serving_default", {"b": b, "a": a}, {"q": q, "p": p}))
    verdict = check(swapped, tmp_path / "r.npz").check
    assert [output.name for output in verdict.outputs] == ["p", "q"]
    assert verdict.status == "ok"


def test_a_dropped_output_is_missing(tmp_path: Path) -> None:
    source = two_in_two_out(tmp_path / "s.tflite")
    refer(source, tmp_path / "r.npz")
    kept = read_reference(str(tmp_path / "r.npz"))
    more = kept.outputs | {"extra": kept.outputs["p"]}
    write_reference(str(tmp_path / "r.npz"), Reference(kept.inputs, more))
    verdict = check(source, tmp_path / "r.npz").check
    assert (verdict.status, verdict.reasons) == ("failed", ("output-missing",))


def test_labelled_data_bring_their_labels(tmp_path: Path) -> None:
    model = classifier(tmp_path / "m.tflite", WEIGHTS, softmax=False)
    x = np.random.RandomState(0).random_sample((60, 4)).astype(np.float32)
    np.savez(tmp_path / "d.npz", x=x, y=(x @ WEIGHTS.T).argmax(axis=1))
    result = refer(
        model, tmp_path / "r.npz", selection=InputSelection(evaluation=str(tmp_path / "d.npz"))
    )
    assert (result.inputs_from, result.samples) == ("evaluation", 60)
    assert check(model, tmp_path / "r.npz").check.outputs[0].argmax_agreement == 1.0


@pytest.mark.parametrize(
    ("dtype", "scale", "notes"),
    [(np.uint8, 1.0, ("data-unscaled",)), (np.uint8, 1 / 255, ()), (np.float32, 1.0, ())],
)
def test_whole_numbers_into_a_float_input_are_said(
    tmp_path: Path, dtype: type, scale: float, notes: tuple[str, ...]
) -> None:
    model = classifier(tmp_path / "m.tflite", WEIGHTS)
    np.savez(tmp_path / "d.npz", x=np.random.RandomState(0).randint(0, 256, (9, 4)).astype(dtype))
    ref = DatasetRef(preprocessing=Preprocessing(scale=scale))
    selection = InputSelection(calibration=str(tmp_path / "d.npz"), calibration_ref=ref)
    found = refer(model, tmp_path / "r.npz", selection=selection)
    assert found.notes == notes
    assert check(model, tmp_path / "r.npz", notes=found.notes).check.notes == notes


def test_a_whole_data_set(tmp_path: Path) -> None:
    model = classifier(tmp_path / "m.tflite", WEIGHTS)
    np.savez(tmp_path / "d.npz", x=np.ones((150, 4), np.float32))
    result = refer(model, tmp_path / "r.npz", all_of=str(tmp_path / "d.npz"))
    assert (result.inputs_from, result.samples) == ("given", 150)
    assert read_reference(str(tmp_path / "r.npz")).outputs["y"].shape == (150, 3)


def test_what_cannot_run_says_why(tmp_path: Path) -> None:
    with pytest.raises(RunError) as custom:
        Runner(str(custom_op(tmp_path / "c.tflite", "Strange")))
    assert custom.value.code == "run-custom-op"
    with pytest.raises((RunError, DataError)) as text:
        Runner(str(string_input(tmp_path / "t.tflite")))
    assert text.value.code == "run-string-input"
    with pytest.raises(ModelError) as signature:
        refer(relu_chain(tmp_path / "r.tflite"), tmp_path / "r.npz", signature="other")
    assert signature.value.code == "signature-unknown"


def test_other_inputs_than_the_sources(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "s.tflite", WEIGHTS), tmp_path / "r.npz")
    with pytest.raises(RunError) as caught:
        check(two_in_two_out(tmp_path / "a.tflite"), tmp_path / "r.npz")
    assert caught.value.code == "inputs-unmatched"


def test_progress_is_told(tmp_path: Path) -> None:
    messages: list[object] = []
    request = ReferenceRequest(
        model=str(relu_chain(tmp_path / "m.tflite", signed=Signed())),
        output=str(tmp_path / "r.npz"),
        selection=InputSelection(limit=3),
    )
    reference(request, Reporter(messages.append))
    assert getattr(messages[-1], "current", None) == 3


def test_every_reason_has_a_text() -> None:
    notes: tuple[str, ...] = ("source-not-finite", "output-both-constant")
    notes += ("output-matched-by-shape", "source-argmax-constant", "data-unscaled")
    for code in (*FAILED_REASONS, *DEGRADED_REASONS, *notes):
        assert MESSAGES[code].title, code


def test_matching_never_guesses() -> None:
    assert match({"a": (4,)}, {"a": (4,), "b": (3,)}) == {"a": "a"}
    assert match({"x": (4,)}, {"y": (9,)}) == {"y": "x"}
    assert match({"x": (4,), "z": (3,)}, {"p": (3,), "q": (4,)}) == {"p": "z", "q": "x"}
    assert match({"x": (4,), "z": (4,)}, {"p": (4,), "q": (4,)}) == {}


def test_the_runner_knows_its_signature(tmp_path: Path) -> None:
    with Runner(str(relu_chain(tmp_path / "m.tflite", signed=Signed()))) as runner:
        assert isinstance(runner.signature, Signature)
        assert runner.signature.inputs[0].name == "image"


def test_what_ended_a_check_is_stated_and_the_artifact_is_audited(tmp_path: Path) -> None:
    artifact = classifier(tmp_path / "m.tflite", WEIGHTS)
    ended = ErrorInfo(code="child-killed", params={"child": "verify", "signal": "SIGKILL"})
    found = check(artifact, tmp_path / "none.npz", recipe=make_recipe(), ended=ended)
    assert (found.check.status, found.check.samples) == ("unchecked", 0)
    assert found.check.reasons == ("artifact-unchecked",)
    assert found.check.refusal == ended
    assert found.audit.size_bytes == artifact.stat().st_size


def test_a_variant_that_the_runtime_refuses_is_marked_so_and_never_ok(tmp_path: Path) -> None:
    refer(classifier(tmp_path / "m.tflite", WEIGHTS), tmp_path / "r.npz")
    artifact = custom_op(tmp_path / "c.tflite", "Own")
    found = check(artifact, tmp_path / "r.npz", recipe=make_recipe()).check
    assert (found.status, found.shown, found.samples) == ("cannot-run", "cannot-run", 0)
    assert found.reasons == ("artifact-cannot-run",)
    assert found.refusal is not None and found.refusal.code == "run-custom-op"
    with pytest.raises(RunError):
        check(artifact, tmp_path / "r.npz")


@pytest.mark.parametrize(
    ("optimization", "audit"),
    [
        ("int16x8", {"int16_op_share": 0.5}),
        ("dynamic-int4", {"weights_by_dtype": {"int4": 8}}),
        ("sparsity", {"sparse_weights": 1}),
        ("float16", {"weights_by_dtype": {"float16": 8}}),
    ],
)
def test_what_is_promised_must_be_in_the_file(optimization: str, audit: dict[str, Any]) -> None:
    recipe = make_recipe([make_step(optimization)])
    nothing = Audit(
        int8_op_share=0.0, int8_mac_share=None, float_op_share=1.0, float_mac_share=None,
        input_dtypes=(), output_dtypes=(), size_bytes=1,
    )  # fmt: skip
    assert unkept(recipe, nothing) == ("optimization-without-effect",)
    assert unkept(recipe, msgspec.structs.replace(nothing, **audit)) == ()


def test_which_of_several_signatures_was_compared_is_told(tmp_path: Path) -> None:
    both = Check(
        status="ok",
        inputs_from="random",
        samples=1,
        outputs=(),
        signature="first",
        signatures=("first", "second"),
    )
    assert signature_text(both) == "“first” of first, second"
    assert signature_text(msgspec.structs.replace(both, signature="", signatures=())) == ""
