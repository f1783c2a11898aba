"""Options that several commands share, and what their texts stand for."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from studio.core.errors import StorageError, UsageError
from studio.core.files import replaceable
from studio.core.formats import sniff
from studio.core.preprocessing_text import with_picture_steps
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.setting_kinds import FloatSetting, IntSetting, TargetsSetting
from studio.core.settings import Settings, stops_on_doubt

Json = Annotated[
    bool, typer.Option("--json", help="Write the result as JSON, and nothing else, to stdout.")
]
AllowCode = Annotated[
    bool,
    typer.Option(
        "--allow-code",
        help="Allow the model to run Python code of its own (Lambda layers). Only for models "
        "that you trust.",
    ),
]
Shapes = Annotated[
    list[str] | None,
    typer.Option(
        "--shape",
        metavar="NAME=1,224,224,3",
        help="Fix the dynamic shape of an input, batch included. May be repeated.",
    ),
]
SignatureName = Annotated[
    str | None, typer.Option("--signature", help="Which signature of the model.")
]
RecipeFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Take the recipe from a JSON file.")
]
KeepDynamicBatch = Annotated[
    bool,
    typer.Option("--keep-dynamic-batch", help="Leave a dynamic batch dimension as it is."),
]
SlowRoute = Annotated[
    bool,
    typer.Option(
        "--slow-route",
        help="Export a SavedModel and convert that, even where the fast route is right.",
    ),
]
Calibration = Annotated[
    Path | None,
    typer.Option(metavar="D", help="Calibration data (see studio data): typical inputs."),
]
RandomCalibration = Annotated[
    bool,
    typer.Option(
        "--random-calibration",
        help="Calibrate with random data: to try things out only, since ranges will be wrong.",
    ),
]
StrictData = Annotated[
    bool | None,
    typer.Option(
        "--strict-data/--no-strict-data",
        help="End with exit code 1, before anything is made, where the data doctor warns of the "
        "data (see studio data); or show its warnings and go on. Default: as the setting "
        "“Doubtful data” says.",
    ),
]
Scale = Annotated[
    float | None,
    typer.Option(help="Preprocessing of data: x * SCALE, e.g. 0.00392156862745098 for 0..255."),
]
Mean = Annotated[
    str | None,
    typer.Option(metavar="M[,M...]", help="Preprocessing of data: subtract, after the scale."),
]
Std = Annotated[
    str | None,
    typer.Option(metavar="S[,S...]", help="Preprocessing of data: divide, after the mean."),
]
Preprocess = Annotated[
    str | None,
    typer.Option(
        metavar="STEPS",
        help="Preprocessing of pictures, before the scale: resize=256x256 (height x width), "
        "method=bilinear, bicubic, nearest or area, crop=224x224 (the middle), channels=swapped "
        "(RGB to BGR and back) or gray, layout=channels-first or channels-last; of sounds: "
        "frames=N (cut or filled with silence), rate=HZ (which they must have). "
        "Separated by commas.",
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Seed of everything that is drawn at random.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")]


def default_of(setting: FloatSetting | IntSetting | TargetsSetting) -> str:
    """The last sentence of an option's help whose default is a setting."""
    unit = "" if isinstance(setting, TargetsSetting) else setting.unit
    value = f"{setting.default:g}" if isinstance(setting, FloatSetting) else setting.default
    return f"Default: {value} {unit}".rstrip() + ", unless the settings say otherwise."


def absolute(path: Path) -> str:
    return str(path.expanduser().absolute())


def require_models(*paths: Path | None) -> None:
    """Before any work begins, that each of ``paths`` is a model. Raises ModelError."""
    for path in paths:
        if path is not None:
            sniff(path.expanduser())


def refuse_existing(path: Path, overwrite: bool) -> None:
    """Raises UsageError: output-no-file, output-exists."""
    if replaceable(path.expanduser()).exists() and not overwrite:
        raise UsageError("output-exists", path=path)


def refuse_unwritable(path: Path) -> None:
    """Find out before the work, which may be long, whether a file can be made where ``path`` is to
    lie, by making one.

    A folder that is not there is most often a slip of the pen, and is not made. Raises UsageError:
    output-folder-missing; StorageError: file-not-written.
    """
    folder = replaceable(path.expanduser()).parent
    if not folder.exists():
        raise UsageError("output-folder-missing", folder=folder, path=path)
    try:
        with NamedTemporaryFile(prefix=".studio-", dir=folder):
            pass
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=path) from error


def parse_shapes(texts: list[str] | None) -> dict[str, tuple[int, ...]]:
    """``NAME=1,224,224,3`` each. Raises UsageError: argument-invalid."""
    shapes: dict[str, tuple[int, ...]] = {}
    for text in texts or ():
        name, _, dims = text.rpartition("=")
        try:
            shape = tuple(int(dim) for dim in dims.split(","))
        except ValueError:
            shape = ()
        if not name or not shape or min(shape) < 1:
            raise UsageError(
                "argument-invalid", name="--shape", value=text, expected="NAME=1,224,224,3"
            )
        shapes[name] = shape
    return shapes


def parse_preprocessing(
    scale: float | None, mean: str | None, std: str | None, steps: str | None = None
) -> Preprocessing | None:
    """``None`` where none of the options was given. Raises UsageError: argument-invalid."""
    if scale is None and mean is None and std is None and steps is None:
        return None
    default = Preprocessing()
    if scale is not None and (not math.isfinite(scale) or scale == 0):
        raise UsageError(
            "argument-invalid", name="--scale", value=scale, expected="a number, not 0"
        )
    arithmetic = Preprocessing(
        scale=default.scale if scale is None else scale,
        mean=default.mean if mean is None else _numbers("--mean", mean),
        std=default.std if std is None else _numbers("--std", std, nonzero=True),
    )
    return with_picture_steps(arithmetic, steps or "")


def dataset_ref(preprocessing: Preprocessing | None) -> DatasetRef:
    return DatasetRef(preprocessing=preprocessing or Preprocessing())


def _numbers(name: str, text: str, nonzero: bool = False) -> tuple[float, ...]:
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = ()
    if not values or not all(map(math.isfinite, values)) or (nonzero and 0.0 in values):
        expected = "numbers separated by commas" + (", none of them 0" if nonzero else "")
        raise UsageError("argument-invalid", name=name, value=text, expected=expected)
    return values


def is_strict(strict_data: bool | None, settings: Settings) -> bool:
    """As the option says, else as the setting does."""
    return stops_on_doubt(settings) if strict_data is None else strict_data
