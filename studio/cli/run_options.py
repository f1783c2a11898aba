"""The options of every command that runs models on data: declared once, read once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from studio.cli import options
from studio.core.recipe import DatasetRef

Result = TypeVar("Result")


@dataclass(frozen=True)
class RunOptions:
    """How the models are run; ``data_ref`` says how stored values become their inputs."""

    shapes: dict[str, tuple[int, ...]]
    signature: str | None
    data_ref: DatasetRef
    allow_code: bool


def _run_options(
    shape: options.Shapes = None,
    signature: options.SignatureName = None,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    preprocess: options.Preprocess = None,
    allow_code: options.AllowCode = False,
) -> RunOptions:
    """Raises UsageError: argument-invalid."""
    return RunOptions(
        shapes=options.parse_shapes(shape),
        signature=signature,
        data_ref=options.dataset_ref(options.parse_preprocessing(scale, mean, std, preprocess)),
        allow_code=allow_code,
    )


def with_run_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """``command(..., run: RunOptions, ...)`` as a command with the single options in its place.

    Typer reads a command's options off its signature, which is why it is put together here.
    """
    own = inspect.signature(command, eval_str=True)
    shared = inspect.signature(_run_options, eval_str=True).parameters
    parameters = [
        parameter
        for place in own.parameters.values()
        for parameter in (shared.values() if place.name == "run" else (place,))
    ]

    @wraps(command)
    def joined(**values: Any) -> Result:
        run = _run_options(**{name: values.pop(name) for name in shared})
        return command(run=run, **values)

    joined.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in parameters]
    )
    return joined
