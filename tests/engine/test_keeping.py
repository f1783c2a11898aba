"""Single ops in another precision: what the written file holds, op by op."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import StudioError
from studio.core.keep import Keep, KeepOutcome, parse_keep
from studio.core.optimizations import CATALOG
from studio.engine.file_facts import parse_bytes
from studio.engine.quantize.keeping import keeping
from studio.graph.audit import audit
from studio.graph.tflite import read_model
from tests.conftest import Sample
from tests.engine.conftest import Build
from tests.kit.small_tflite import as_old

pytestmark = pytest.mark.tf


def entries(*texts: str) -> tuple[Keep, ...]:
    return tuple(map(parse_keep, texts))


def counts(outcome: KeepOutcome) -> tuple[int, int, int]:
    return outcome.matched, outcome.held, outcome.changed


@pytest.mark.parametrize("name", ["cnn.keras", "transformer.keras"])
def test_each_op_alone_stays_float_in_int8(build: Build, models: Path, name: str) -> None:
    """What TensorFlow's denied nodes really do, of every op that int8 computes."""
    source = Path(build(models / name).artifact)
    ops = [op for op in keeping(parse_bytes(source.read_bytes()), ()).ops if op.carries]
    tried = 0
    for op in ops:
        keep = Keep(pattern=op.name, precision="float", by="node")
        (outcome,) = build(source, "int8", samples=2, keep=(keep,)).kept
        assert (outcome.matched, outcome.held) == (1, 1), op
        tried += outcome.changed
    never_int8 = sum(op.kind == "NEG" for op in ops)
    assert tried == len(ops) - never_int8


@pytest.mark.parametrize(
    "optimization", [name for name, entry in CATALOG.items() if "float" in entry.keeps]
)
def test_a_kind_stays_float_in_each_optimization(
    build: Build, sample: Sample, optimization: str
) -> None:
    needs = CATALOG[optimization].needs_calibration
    calibration = sample.calibration if needs else None
    params = {"samples": 4} if needs else {}
    made = build(
        sample.model, optimization, calibration=calibration, keep=entries("op:CONV_2D=float"),
        **params,
    )  # fmt: skip
    assert [counts(one) for one in made.kept] == [(4, 4, 4)]
    nodes = [node for node in read_model(made.artifact)[1].nodes if node.op == "CONV_2D"]
    assert {node.precision for node in nodes} == {"float32"}
    plain = build(sample.model, optimization, calibration=calibration, **params)
    assert plain.kept == ()
    assert made.size_bytes > plain.size_bytes


def test_ops_in_16_bits_beside_int8(build: Build, sample: Sample) -> None:
    keep = entries("op:CONV_2D=int16", "op:FULLY_CONNECTED=float")
    made = build(sample.model, "int8", calibration=sample.calibration, samples=8, keep=keep)
    assert made.stages[-1].route == "ai-edge-quantizer (for the ops in 16 bits)"
    assert [counts(one) for one in made.kept] == [(4, 4, 4), (1, 1, 1)]
    found = audit(made.artifact)
    assert (found.int8_op_share, found.int16_op_share, found.float_op_share) == (0.5, 0.4, 0.1)
    assert found.input_dtypes == found.output_dtypes == ("float32",)


@pytest.mark.parametrize("optimization", ["dynamic-int4", "weight-only-int4"])
def test_8_bits_beside_4(build: Build, sample: Sample, optimization: str) -> None:
    made = build(sample.model, optimization, keep=entries("op:FULLY_CONNECTED=int8"))
    assert [counts(one) for one in made.kept] == [(1, 1, 1)]


def test_8_bits_beside_16_also_at_the_models_output(build: Build, models: Path) -> None:
    """The op that gives the output: its dtype is the recipe's, not that of the op."""
    keep = entries("op:FULLY_CONNECTED=int8")
    made = build(models / "transformer.keras", "int16x8", samples=4, keep=keep)
    assert counts(made.kept[0])[:2] == (6, 6)
    assert audit(made.artifact).output_dtypes == ("float32",)


@pytest.mark.parametrize(
    ("path", "count"),
    [("depthwise", 1), ("digit", 1), ("no_such_layer", 0), ("digit_", 0), ("epthwise", 0)],
)
def test_a_layer_of_the_keras_model_means_its_ops(
    build: Build, models: Path, path: str, count: int
) -> None:
    keep = (Keep(pattern=path, precision="float", by="node"),)
    assert build(models / "cnn.keras", "int8", samples=2, keep=keep).kept[0].held == count


def test_what_matched_or_changed_nothing_is_said(build: Build, models: Path) -> None:
    keep = entries("nowhere=float", "op:SOFTMAX=float", "op:CONV_2D=float")
    nowhere, softmax, conv = build(models / "cnn.keras", "dynamic-range", keep=keep).kept
    assert nowhere.reason == "keep-matched-nothing"
    assert softmax.reason == "keep-changed-nothing"
    assert (conv.reason, counts(conv)) == ("", (1, 1, 1))


def test_the_last_entry_that_matches_decides(build: Build, models: Path) -> None:
    keep = entries(".*=float", "op:CONV_2D=int16")
    everything, conv = build(models / "cnn.keras", "int8", samples=2, keep=keep).kept
    assert (counts(conv), conv.reason) == ((1, 1, 1), "")
    assert everything.held == everything.matched > 1


def test_what_the_quantizer_has_no_form_of_is_said(build: Build, models: Path) -> None:
    """NEG has no 16-bit form in ai-edge-quantizer: it is float whatever the list says."""
    keep = entries("op:NEG=int16")
    (outcome,) = build(models / "transformer.keras", "int8", samples=2, keep=keep).kept
    assert (outcome.matched, outcome.held, outcome.reason) == (1, 0, "keep-not-held")
    assert len(outcome.unheld) == 1


def test_an_old_table_of_ops_is_no_hindrance(build: Build, models: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.tflite"
    old.write_bytes(as_old(Path(build(models / "cnn.keras").artifact).read_bytes()))
    made = build(old, "dynamic-range", keep=entries("op:CONV_2D=float"))
    assert counts(made.kept[0]) == (1, 1, 1)


def test_no_precision_that_an_optimization_lacks(build: Build, models: Path) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / "cnn.keras", "float16", keep=entries("op:CONV_2D=int8"))
    assert caught.value.code == "keep-not-offered"


def test_the_layer_that_makes_the_output_is_found_by_its_name(build: Build, models: Path) -> None:
    """Its op bears the output's name: what the ops around it were made from tells."""
    by_name_alone = []
    for name, layer in (
        ("batch4.keras", "out"),
        ("two.keras", "summed"),
        ("two.keras", "last_made"),
    ):
        keep = entries(f"node:{layer}=float")
        (outcome,) = build(models / name, "int8", samples=2, keep=keep).kept
        assert (outcome.matched, outcome.held) == (1, 1), (name, layer)
        plain = parse_bytes(Path(build(models / name).artifact).read_bytes())
        by_name_alone.append(len(keeping(plain, keep).chosen))
    assert 0 in by_name_alone, "else nothing is shown here"
    (nothing,) = build(
        models / "batch4.keras", "int8", samples=2, keep=entries("node:nothing=float")
    ).kept
    assert nothing.matched == 0
