"""``studio data``: what a data set holds, and whether it fits a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.documents import data_json
from studio.cli.finding_reports import say, show_findings
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.workplace import execute, open_workplace
from studio.core.errors import ErrorInfo, UsageError
from studio.core.evaluation_text import labels_text
from studio.core.formats import sniff
from studio.core.messages import render, render_error
from studio.core.opening import Opening
from studio.core.quantities import UNKNOWN, format_value
from studio.core.requests import DataRequest
from studio.core.results import DataResult


@with_opening_options
def data(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The data set: .npz, .npy, .csv, TFRecord, or a folder."
        ),
    ],
    model: Annotated[
        Path, typer.Option("--for", metavar="MODEL", help="The model that it is meant for.")
    ],
    evaluation: Annotated[
        Path | None,
        typer.Option(
            metavar="D",
            help="Evaluation data: FILE is to calibrate, and must not contain any of it.",
        ),
    ] = None,
    shape: options.Shapes = None,
    signature: options.SignatureName = None,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    preprocess: options.Preprocess = None,
    evaluation_scale: Annotated[
        float | None,
        typer.Option(
            help="As --scale, of the evaluation data alone, and so on; without any of these they "
            "are preprocessed as FILE is. 1 = they are stored ready."
        ),
    ] = None,
    evaluation_mean: Annotated[str | None, typer.Option(metavar="M[,M...]")] = None,
    evaluation_std: Annotated[str | None, typer.Option(metavar="S[,S...]")] = None,
    evaluation_preprocess: Annotated[str | None, typer.Option(metavar="STEPS")] = None,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    json: options.Json = False,
) -> int:
    """Show what a data set holds, what of it the model gets, and what the data doctor finds:
    repeated samples, noise, a scale that the model was not trained with, labels fed as inputs,
    evaluation data inside. Exit code 1 where it does not fit.

    A bounded part of the file is read, however large it is.
    """
    output = Output(json)
    sniff(model.expanduser())
    given = options.parse_preprocessing(scale, mean, std, preprocess)
    given_evaluation = options.parse_preprocessing(
        evaluation_scale, evaluation_mean, evaluation_std, evaluation_preprocess
    )
    if given_evaluation is not None and evaluation is None:
        raise UsageError("option-needs", option="--evaluation-…", needed="--evaluation")
    if evaluation is not None and given is not None and given_evaluation is None:
        output.say(
            f"{evaluation.name} is preprocessed as {file.name} is; --evaluation-scale, -mean, -std "
            "and -preprocess say otherwise"
        )
    request = DataRequest(
        data=options.absolute(file),
        model=options.absolute(model),
        data_ref=options.dataset_ref(given),
        evaluation=options.absolute(evaluation) if evaluation else "",
        evaluation_ref=options.dataset_ref(given_evaluation or given),
        shapes=options.parse_shapes(shape),
        signature=signature,
        allow_code=allow_code,
        opening=opening,
    )
    result = execute(open_workplace(), request, DataResult, output, file.name)
    output.result(data_json(result, request.model), lambda: _show(output, result, model.name))
    return 0 if result.error is None else 1


def _show(output: Output, result: DataResult, model: str) -> None:
    output.heading(Path(result.data).name)
    output.facts(
        [
            ("samples", UNKNOWN if result.samples is None else str(result.samples)),
            ("looked at", f"the first {result.samples_read}" if result.samples_read else "none"),
            ("labels", _labels(result)),
        ]
    )
    if result.arrays:
        output.heading("Stored")
        output.table(
            ("array", "dtype", "shape"),
            [(array.key, array.dtype, _dims(array.shape)) for array in result.arrays],
        )
    if result.inputs:
        output.heading("What the model gets, after preprocessing")
        output.table(
            ("input", "from", "dtype", "sample", ">min", ">max", ">mean"),
            [
                (
                    entry.name,
                    entry.key,
                    entry.dtype,
                    _dims(entry.shape),
                    *map(format_value, (entry.minimum, entry.maximum, entry.mean)),
                )
                for entry in result.inputs
            ],
        )
    output.stdout.print()
    if result.error is None:
        output.stdout.print(f"✓ It fits {model}.", markup=False)
    else:
        say(output, "✕", *_texts(result.error))
    for note in result.notes:
        say(output, "⚠", *render(note, {}))
    show_findings(output, result.findings)


def _labels(result: DataResult) -> str:
    if result.labels_error is None:
        return labels_text(result)
    return f"none to evaluate with ({_texts(result.labels_error)[0]})"


def _texts(error: ErrorInfo) -> tuple[str, str]:
    shown = render_error(error)
    return shown.title, shown.hint


def _dims(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "scalar"
