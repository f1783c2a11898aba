"""What making an artifact asks of children: of the converter, of what makes float stages, and of
what installs a converter."""

from __future__ import annotations

import msgspec

from studio.core.keep import KeepOutcome
from studio.core.opening import Opening
from studio.core.recipe import Recipe
from studio.core.results import Stage


class MakeFloatStageRequest(msgspec.Struct, frozen=True, kw_only=True, tag="make-float-stage"):
    """Write the float .tflite of ``source``, a .pt2, to ``output``; ``cache``: see BuildRequest."""

    source: str
    output: str
    recipe: Recipe
    cache: str
    cache_limit_bytes: int
    allow_code: bool = False
    opening: Opening = Opening()


class FloatStageMade(msgspec.Struct, frozen=True, kw_only=True, tag="float-stage-made"):
    """``versions``: of the packages that made it."""

    path: str
    stage: Stage
    versions: dict[str, str]


class BuildRequest(msgspec.Struct, frozen=True, kw_only=True, tag="build"):
    """Make ``artifact`` (written to a temporary name, then replaced) out of ``source``.

    ``cache``: folder of the content-addressed float stages, bounded to ``cache_limit_bytes``.
    ``onnx2tf``: path of the program that converts ONNX, "" = there is none. ``float_stage``: of a
    .pt2, which another child has made.
    """

    source: str
    artifact: str
    recipe: Recipe
    calibration: str = ""
    allow_code: bool = False
    opening: Opening = Opening()
    cache: str = ""
    onnx2tf: str = ""
    float_stage: FloatStageMade | None = None
    cache_limit_bytes: int = 5_000_000_000


class BuildResult(msgspec.Struct, frozen=True, kw_only=True, tag="built"):
    """``calibration_samples_used``: the first N of the calibration set's seeded order.

    ``calibration_sha256``: the content hash of that set; "" where none was read. ``kept``: what
    came of the recipe's list. ``notes``: codes of what is odd, e.g. "artifact-not-smaller".
    """

    artifact: str
    sha256: str
    size_bytes: int
    source_sha256: str
    stages: tuple[Stage, ...]
    calibration_samples_used: int = 0
    calibration_sha256: str = ""
    versions: dict[str, str] = {}
    kept: tuple[KeepOutcome, ...] = ()
    notes: tuple[str, ...] = ()


class FreezeRequest(msgspec.Struct, frozen=True, kw_only=True, tag="freeze"):
    """Write to ``output`` the graph that is converted of ``source`` under ``recipe``, as a GraphDef
    with constants for variables and placeholders at the recipe's shapes."""

    source: str
    output: str
    recipe: Recipe
    allow_code: bool = False
    opening: Opening = Opening()


class FreezeResult(msgspec.Struct, frozen=True, kw_only=True, tag="frozen"):
    path: str


class MakeEnvironmentRequest(msgspec.Struct, frozen=True, kw_only=True, tag="make-environment"):
    """Install onnx2tf into an environment of its own at ``folder``, which is made anew."""

    folder: str
