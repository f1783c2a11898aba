"""Targets as data: text and back, wrong ones refused, what each declares."""

from __future__ import annotations

import pytest

from studio.core.errors import UsageError
from studio.core.params import IntParam
from studio.core.targets import DEFAULT_TARGET, TARGETS, make_target, parse_target


@pytest.mark.parametrize("id", TARGETS)
def test_text_and_back(id: str) -> None:
    changed = {
        param.name: param.maximum if isinstance(param, IntParam) else param.choices[-1]
        for param in TARGETS[id].params
    }
    for target in (make_target(id), make_target(id, **changed)):
        assert parse_target(target.text) == target
    assert make_target(id).text == id


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abacus", "target-unknown"),
        ("litert-cpu:beads=3", "parameter-unknown"),
        ("litert-cpu:threads=0", "parameter-invalid"),
        ("litert-cpu:kernels=wooden", "parameter-invalid"),
        ("litert-cpu:threads", "argument-invalid"),
    ],
)
def test_wrong_targets_are_refused(text: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_target(text)
    assert caught.value.code == code


def test_who_can_share_a_process() -> None:
    def process(id: str, **params: int) -> str:
        return make_target(id, **params).process

    assert process("litert-cpu") == process("litert-cpu", threads=4) == process("litert-gpu")
    assert process("tensorflow-cpu", batch=8) == process("tensorflow-cpu")
    apart = {
        process("litert-cpu"),
        process("tensorflow-cpu"),
        process("tensorflow-cpu", threads=2),
        process("tensorflow-gpu"),
        process("onnxruntime-cpu"),
        process("torch-cpu"),
        process("torch-cpu", threads=2),
    }
    assert len(apart) == 7


def test_whose_work_the_calling_thread_does() -> None:
    assert make_target("litert-cpu").runs_in_caller
    assert make_target("onnxruntime-cpu").runs_in_caller
    assert make_target("torch-cpu").runs_in_caller
    for other in (
        make_target("torch-cpu", threads=2),
        make_target("litert-cpu", threads=2),
        make_target("litert-gpu"),
        make_target("tensorflow-cpu"),
    ):
        assert not other.runs_in_caller, other


def test_threads_and_batch() -> None:
    assert make_target(DEFAULT_TARGET, threads=3).threads == 3
    assert (make_target("litert-gpu").threads, make_target().batch) == (1, 1)
    assert make_target("tensorflow-cpu", batch=8).batch == 8
