"""What went into the models that were measured, in words: the same in all faces."""

from __future__ import annotations

from pathlib import PurePath

from studio.core.cli_command import preprocessing_arguments
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.recipe import Preprocessing


def inputs_text(
    request: BenchmarkRequest, result: BenchmarkResult, t: Translate = untranslated
) -> str:
    """Whether samples of a data set, and how many of them, or random values."""
    if not request.data:
        return t(mark("random values"))
    given = max((one.given_samples for one in result.measurements), default=0)
    name = PurePath(request.data).name
    if not given:
        return t(mark("none of {name} was reached")).format(name=name)
    return t(mark("the first {count} samples of {name} in turn")).format(count=given, name=name)


def declared_text(request: BenchmarkRequest, t: Translate = untranslated) -> str:
    """How the samples became inputs, as the command line says it; "" for random values."""
    if not request.data:
        return ""
    declared = request.data_ref.preprocessing if request.data_ref else Preprocessing()
    steps = " ".join(preprocessing_arguments(declared))
    return steps or t(mark("taken as they are stored"))
