"""A table of what becomes of models: each line is one thing done to one file by real children.

The job queue is the one that both faces have. Whatever is refused must be explained as a person
reads it: an error without a hint, or with a traceback in it, fails here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from studio.cli.reports import CHECK_MARKS
from studio.core.errors import ErrorInfo, StudioError, from_info
from studio.core.events import JobFailed, JobSucceeded
from studio.core.formats import sniff
from studio.core.input_selection import InputSelection
from studio.core.messages import render_error
from studio.core.model import InspectResult, ModelInfo
from studio.core.optimizations import CATALOG
from studio.core.params import ParamValue
from studio.core.quantities import format_bytes
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.requests import CheckRequest, ConvertRequest, InspectRequest, Request
from studio.core.results import Check, CheckResult, ConvertResult
from studio.jobs.config import default_child_command
from tests.jobs.bench import Bench, make_config
from tests.kit.cli import CliResult
from tests.kit.model_lines import Line
from tests.realmodels import cache_folder

_WAIT_S = 240.0
_SAMPLES = InputSelection(limit=4)
_T = TypeVar("_T")


class ModelTable(Bench):
    """Does what is asked for and notes it. What is refused is the ErrorInfo that a face shows."""

    def __init__(self, folder: Path, lines: list[Line], onnx_folders: tuple[Path, ...]) -> None:
        config = make_config(
            folder,
            child_command=default_child_command(),
            cache_limit_bytes=10**9,
            hang_seconds=_WAIT_S,
            onnx_folders=onnx_folders,
        )
        super().__init__(folder, config, _WAIT_S)
        self.lines = lines
        self._made = 0

    def open(self, path: Path, shapes: dict[str, tuple[int, ...]] | None = None) -> ModelInfo:
        """Open what must open."""
        found = self.end(InspectRequest(path=str(path), shapes=shapes or {}), InspectResult)
        assert isinstance(found, InspectResult), found
        says = [f"{found.info.weight_kind} weights"] if found.info.weight_kind else []
        sparse = found.info.metadata.get("sparse_tensors")
        says += [f"{sparse} sparse tensors"] if sparse else []
        says += [warning.code for warning in found.info.warnings]
        size = format_bytes(path.stat().st_size) if path.is_file() else ""
        self._note(path, "open", "", "opened", size, ", ".join(says))
        return found.info

    def make(
        self,
        path: Path,
        optimization: str = "",
        *,
        shapes: dict[str, tuple[int, ...]] | None = None,
        calibration: Path | None = None,
        evaluation: Path | None = None,
        **params: ParamValue,
    ) -> ConvertResult:
        """Convert what must convert; without data random ones calibrate and check."""
        asked = optimization or "float32"
        made = self._convert(path, optimization, shapes, calibration, evaluation, params)
        assert isinstance(made, ConvertResult), made
        routes = " + ".join(stage.route for stage in made.stages)
        self._note(path, asked, routes, "made", format_bytes(made.size_bytes), _told(made.check))
        assert Path(made.artifact).stat().st_size == made.size_bytes
        return made

    def refused(
        self,
        path: Path,
        optimization: str = "",
        *,
        shapes: dict[str, tuple[int, ...]] | None = None,
        opening: bool = False,
    ) -> ErrorInfo:
        """Convert (or only open) what must be refused, and leave nothing behind."""
        if opening:
            error = self.end(InspectRequest(path=str(path)), InspectResult)
        else:
            error = self._convert(path, optimization, shapes, None, None, {})
        assert isinstance(error, ErrorInfo), error
        asked = "open" if opening else optimization or "float32"
        self._explain(path, asked, error)
        return error

    def agree(self, path: Path, against: Path) -> CheckResult | ErrorInfo:
        """Check an artifact of others against another file of the same network, or itself."""
        request = CheckRequest(artifact=str(path), against=str(against), inputs=_SAMPLES)
        found = self.end(request, CheckResult)
        asked = "check" if path == against else f"check against {against.name}"
        if isinstance(found, ErrorInfo):
            self._explain(path, asked, found)
        else:
            size = format_bytes(found.audit.size_bytes)
            self._note(path, asked, "", "ran", size, _told(found.check))
        return found

    def from_cli(self, path: Path, asked: str, done: CliResult) -> dict[str, str]:
        """The error that the command line ended with, by JSON; its exit code is in ``result``."""
        assert "Traceback" not in done.stdout + done.stderr
        error: dict[str, str] = done.json["error"]
        assert error["title"] and error["hint"]
        says = f"{error['title']}. {error['hint']}".rstrip(".").replace(str(path), path.name)
        self._note(path, asked, "", f"exit code {done.code}", "", says)
        return error

    def _convert(
        self,
        path: Path,
        optimization: str,
        shapes: dict[str, tuple[int, ...]] | None,
        calibration: Path | None,
        evaluation: Path | None,
        params: dict[str, ParamValue],
    ) -> ConvertResult | ErrorInfo:
        self._made += 1
        needs = bool(optimization) and CATALOG[optimization].needs_calibration
        ref = DatasetRef(kind="file" if calibration else "random") if needs else None
        steps = [make_step(optimization, params)] if optimization else []
        artifact = self.folder / f"made{self._made}.tflite"
        request = ConvertRequest(
            source=str(path),
            artifact=str(artifact),
            recipe=make_recipe(steps, calibration=ref, shapes=shapes or {}),
            calibration=str(calibration or ""),
            evaluation=str(evaluation or ""),
        )
        made = self.end(request, ConvertResult)
        assert artifact.exists() == isinstance(made, ConvertResult)
        return made

    def end(self, request: Request, kind: type[_T]) -> _T | ErrorInfo:
        end = self.run(request)
        if isinstance(end, JobFailed):
            return end.error
        assert isinstance(end, JobSucceeded)
        assert isinstance(end.result, kind)
        return end.result

    def _explain(self, path: Path, asked: str, error: ErrorInfo) -> None:
        text = render_error(error)
        assert text.title and text.title != error.code
        assert text.hint or text.ways_out, error
        assert "Traceback" not in text.title + text.hint + text.detail
        result = "asks" if from_info(error).exit_code == 2 else "refused"
        says = ". ".join(
            part.rstrip(".") for part in (text.title, text.hint, *text.ways_out) if part
        )
        says = says.replace(str(path), path.name)
        self._note(path, asked, "", result, "", says)

    def _note(self, path: Path, asked: str, route: str, result: str, size: str, says: str) -> None:
        try:
            form = sniff(path).id
        except StudioError:
            form = ""
        self.lines.append(Line(_name(path), form, asked, route, result, size, says))


def _name(path: Path) -> str:
    """With the package that it is from: others call their models "model", too."""
    cache = cache_folder()
    if not path.is_relative_to(cache):
        return path.name
    package, _, _ = path.relative_to(cache).parts[0].rpartition("-")
    return f"{package}: {path.name}"


def _told(check: Check) -> str:
    mark = CHECK_MARKS[check.shown]
    worst = [one.rmse_over_range for one in check.outputs if one.rmse_over_range is not None]
    figure = f", RMSE / range {max(worst):.1e}" if worst else ""
    codes = "".join(f", {code}" for code in (*check.reasons, *check.notes))
    return f"{mark}{figure} ({check.samples} × {check.inputs_from}){codes}"
