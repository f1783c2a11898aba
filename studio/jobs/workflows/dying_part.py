"""What is left of a .tflite that makes a process die: of its ops, and of what it is given."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.bisecting import BisectResult, CutFrom, Death, InputsMade, shrink
from studio.core.errors import RunError, StudioError
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.core.input_selection import InputSelection
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import BisectRequest, ConvertRequest
from studio.core.run_inputs import check_inputs
from studio.core.verify_protocol import FeedRequest, FeedResult, GatherRequest, GatherResult
from studio.jobs import crash_archive
from studio.jobs.context import JobContext
from studio.jobs.fresh_child import FreshChild
from studio.jobs.workflows.dying import Trials
from studio.jobs.workflows.dying_ops import DyingOps

_SAMPLE_SHARE = 3
"""Of the trials, one in so many may be spent on finding few samples."""


class Part(DyingOps):
    """What is left of the float .tflite, of its ops and of the samples that it is given."""

    cut_from: CutFrom = "tflite"

    def __init__(
        self,
        request: BisectRequest,
        job: JobContext,
        cutter: FreshChild,
        trials: Trials,
        death: Death,
        model: str,
    ) -> None:
        """``model``: the float .tflite."""
        recipe = recipe_of_part(request.convert.recipe)

        def take(wanted: TakeRequest) -> TakeResult:
            return cutter.call(wanted, TakeResult, lambda _: None)

        super().__init__(request, job, trials, death, recipe, take)
        self._model = model
        self._rows: tuple[int, ...] = ()
        self._gathered = GatherResult(samples=0)
        self._made: InputsMade = "given"

    def prepare(self) -> None:
        """Raises RunError: bisect-not-in-float."""
        quiet = self._trials.quiet
        self._load(self._model)
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
        if not self._dies(self._ops):
            raise RunError("bisect-not-in-float", self._trials.ending, died=self._death.signal)

    def fewer_samples(self) -> None:
        """One where one is enough, else as few as can be found."""
        if len(self._rows) < 2:
            return
        most = self._trials.count + self._request.most_trials // _SAMPLE_SHARE
        if not (self._trials.may_go_on() and self._dies_on(self._rows[:1])):
            shrink(
                self._rows,
                self._dies_on,
                lambda: self._trials.may_go_on() and self._trials.count < most,
            )
        self._job.note(f"{self._gathered.samples} samples -> {len(self._rows)}")

    def _dies_on(self, rows: tuple[int, ...]) -> bool:
        """Whether it does on these samples, which are then what is left of them."""
        before, self._rows = self._rows, rows
        dies = self._dies(self._ops)
        if not dies:
            self._rows = before
        return dies

    def _complete(self, part: Path, ops: tuple[int, ...]) -> None:
        feed = FeedRequest(
            model=self._model,
            part=str(part),
            ops=ops,
            inputs=self._samples,
            rows=self._rows,
            output=str(part.with_name(crash_archive.INPUTS)),
            seed=self._recipe.seed,
        )
        quiet = self._trials.quiet
        try:
            self._made = quiet.call("verify", feed, FeedResult).made
        except StudioError as error:  # what comes before the part may be what dies
            self._job.check()
            self._job.log_error("random inputs", error)
            self._made = quiet.call("verify", replace(feed, is_random=True), FeedResult).made

    def _told_inputs(self, result: BisectResult) -> BisectResult:
        is_random = self._made == "random"
        rows = self._gathered.rows
        return replace(
            result,
            inputs=self._made,
            data="" if is_random else self._gathered.data,
            rows=tuple(rows[at] for at in self._rows) if rows and not is_random else (),
            samples=len(self._rows),
        )

    def _died(self, folder: Path, recipe: Recipe) -> Death | None:
        inputs = str(folder / crash_archive.INPUTS)
        calibrates = recipe.needs_calibration
        convert = ConvertRequest(
            source=str(folder / crash_archive.PARTS[self.cut_from]),
            artifact=str(folder / "made.tflite"),
            recipe=recipe,
            calibration=inputs if calibrates else "",
            evaluation="" if calibrates else inputs,
            overwrite=True,
        )
        selection = InputSelection(given=inputs, seed=recipe.seed)
        return self._as_the_whole(self._trials.died(convert, selection))


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
