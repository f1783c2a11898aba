"""A variant is compared with what the source computes under the variant's signature and shapes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import UsageError
from studio.core.evaluation_results import EvaluateResult
from studio.core.recipe import make_recipe
from studio.core.requests import ConvertRequest, EvaluateRequest, Request, Result, TryRequest
from studio.core.results import ConvertResult, TryResult
from studio.core.settings import Settings
from studio.jobs.blocking import run_blocking
from studio.jobs.configure import queue_config
from studio.places import find_places

pytestmark = pytest.mark.tf
HOW = {"signature": "downwards", "shapes": {"x": (1, 6)}}


def run(request: Request) -> Result:
    return run_blocking(queue_config(find_places(), Settings()), request, lambda _: None)


def test_evaluate_and_try_pair_with_the_same_signature(
    models: Path, tmp_path: Path, studio_home: Path
) -> None:
    source, artifact = str(models / "ranker"), str(tmp_path / "down.tflite")
    values = np.random.default_rng(0).normal(size=(20, 6)).astype(np.float32)
    data = tmp_path / "d.npz"
    np.savez(data, x=values, y=values.argmin(axis=1))
    made = run(ConvertRequest(source=source, artifact=artifact, recipe=make_recipe([], **HOW)))
    assert isinstance(made, ConvertResult)
    assert made.check.status == "ok"

    files = (source, artifact)
    scored = run(EvaluateRequest(files=files, data=str(data), source=source, **HOW))
    assert isinstance(scored, EvaluateResult)
    assert [one.top1.value for one in scored.evaluations] == [1.0, 1.0]
    paired = scored.evaluations[1].paired
    assert paired is not None
    assert (paired.difference, paired.agreement) == (0.0, 1.0)
    with pytest.raises(UsageError) as missing:
        run(EvaluateRequest(files=(source,), data=str(data), signature="downwards"))
    assert missing.value.code == "shape-needed"

    tried = run(TryRequest(files=files, data=str(data), index=3, **HOW))
    assert isinstance(tried, TryResult)
    ours, theirs = tried.outputs
    assert ours.values == pytest.approx(theirs.values, abs=1e-6)
    assert ours.top[0][0] == values[3].argmin()
    alone = run(TryRequest(files=(source,), data=str(data), index=3, **HOW))
    assert isinstance(alone, TryResult)
    assert alone.outputs[0].values == ours.values
