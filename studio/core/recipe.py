"""A Recipe is data: what to make of a model.

The same recipe with the same versions, data and platform gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from studio.core.errors import UsageError
from studio.core.keep import Keep, KeepPrecision, checked
from studio.core.optimizations import CATALOG
from studio.core.params import ParamValue, chosen, format_spec, parse_spec

RECIPE_VERSION = 1


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One optimization with all of its parameters (defaults filled in by :func:`make_step`)."""

    optimization: str
    params: dict[str, ParamValue] = {}


class Preprocessing(msgspec.Struct, frozen=True, kw_only=True):
    """How data as stored become a model's input, declared once and applied wherever data are read.

    In this order: pictures are resized to ``resize`` (height, width) by ``method``, their middle
    ``crop`` (height, width) is taken, ``channels`` "swapped" turns RGB into BGR and back, "gray"
    makes one of three; sounds of a folder are cut or filled with silence to ``frames``, and must
    have the sample ``rate`` (Hz); then x' = (x * scale - mean) / std; then the channels come to
    lie as ``layout`` says.

    Scalars of mean and std hold for all channels, else one value for each. Float64 arithmetic,
    then cast to the input's dtype. "as-stored" leaves the dimensions alone; pictures that are
    stored channels first and are to be "channels-last" are turned before all else.
    """

    scale: float = 1.0
    mean: tuple[float, ...] = (0.0,)
    std: tuple[float, ...] = (1.0,)
    resize: tuple[int, int] | None = None
    method: Literal["bilinear", "bicubic", "nearest", "area"] = "bilinear"
    crop: tuple[int, int] | None = None
    channels: Literal["as-stored", "swapped", "gray"] = "as-stored"
    layout: Literal["as-stored", "channels-last", "channels-first"] = "as-stored"
    frames: int | None = None
    rate: int | None = None

    @property
    def changes_pictures(self) -> bool:
        """Whether it does more than compute with each value."""
        return bool(
            self.resize or self.crop or self.channels != "as-stored" or self.layout != "as-stored"
        )


class DatasetRef(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset by what it is, not by where it lies. kind "random": seeded, sha256 is "".

    ``sha256``: of the data as stored; ``content``: of what a model gets of it.
    """

    kind: Literal["file", "random"] = "file"
    sha256: str = ""
    preprocessing: Preprocessing = Preprocessing()

    @property
    def content(self) -> str:
        """SHA-256 over the stored content and how it is preprocessed; "" where that is not known.

        The same data preprocessed otherwise are other data.
        """
        if not self.sha256:
            return ""
        declared = msgspec.json.encode(self.preprocessing, order="deterministic")
        return hashlib.sha256(self.sha256.encode() + declared).hexdigest()


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """Ordered steps plus all else that decides the bytes.

    ``route``: "auto" = the fast route where it is right; "slow" = export a SavedModel and
    convert that (``from_saved_model``).
    ``shapes``: input name -> fixed shape, batch included. ``batch``: "fixed" makes dynamic batch 1.
    ``signature``: which signature of the model (None: the default one).
    ``keep``: per-op precision, see :mod:`studio.core.keep`.
    """

    version: int = RECIPE_VERSION
    steps: tuple[Step, ...] = ()
    engine: Literal["tensorflow"] = "tensorflow"
    route: Literal["auto", "slow"] = "auto"
    batch: Literal["fixed", "dynamic"] = "fixed"
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    calibration: DatasetRef | None = None
    seed: int = 0
    keep: tuple[Keep, ...] = ()

    @property
    def label(self) -> str:
        """A short name of the variant: "float32", "int8", "float16+..."."""
        return "+".join(step.optimization for step in self.steps) or "float32"

    @property
    def needs_calibration(self) -> bool:
        return any(CATALOG[step.optimization].needs_calibration for step in self.steps)

    @property
    def allows_tensorflow_ops(self) -> bool:
        """Whether the float stage may hold ops that only TensorFlow's Flex delegate runs."""
        return any(step.optimization == "select-tf-ops" for step in self.steps)

    @property
    def calibration_samples(self) -> int:
        """How many of the calibration data's samples the steps measure; 0 with random data."""
        if self.calibration is None or self.calibration.kind != "file":
            return 0
        wanted = (
            step.params for step in self.steps if CATALOG[step.optimization].needs_calibration
        )
        return max((int(params.get("samples", 0)) for params in wanted), default=0)

    def fingerprint(self) -> str:
        """16 hex digits over the canonical JSON."""
        return hashlib.sha256(to_json(self)).hexdigest()[:16]


def make_step(optimization: str, params: dict[str, ParamValue] | None = None) -> Step:
    """A validated step with defaults filled in.

    Raises UsageError: optimization-unknown, parameter-unknown, parameter-invalid.
    """
    values = chosen(CATALOG, optimization, params or {}, "optimization-unknown")
    return Step(optimization=optimization, params=values)


def parse_step(text: str) -> Step:
    """``ID[:k=v,...]`` of the command line as a step."""
    return make_step(*parse_spec(text, "--optimize"))


def format_step(step: Step) -> str:
    """The inverse of :func:`parse_step`, without parameters at their defaults."""
    return format_spec(step.optimization, CATALOG[step.optimization].params, step.params)


def make_recipe(steps: Iterable[Step] = (), **fields: object) -> Recipe:
    """A recipe whose steps do not conflict and honor its ``keep``.

    Raises UsageError: optimization-conflict, keep-not-offered, argument-invalid.
    """
    ordered = tuple(steps)
    ids = [step.optimization for step in ordered]
    for index, first in enumerate(ids):
        for second in ids[index + 1 :]:
            if first == second or second in CATALOG[first].conflicts:
                raise UsageError("optimization-conflict", first=first, second=second)
    recipe = msgspec.structs.replace(Recipe(), steps=ordered, **fields)
    for keep in recipe.keep:
        if keep.precision not in kept_precisions(ordered):
            raise UsageError(
                "keep-not-offered", recipe=recipe.label, precision=keep.precision,
                offered=", ".join(kept_precisions(ordered)) or "none",
            )  # fmt: skip
        checked(keep)
    return recipe


def kept_precisions(steps: Iterable[Step]) -> tuple[KeepPrecision, ...]:
    """The precisions that single ops can be kept in beside these steps."""
    offered = [CATALOG[step.optimization].keeps for step in steps]
    return tuple(dict.fromkeys(precision for one in offered for precision in one))


def offered_keeps(keeps: Iterable[Keep], steps: Iterable[Step]) -> tuple[Keep, ...]:
    """Those of ``keeps`` that have a meaning beside these steps."""
    offered = kept_precisions(steps)
    return tuple(keep for keep in keeps if keep.precision in offered)


def to_json(recipe: Recipe) -> bytes:
    """Canonical JSON: sorted keys, no white space."""
    return msgspec.json.encode(recipe, order="deterministic")


def from_json(data: bytes | str, path: str = "") -> Recipe:
    """Read and validate. Raises UsageError: recipe-invalid and those of make_step/make_recipe."""
    try:
        recipe = msgspec.json.decode(data, type=Recipe)
    except msgspec.MsgspecError as error:
        raise UsageError("recipe-invalid", str(error), path=path, version=RECIPE_VERSION) from error
    if recipe.version != RECIPE_VERSION:
        raise UsageError("recipe-invalid", path=path, version=RECIPE_VERSION)
    return completed(recipe)


def completed(recipe: Recipe) -> Recipe:
    """``recipe`` validated, with the defaults of parameters that it does not name: one that was
    stored before an optimization had them. Raises those of make_step/make_recipe."""
    steps = tuple(make_step(step.optimization, dict(step.params)) for step in recipe.steps)
    make_recipe(steps, keep=recipe.keep)
    return msgspec.structs.replace(recipe, steps=steps)
