"""What is left of a model that makes a process die: of its ops, and of what it is given."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

from msgspec.structs import replace

from studio.core.bisecting import BisectResult, Death, InputsMade, death_of, shrink
from studio.core.child_protocol import BuildResult, Phase
from studio.core.errors import RunError, StudioError
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.core.input_selection import InputSelection
from studio.core.messages import title_of
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import BisectRequest, ConvertRequest
from studio.core.run_inputs import check_inputs
from studio.core.verify_protocol import FeedRequest, FeedResult, GatherRequest, GatherResult
from studio.jobs import crash_archive
from studio.jobs.context import JobContext
from studio.jobs.converter_versions import versions_of
from studio.jobs.fresh_child import FreshChild
from studio.jobs.workflows.convert import build_request
from studio.jobs.workflows.dying import Trials
from studio.jobs.workflows.sources import call_for_source, is_tflite

_SAMPLE_SHARE = 3
"""Of the trials, one in so many may be spent on finding few samples."""


class Part:
    """What is left of the model, of its ops and of the samples that it is given."""

    def __init__(
        self,
        request: BisectRequest,
        job: JobContext,
        cutter: FreshChild,
        trials: Trials,
        death: Death,
    ) -> None:
        self._request, self._job, self._trials, self._death = request, job, trials, death
        self._cutter = cutter
        self._work = job.work / "part"
        self._recipe = recipe_of_part(request.convert.recipe)
        self._kinds: tuple[str, ...] = ()
        self._bound: frozenset[int] = frozenset()
        self._ops: tuple[int, ...] = ()
        self._rows: tuple[int, ...] = ()
        self._gathered = GatherResult(samples=0)

    def prepare(self) -> None:
        """The float file, its ops and samples; it must die as the whole does."""
        quiet = self._trials.quiet
        self._work.mkdir()
        self._model = self._float_stage()
        found = self._take(TakeRequest(path=self._model))
        self._kinds, self._bound = found.kinds, frozenset(found.bound)
        self._ops = tuple(range(len(self._kinds)))
        given = self._request.convert
        calibrates = _samples_wanted(given.recipe)
        selection = self._request.inputs if self._request.runs_only else check_inputs(given, 0)
        if calibrates is not None:
            is_file = given.recipe.calibration is None or given.recipe.calibration.kind == "file"
            selection = replace(selection, calibration=given.calibration if is_file else "")
        self._samples = str(self._work / "samples.npz")
        self._gathered = quiet.call(
            "verify",
            GatherRequest(
                model=self._model,
                output=self._samples,
                selection=selection,
                calibrates=calibrates,
                shapes=given.recipe.shapes if self._model == given.source else {},
            ),
            GatherResult,
        )
        self._rows = tuple(range(self._gathered.samples))
        if not self._dies(self._ops, self._rows):
            raise RunError("bisect-not-in-float", self._trials.ending, died=self._death.signal)

    def fewer_samples(self) -> None:
        """One where one is enough, else as few as can be found."""
        if len(self._rows) < 2:
            return
        most = self._trials.count + self._request.most_trials // _SAMPLE_SHARE
        one = self._rows[:1]
        if self._trials.may_go_on() and self._dies(self._ops, one):
            self._rows = one
        else:
            self._rows, _ = shrink(
                self._rows,
                lambda rows: self._dies(self._ops, rows),
                lambda: self._trials.may_go_on() and self._trials.count < most,
            )
        self._job.note(f"{self._gathered.samples} samples -> {len(self._rows)}")

    def fewer_ops(self) -> bool:
        """Whether no op of what is left can be dropped, each tried."""
        total = len(self._kinds)

        def dies(ops: tuple[int, ...]) -> bool:
            if not self._dies(ops, self._rows):
                return False
            self._job.note(f"{total} ops -> {len(ops)} ops after {self._trials.count} trials")
            return True

        self._ops, is_minimal = shrink(self._ops, dies, self._trials.may_go_on)
        return is_minimal and not self._bound & set(self._ops)

    def packed(self, is_minimal: bool) -> tuple[Path, BisectResult]:
        """A folder with crash.zip, whose content died once more. Raises RunError: bisect-flaky."""
        job, given = self._job, self._request.convert
        self._job.note("running what is packed once more")
        folder = self._work / "packed"
        folder.mkdir()
        made = self._make(self._ops, self._rows, folder)
        died = self._died(folder, self._recipe)
        if died is None:
            raise RunError("bisect-flaky", died=self._death.signal)
        rows = self._gathered.rows
        result = BisectResult(
            source=given.source,
            archive=self._request.archive,
            sha256="",
            size_bytes=0,
            death=died,
            total_ops=len(self._kinds),
            ops=len(self._ops),
            kinds=tuple(self._kinds[at] for at in self._ops),
            trials=self._trials.count,
            is_minimal=is_minimal,
            inputs=made,
            data=self._gathered.data if made != "random" else "",
            rows=tuple(rows[at] for at in self._rows) if rows and made != "random" else (),
            samples=len(self._rows),
            command=crash_archive.command(self._recipe, runs_only=self._request.runs_only),
        )
        archive = folder / "crash.zip"
        packages = versions_of(job.config)
        crash_archive.write(archive, folder, result, self._recipe, self._trials.log, packages)
        job.emit(Phase(name="checking"))
        again = self._work / "unpacked"
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(again)
        if self._died(again, crash_archive.read_recipe(again)) is None:
            raise RunError("bisect-flaky", died=self._death.signal)
        size = archive.stat().st_size
        return folder, replace(
            result,
            sha256=hashlib.sha256(archive.read_bytes()).hexdigest(),
            size_bytes=size,
            trials=self._trials.count,
        )

    def _float_stage(self) -> str:
        given = self._request.convert
        if is_tflite(given.source):
            return given.source
        plain = replace(
            build_request(given, self._job),
            artifact=str(self._work / "float.tflite"),
            recipe=replace(given.recipe, steps=(), keep=(), calibration=None),
            calibration="",
        )
        try:
            made = call_for_source(self._trials.quiet, "convert", plain, BuildResult)
        except StudioError as error:
            if death_of(error.info(), "") is None:
                raise
            raise RunError(
                "bisect-dies-before-float", error.detail, died=self._death.signal
            ) from error
        return made.artifact

    def _dies(self, ops: tuple[int, ...], rows: tuple[int, ...]) -> bool:
        if len(ops) < len(self._kinds) and self._bound & set(ops):
            return False  # it cannot be taken out, so nothing is known of it
        folder = self._work / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            self._make(ops, rows, folder)
        except StudioError as error:
            self._job.check()
            self._trials.ending = title_of(error)
            return False
        return self._died(folder, self._recipe) is not None

    def _make(self, ops: tuple[int, ...], rows: tuple[int, ...], folder: Path) -> InputsMade:
        """Part and inputs in ``folder``. Raises what the children report."""
        quiet, part = self._trials.quiet, folder / crash_archive.PART
        if len(ops) == len(self._kinds):
            shutil.copyfile(self._model, part)
        else:
            self._take(TakeRequest(path=self._model, artifact=str(part), ops=ops))
        feed = FeedRequest(
            model=self._model,
            part=str(part),
            ops=ops,
            inputs=self._samples,
            rows=rows,
            output=str(folder / crash_archive.INPUTS),
            seed=self._recipe.seed,
        )
        try:
            return quiet.call("verify", feed, FeedResult).made
        except StudioError as error:  # what comes before the part may be what dies
            self._job.check()
            self._job.log_error("random inputs", error)
            return quiet.call("verify", replace(feed, is_random=True), FeedResult).made

    def _take(self, request: TakeRequest) -> TakeResult:
        return self._cutter.call(request, TakeResult, lambda _: None)

    def _died(self, folder: Path, recipe: Recipe) -> Death | None:
        """How what is in ``folder`` dies, as the packed command says it; None where it does not, or
        otherwise than the whole."""
        inputs = str(folder / crash_archive.INPUTS)
        calibrates = recipe.needs_calibration
        convert = ConvertRequest(
            source=str(folder / crash_archive.PART),
            artifact=str(folder / "made.tflite"),
            recipe=recipe,
            calibration=inputs if calibrates else "",
            evaluation="" if calibrates else inputs,
            overwrite=True,
        )
        died = self._trials.died(convert, InputSelection(given=inputs, seed=recipe.seed))
        return died if died is not None and died.is_same(self._death) else None


def recipe_of_part(recipe: Recipe) -> Recipe:
    """For a .tflite with fixed shapes, calibrated by the inputs that come with it."""
    return replace(
        recipe,
        shapes={},
        signature=None,
        batch="fixed",
        route="auto",
        calibration=DatasetRef() if recipe.needs_calibration else None,
    )


def _samples_wanted(recipe: Recipe) -> int | None:
    if not recipe.needs_calibration:
        return None
    reference = recipe.calibration
    is_random = reference is not None and reference.kind == "random"
    known = replace(recipe, calibration=DatasetRef()) if is_random or reference is None else recipe
    return max(known.calibration_samples, 1)
