"""What a quantizer is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from studio.core.child import Reporter
from studio.core.recipe import Recipe
from studio.engine.file_facts import parse_bytes
from studio.engine.quantize.calibrations import PROCESS_CALIBRATIONS, Calibrations
from studio.engine.quantize.keeping import Keeping, LayerOps, keeping
from studio.graph.parsing import Parsed


@dataclass(frozen=True)
class Job:
    """``data``: the float .tflite. ``convert_dynamic_range``: the converter's own dynamic range
    from the source, giving (.tflite, route); None where the source is this .tflite itself.
    ``layers``: see ``keeping.LayerOps``; None where the source is no Keras model.
    ``calibrations``: what was made of the same float stage before."""

    data: bytes
    recipe: Recipe
    calibration: str
    reporter: Reporter
    convert_dynamic_range: Callable[[], tuple[bytes, str]] | None = None
    layers: LayerOps | None = None
    calibrations: Calibrations = PROCESS_CALIBRATIONS

    @cached_property
    def parsed(self) -> Parsed:
        return parse_bytes(self.data)

    @cached_property
    def keeping(self) -> Keeping:
        """What the recipe's list means for the ops of the float stage."""
        return keeping(self.parsed, self.recipe.keep, self.layers)


@dataclass(frozen=True)
class Quantized:
    """``route`` says which tool did it; ``samples``: how many served to calibrate.

    ``calibration_sha256``: the content of the data set that they came from. ``without``: what the
    same recipe gives without its list of kept ops; None where it has none. ``notes``: codes of what
    is odd.
    """

    data: bytes
    route: str
    samples: int = 0
    calibration_sha256: str = ""
    without: bytes | None = None
    notes: tuple[str, ...] = ()
