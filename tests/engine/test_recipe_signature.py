"""A variant is compared with what the source computes under the variant's signature and shapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.core.evaluation_results import EvaluateResult
from studio.core.events import JobFailed, JobSucceeded
from studio.core.recipe import make_recipe
from studio.core.requests import ConvertRequest, EvaluateRequest, Request, Result, TryRequest
from studio.core.results import ConvertResult, TryResult
from studio.jobs.config import default_child_command
from tests.jobs.bench import Bench, make_config

pytestmark = pytest.mark.tf
HOW = {"signature": "downwards", "shapes": {"x": (1, 6)}}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """One queue for all requests, as in the window: TensorFlow is loaded once."""
    config = make_config(tmp_path, child_command=default_child_command(), hang_seconds=240.0)
    made = Bench(tmp_path, config, wait_s=240.0)
    yield made
    made.queue.close()


def run(bench: Bench, request: Request) -> Result:
    end = bench.run(request)
    assert isinstance(end, JobSucceeded), end
    return end.result


def test_evaluate_and_try_pair_with_the_same_signature(
    models: Path, tmp_path: Path, bench: Bench
) -> None:
    source, artifact = str(models / "ranker"), str(tmp_path / "down.tflite")
    values = np.random.default_rng(0).normal(size=(20, 6)).astype(np.float32)
    data = tmp_path / "d.npz"
    np.savez(data, x=values, y=values.argmin(axis=1))
    made = run(
        bench, ConvertRequest(source=source, artifact=artifact, recipe=make_recipe([], **HOW))
    )
    assert isinstance(made, ConvertResult)
    assert made.check.status == "ok"

    files = (source, artifact)
    scored = run(bench, EvaluateRequest(files=files, data=str(data), source=source, **HOW))
    assert isinstance(scored, EvaluateResult)
    assert [one.top1.value for one in scored.evaluations] == [1.0, 1.0]
    paired = scored.evaluations[1].paired
    assert paired is not None
    assert (paired.difference, paired.agreement) == (0.0, 1.0)
    missing = bench.run(EvaluateRequest(files=(source,), data=str(data), signature="downwards"))
    assert isinstance(missing, JobFailed)
    assert (missing.error.code, missing.error.family) == ("shape-needed", "UsageError")

    tried = run(bench, TryRequest(files=files, data=str(data), index=3, **HOW))
    assert isinstance(tried, TryResult)
    ours, theirs = tried.outputs
    assert ours.values == pytest.approx(theirs.values, abs=1e-6)
    assert ours.top[0][0] == values[3].argmin()
    alone = run(bench, TryRequest(files=(source,), data=str(data), index=3, **HOW))
    assert isinstance(alone, TryResult)
    assert alone.outputs[0].values == ours.values
