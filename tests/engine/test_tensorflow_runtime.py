"""Source models as a server runs them: batches, XLA, threads, consent to code, clear refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.core.messages import MESSAGES
from tests.engine.on_target import run
from tests.realmodels import RealModels

pytestmark = pytest.mark.tf
CPU = "tensorflow-cpu"


@pytest.fixture(scope="module")
def answers(models: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One process for all that share its settings: name of the case -> answer."""
    damaged = tmp_path_factory.mktemp("damaged") / "m.keras"
    damaged.write_bytes((models / "cnn.keras").read_bytes()[:500])
    cases = {
        "plain": (models / "cnn.keras", CPU, False),
        "batch": (models / "cnn.keras", f"{CPU}:batch=3", False),
        "xla": (models / "cnn.keras", f"{CPU}:xla=on,batch=2", False),
        "h5": (models / "cnn.h5", CPU, False),
        "two": (models / "two.keras", f"{CPU}:batch=2", False),
        "savedmodel": (models / "gamma", f"{CPU}:batch=2", False),
        "main signature": (models / "ranker", CPU, False),
        "signature": (models / "ranker", CPU, False, "downwards"),
        "no signature": (models / "ranker", CPU, False, "sideways"),
        "stateful": (models / "counter", CPU, False),
        "mixed": (models / "mixed.keras", CPU, False),
        "code": (models / "lambda.keras", CPU, False),
        "code allowed": (models / "lambda.keras", CPU, True),
        "files": (models / "reader", CPU, False),
        "fixed": (models / "batch4.keras", CPU, False),
        "fixed batch": (models / "batch4.keras", f"{CPU}:batch=2", False),
        "too small": (models / "any_size.keras", CPU, False),
        "text": (models / "text", CPU, False),
        "damaged": (damaged, CPU, False),
        "missing": (models / "nothing", CPU, False),
        "settled": (models / "cnn.keras", f"{CPU}:threads=2", False),
        "gpu": (models / "cnn.keras", "tensorflow-gpu", False),
    }
    *found, settings = run(list(cases.values()))
    return {**dict(zip(cases, found, strict=True)), "settings": settings}


@pytest.mark.parametrize(("case", "batch"), [("plain", 1), ("batch", 3), ("xla", 2)])
def test_a_model_gives_what_keras_gives(answers: dict[str, Any], case: str, batch: int) -> None:
    found = answers[case]
    assert found["shapes"] == {"image": [batch, 8, 8, 1]}
    assert found["outputs"] == {"digit": [batch, 10]}
    assert found["error"] < 1e-6
    assert found["totals"][0] == pytest.approx(batch, rel=1e-5), "softmax rows sum to 1"
    assert found["resized"] == [[5, 10]]


def test_the_other_formats_run_too(answers: dict[str, Any]) -> None:
    assert answers["h5"]["outputs"] == {"digit": [1, 10]}
    assert answers["savedmodel"]["outputs"] == {"y": [2, 4]}


def test_the_signature_that_is_named_is_run(answers: dict[str, Any]) -> None:
    assert answers["main signature"]["signature"] != "downwards"
    assert answers["signature"]["signature"] == "downwards"
    assert answers["no signature"]["code"] == "signature-unknown"


def test_names_keep_their_tensors(answers: dict[str, Any]) -> None:
    assert answers["two"]["shapes"] == {"zeta": [2, 3], "alpha": [2, 4]}
    assert answers["two"]["outputs"] == {"summed": [2, 4], "last_made": [2, 2]}


def test_state_goes_on_and_is_reset(answers: dict[str, Any]) -> None:
    first, second, after_reset = answers["stateful"]["totals"]
    assert second == pytest.approx(first + 4)
    assert after_reset == pytest.approx(first)


def test_half_precision_is_measured_as_the_file_has_it(answers: dict[str, Any]) -> None:
    assert set(answers["mixed"]["dtypes"].values()) == {"float16"}


def test_code_runs_only_with_consent(answers: dict[str, Any]) -> None:
    assert answers["code"]["code"] == answers["files"]["code"] == "model-needs-code"
    assert answers["code allowed"]["outputs"] == {"plus_one": [1, 4]}


def test_a_fixed_batch_is_kept(answers: dict[str, Any]) -> None:
    assert answers["fixed"]["shapes"] == {"rows": [4, 5]}
    assert answers["fixed batch"] == {
        "code": "run-batch-fixed",
        "params": {**answers["fixed batch"]["params"], "batch": "2", "shapes": "rows 4x5"},
    }


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("too small", "run-trace-failed"),
        ("text", "input-dtype-unsupported"),
        ("damaged", "model-damaged"),
        ("missing", "run-file-missing"),
        ("settled", "runtime-settled"),
    ],
)
def test_refusals_say_why(answers: dict[str, Any], case: str, code: str) -> None:
    assert answers[case]["code"] == code
    assert code in MESSAGES


def test_threads_are_the_process_s(answers: dict[str, Any], models: Path) -> None:
    assert answers["settings"] == {"intra": 1, "inter": 1}
    *_, settings = run([(models / "cnn.keras", f"{CPU}:threads=2", False)])
    assert settings == {"intra": 2, "inter": 1}


@pytest.mark.realmodel
def test_real_models_run(realmodels: RealModels) -> None:
    *found, _ = run(
        [
            (realmodels.basic_pitch_saved_model, CPU, False),
            (realmodels.fer_h5, f"{CPU}:batch=2", False),
            (realmodels.digits_keras, f"{CPU}:xla=on", False),
        ]
    )
    assert [len(answer["outputs"]) for answer in found] == [3, 1, 1]
    assert [next(iter(answer["shapes"].values()))[0] for answer in found] == [1, 2, 1]


def test_without_a_cuda_device_the_reason_is_given(answers: dict[str, Any]) -> None:
    found = answers["gpu"]
    if "code" not in found:
        pytest.skip("this machine has a CUDA device")
    assert found["code"] in ("cuda-not-built", "cuda-no-driver", "cuda-no-device")
    assert found["code"] in MESSAGES
