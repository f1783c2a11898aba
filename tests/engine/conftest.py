"""Source models made once, one warm child, and shorthands for requests to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.keep import Keep
from studio.core.optimizations import CATALOG
from studio.core.params import ParamValue
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.targets import make_target
from studio.runtimes import get_runtime
from tests.engine.warm_child import WarmChild

FOR_DENSE = [name for name in CATALOG if name != "sparsity"]
"""What can be for models whose weights hold no zeros."""


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what make_models.py makes."""
    folder = tmp_path_factory.mktemp("models")
    script = Path(__file__).with_name("make_models.py")
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmChild]:
    child = WarmChild(tmp_path_factory.mktemp("engine") / "child.log")
    yield child
    child.close()


@pytest.fixture(scope="session")
def float_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("float-cache")


Build = Callable[..., BuildResult]


@pytest.fixture
def build(engine: WarmChild, float_cache: Path, tmp_path: Path) -> Build:
    """``build(path, "int8", io="int8", recipe={...}, calibration=path)`` -> BuildResult.

    Without ``calibration``, random data. ``cache``: another folder than the tests' common one.
    """

    def run(
        source: Path,
        optimization: str = "",
        *,
        recipe: dict[str, object] | None = None,
        calibration: Path | None = None,
        cache: Path | None = None,
        allow_code: bool = False,
        keep: tuple[Keep, ...] = (),
        **params: ParamValue,
    ) -> BuildResult:
        steps = [make_step(optimization, params)] if optimization else []
        ref = DatasetRef(kind="file" if calibration else "random")
        needs = bool(optimization) and CATALOG[optimization].needs_calibration
        fields: dict[str, object] = {"calibration": ref if needs else None, "keep": keep}
        made: Recipe = make_recipe(steps, **{**fields, **(recipe or {})})
        name = f"{source.stem}_{made.fingerprint()}.tflite"
        request = BuildRequest(
            source=str(source),
            artifact=str(tmp_path / name),
            recipe=made,
            calibration=str(calibration or ""),
            cache=str(cache or float_cache),
            allow_code=allow_code,
        )
        result = engine(request)
        assert isinstance(result, BuildResult)
        return result

    return run


def run_artifact(path: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Outputs by name for one call; arrays with batch dimension."""
    loaded = get_runtime("litert-interpreter").load(path, make_target("litert-interpreter"))
    try:
        loaded.set_inputs(inputs)
        loaded.invoke()
        return loaded.outputs()
    finally:
        loaded.close()
