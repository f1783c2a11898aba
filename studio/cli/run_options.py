"""The options of every command that runs models on data: declared once, read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from studio.cli import options
from studio.cli.grouped_options import grouped
from studio.cli.opening_options import with_opening_options
from studio.core.opening import Opening
from studio.core.recipe import DatasetRef

Result = TypeVar("Result")


@dataclass(frozen=True)
class RunOptions:
    """How the models are opened and run; ``data_ref`` says how stored values become inputs."""

    shapes: dict[str, tuple[int, ...]]
    signature: str | None
    data_ref: DatasetRef
    allow_code: bool
    opening: Opening


@with_opening_options
def _run_options(
    shape: options.Shapes = None,
    signature: options.SignatureName = None,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    preprocess: options.Preprocess = None,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
) -> RunOptions:
    """Raises UsageError: argument-invalid."""
    return RunOptions(
        shapes=options.parse_shapes(shape),
        signature=signature,
        data_ref=options.dataset_ref(options.parse_preprocessing(scale, mean, std, preprocess)),
        allow_code=allow_code,
        opening=opening,
    )


def with_run_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """``command(..., run: RunOptions, ...)`` with the single options in its place."""
    return grouped(command, "run", _run_options)
