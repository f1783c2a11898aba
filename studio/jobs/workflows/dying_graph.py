"""A source that makes the converter die before there is a float .tflite: what is left of its graph.

It is frozen to a GraphDef, in the same child, and that is cut. No sample is needed: a trial is only
the float conversion.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.bisecting import BisectResult, CutFrom, Death, death_of
from studio.core.build_protocol import BuildResult, FreezeRequest, FreezeResult
from studio.core.errors import RunError, StudioError
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.core.messages import title_of
from studio.core.recipe import Recipe
from studio.core.requests import BisectRequest, ConvertRequest
from studio.jobs import crash_archive
from studio.jobs.context import JobContext
from studio.jobs.workflows.convert import build_request
from studio.jobs.workflows.dying import Trials
from studio.jobs.workflows.dying_ops import DyingOps
from studio.jobs.workflows.sources import call_for_source

BEFORE_A_GRAPH = {
    "loading-tensorflow": "bisect-dies-loading",
    "loading-model": "bisect-dies-loading",
    "tracing": "bisect-dies-tracing",
    "freezing": "bisect-dies-tracing",
}
"""Phase -> code of the error: there is nothing yet that could be cut."""


class FrozenPart(DyingOps):
    """What is left of the ops of the graph that the source was frozen to."""

    cut_from: CutFrom = "frozen-graph"

    def __init__(
        self,
        request: BisectRequest,
        job: JobContext,
        trials: Trials,
        death: Death,
    ) -> None:
        recipe = recipe_of_graph(request.convert.recipe)

        def take(wanted: TakeRequest) -> TakeResult:
            # the child that converts: it is new after each death, as any other would have to be
            return trials.quiet.call("convert", wanted, TakeResult)

        super().__init__(request, job, trials, death, recipe, take)

    def prepare(self) -> None:
        """Raises RunError: bisect-dies-tracing, bisect-dies-loading, bisect-not-frozen,
        bisect-needs-source, bisect-needs-source-fails."""
        self._load(self._frozen())
        if not self._dies(self._ops):
            what = self._trials.ending
            code = "bisect-needs-source-fails" if what else "bisect-needs-source"
            raise RunError(code, died=self._death.signal, what=what)

    def fewer_samples(self) -> None:
        """It dies without any."""

    def _frozen(self) -> str:
        given = self._request.convert
        freeze = FreezeRequest(
            source=given.source,
            output=str(self._work / "frozen.pb"),
            recipe=given.recipe,
            allow_code=given.allow_code,
            opening=given.opening,
        )
        try:
            return call_for_source(self._trials.quiet, "convert", freeze, FreezeResult).path
        except StudioError as error:
            self._job.check()
            if death_of(error.info(), "") is not None:
                code = BEFORE_A_GRAPH.get(self._trials.phase, "bisect-dies-tracing")
                raise RunError(code, error.detail, died=self._death.signal) from error
            what = title_of(error)
            raise RunError(
                "bisect-not-frozen", error.detail, died=self._death.signal, what=what
            ) from error

    def _complete(self, part: Path, ops: tuple[int, ...]) -> None:
        """It dies without any input."""

    def _told_inputs(self, result: BisectResult) -> BisectResult:
        return result

    def _died(self, folder: Path, recipe: Recipe) -> Death | None:
        convert = ConvertRequest(
            source=str(folder / crash_archive.PARTS[self.cut_from]),
            artifact="",
            recipe=recipe,
            allow_code=self._request.convert.allow_code,
        )
        quiet = self._trials.quiet
        # parts that survive have no place among the float stages that are kept
        build = replace(build_request(convert, quiet), cache="")
        died = self._trials.died_of(lambda: quiet.call("convert", build, BuildResult))
        return self._as_the_whole(died)


def recipe_of_graph(recipe: Recipe) -> Recipe:
    """For the float conversion of a GraphDef with fixed shapes (but for a batch left open)."""
    plain = recipe_of_float_stage(recipe)
    return replace(plain, shapes={}, signature=None, route="auto")


def recipe_of_float_stage(recipe: Recipe) -> Recipe:
    """What of ``recipe`` decides the float stage."""
    steps = recipe.steps if recipe.allows_tensorflow_ops else ()
    return replace(recipe, steps=steps, keep=(), calibration=None)
