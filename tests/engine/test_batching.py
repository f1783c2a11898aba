"""A source on a whole data set: several samples at a time give what single ones give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.child_protocol import Note, Phase
from studio.core.verify_protocol import ReferenceRequest
from studio.data import load_dataset
from tests.conftest import Sample
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


def test_a_batch_of_a_source_gives_what_single_samples_give(
    engine: WarmChild, sample: Sample, tmp_path: Path
) -> None:
    arrays = load_dataset(sample.evaluation).arrays
    x = np.concatenate([arrays["x"]] * 3)[:301]
    np.savez(tmp_path / "d.npz", x=x)
    outputs, tracings = [], []
    for batched in (True, False):
        request = ReferenceRequest(
            model=str(sample.model),
            output=str(tmp_path / f"{batched}.npz"),
            all_of=str(tmp_path / "d.npz"),
            batched=batched,
        )
        engine(request)
        assert not [one for one in engine.messages if isinstance(one, Note)]
        phases = [one for one in engine.messages if isinstance(one, Phase)]
        tracings.append(sum(one.name == "tracing" for one in phases))
        with np.load(request.output) as made:
            outputs.append({name: made[name] for name in made.files if name.startswith("out:")})
    together, alone = outputs
    assert together.keys() == alone.keys()
    for name, wanted in alone.items():
        assert together[name].shape == (301, *wanted.shape[1:])
        assert np.allclose(together[name], wanted, rtol=0, atol=1e-5)
    assert tracings[0] > tracings[1], "it was traced for a batch"
