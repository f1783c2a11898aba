"""Cutting a part out of a model from the window: it is written where wanted, and opened."""

from __future__ import annotations

from pathlib import Path

from studio.core.graph_requests import CutRequest
from tests.ui.window_kit import Bench


def test_the_part_is_opened(bench: Bench) -> None:
    model = bench.open_model()
    part = bench.root / "part.tflite"
    bench.dialogs.path = str(part)
    bench.run("cut-here", path=model.path, tensors=("net/block/Relu6;net/conv",))
    jobs = bench.until_quiet(3)
    assert bench.dialogs.asked[-1] == "net_Relu6.tflite"
    assert jobs[1].request == CutRequest(
        path=model.path,
        artifact=str(part),
        outputs=("net/block/Relu6;net/conv",),
        overwrite=True,
    )
    assert Path(bench.session.models[1].path) == part
    assert bench.session.models[1].info is not None
    assert bench.program.store.selection.model_id == bench.session.models[1].id


def test_without_a_name_nothing_is_cut(bench: Bench) -> None:
    model = bench.open_model()
    bench.dialogs.path = ""
    bench.run("cut-here", path=model.path, tensors=("x",))
    assert len(bench.session.jobs) == 1
