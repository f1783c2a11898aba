"""The options of every command that runs models on data: declared once, read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from studio.cli import options
from studio.cli.grouped_options import grouped
from studio.cli.opening_options import with_opening_options
from studio.core.input_selection import InputSelection
from studio.core.opening import Opening
from studio.core.recipe import DatasetRef, Preprocessing

Result = TypeVar("Result")


@dataclass(frozen=True)
class RunOptions:
    """How the models are opened and run; ``preprocessing``: how stored values become inputs, None
    where nothing was said of it."""

    shapes: dict[str, tuple[int, ...]]
    signature: str | None
    preprocessing: Preprocessing | None
    allow_code: bool
    opening: Opening

    @property
    def data_ref(self) -> DatasetRef:
        return options.dataset_ref(self.preprocessing)

    @property
    def of_request(self) -> dict[str, Any]:
        """The fields of every request that opens and runs a source."""
        return {
            "shapes": self.shapes,
            "signature": self.signature,
            "allow_code": self.allow_code,
            "opening": self.opening,
        }

    def inputs(self, data: Path | None, seed: int, samples: int | None = None) -> InputSelection:
        """Of ``data``, else random; at most ``samples``, None = as many as a check takes."""
        chosen = InputSelection(
            given=options.absolute(data) if data else "", given_ref=self.data_ref, seed=seed
        )
        return chosen if samples is None else replace(chosen, limit=samples)


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
        preprocessing=options.parse_preprocessing(scale, mean, std, preprocess),
        allow_code=allow_code,
        opening=opening,
    )


def with_run_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """``command(..., run: RunOptions, ...)`` with the single options in its place."""
    return grouped(command, "run", _run_options)
