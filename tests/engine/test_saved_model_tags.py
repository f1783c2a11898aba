"""SavedModels that hold several graphs: which one is meant is chosen by its tags."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest
from studio.core.errors import ModelError
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import InspectRequest
from tests.engine.conftest import run_artifact
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


@pytest.mark.parametrize(
    ("tags", "factor"), [((), 2.0), (("serve",), 2.0), (("fast", "serve"), 5.0)]
)
def test_the_graph_with_just_these_tags_is_converted(
    engine: WarmChild, models: Path, tmp_path: Path, tags: tuple[str, ...], factor: float
) -> None:
    source, opening = str(models / "two_graphs"), Opening(tags=tags)
    info = engine(InspectRequest(path=source, opening=opening)).info
    assert info.metadata["tags"] == ("fast, serve" if len(tags) > 1 else "serve")
    (warning,) = (item for item in info.warnings if item.code == "other-tags")
    assert warning.params["known"] == ("serve" if len(tags) > 1 else "fast, serve")
    assert {graph.tags for graph in info.graphs} == {("serve",), ("fast", "serve")}
    assert all(one.inputs[0].name == "x" for graph in info.graphs for one in graph.signatures)
    artifact = str(tmp_path / "m.tflite")
    request = BuildRequest(source=source, artifact=artifact, recipe=make_recipe(), opening=opening)
    made = engine(replace(request, cache=str(tmp_path / "cache")))
    found = run_artifact(made.artifact, {"x": np.ones((1, 3), np.float32)})
    np.testing.assert_allclose(found["y"], np.float32([[1, 2, 3]]) * factor)


def test_tags_that_are_not_there_are_refused(engine: WarmChild, models: Path) -> None:
    request = InspectRequest(path=str(models / "two_graphs"), opening=Opening(tags=("train",)))
    with pytest.raises(ModelError) as caught:
        engine(request)
    assert caught.value.code == "tags-unknown"
    assert caught.value.params["known"] == "serve; fast, serve"
