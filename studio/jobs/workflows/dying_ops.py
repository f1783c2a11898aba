"""A model that makes a process die: how its ops become fewer, and how what is left is packed."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from studio.core.bisecting import BisectResult, CutFrom, Death, shrink
from studio.core.errors import RunError, StudioError
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.core.messages import title_of
from studio.core.recipe import Recipe
from studio.core.requests import BisectRequest
from studio.jobs import crash_archive
from studio.jobs.context import JobContext
from studio.jobs.converter_versions import versions_of
from studio.jobs.workflows.dying import Trials


class DyingOps(ABC):
    """Which ops of a file are left."""

    cut_from: CutFrom

    def __init__(
        self,
        request: BisectRequest,
        job: JobContext,
        trials: Trials,
        death: Death,
        recipe: Recipe,
        take: Callable[[TakeRequest], TakeResult],
    ) -> None:
        """``recipe``: that of a part. ``take``: has a child take ops out of such a file."""
        self._request, self._job, self._trials, self._death = request, job, trials, death
        self._recipe, self._take = recipe, take
        self._work = job.work / "part"
        self._work.mkdir()
        self._model = ""
        self._kinds: tuple[str, ...] = ()
        self._bound: frozenset[int] = frozenset()
        self._ops: tuple[int, ...] = ()
        self._untaken: set[tuple[int, ...]] = set()

    @abstractmethod
    def prepare(self) -> None:
        """Make the file whose ops are dropped. Raises RunError where it does not die as the whole
        does."""

    @abstractmethod
    def _complete(self, part: Path, ops: tuple[int, ...]) -> None:
        """Make, beside the file ``part``, what it is given. Raises what the children report."""

    @abstractmethod
    def _died(self, folder: Path, recipe: Recipe) -> Death | None:
        """How what is in ``folder`` dies, as the packed command says it; None where it does not, or
        otherwise than the whole."""

    @abstractmethod
    def _told_inputs(self, result: BisectResult) -> BisectResult:
        """``result`` with what there is to say of the part's inputs."""

    @abstractmethod
    def fewer_samples(self) -> None:
        """Where samples matter: one, or as few as can be found."""

    def fewer_ops(self) -> bool:
        """Whether no op of what is left can be dropped, each tried."""
        total = len(self._kinds)

        def dies(ops: tuple[int, ...]) -> bool:
            if not self._dies(ops):
                return False
            self._job.note(f"ops: {total} -> {len(ops)}, trials: {self._trials.count}")
            return True

        unbound = tuple(at for at in self._ops if at not in self._bound)
        if 0 < len(unbound) < len(self._ops) and self._trials.may_go_on() and dies(unbound):
            self._ops = unbound  # no step that drops some of the bound ones alone can be tried
        self._ops, is_minimal = shrink(self._ops, dies, self._trials.may_go_on)
        one_less = {(*self._ops[:at], *self._ops[at + 1 :]) for at in range(len(self._ops))}
        return is_minimal and not self._bound & set(self._ops) and not one_less & self._untaken

    def packed(self, is_minimal: bool) -> tuple[Path, BisectResult]:
        """A folder with crash.zip, whose content died once more. Raises RunError: bisect-flaky."""
        job = self._job
        job.note("running what is packed once more")
        self._trials.is_checking = True
        folder = self._work / "packed"
        folder.mkdir()
        self._make(self._ops, folder)
        died = self._died(folder, self._recipe)
        if died is None:
            raise RunError("bisect-flaky", died=self._death.signal)
        result = self._told_inputs(
            BisectResult(
                source=self._request.convert.source,
                archive=self._request.archive,
                sha256="",
                size_bytes=0,
                death=died,
                cut_from=self.cut_from,
                total_ops=len(self._kinds),
                ops=len(self._ops),
                kinds=tuple(self._kinds[at] for at in self._ops),
                trials=self._trials.count,
                is_minimal=is_minimal,
                inputs="none",
                data="",
                rows=(),
                samples=0,
                command=crash_archive.command(
                    self._recipe,
                    self.cut_from,
                    runs_only=self._request.runs_only,
                    allow_code=self._request.convert.allow_code,
                ),
            )
        )
        archive = folder / "crash.zip"
        packages = versions_of(job.config)
        crash_archive.write(archive, folder, result, self._recipe, self._trials.log, packages)
        again = self._work / "unpacked"
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(again)
        if self._died(again, crash_archive.read_recipe(again)) is None:
            raise RunError("bisect-flaky", died=self._death.signal)
        return folder, replace(
            result,
            sha256=hashlib.sha256(archive.read_bytes()).hexdigest(),
            size_bytes=archive.stat().st_size,
            trials=self._trials.count,
        )

    def _load(self, model: str) -> None:
        """Take ``model`` for the file whose ops are dropped."""
        self._model = model
        found = self._take(TakeRequest(path=model))
        self._kinds, self._bound = found.kinds, frozenset(found.bound)
        self._ops = tuple(range(len(self._kinds)))

    def _dies(self, ops: tuple[int, ...]) -> bool:
        if len(ops) < len(self._kinds) and self._bound & set(ops):
            return False  # it cannot be taken out, so nothing is known of it
        folder = self._work / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            self._make(ops, folder)
        except StudioError as error:
            self._job.check()
            self._job.log_error("no such part", error)
            self._trials.ending = title_of(error)
            self._untaken.add(ops)
            return False
        return self._died(folder, self._recipe) is not None

    def _make(self, ops: tuple[int, ...], folder: Path) -> None:
        """The part of ``ops``, and what it is given, in ``folder``. Raises what the children
        report."""
        part = folder / crash_archive.PARTS[self.cut_from]
        if len(ops) == len(self._kinds):
            shutil.copyfile(self._model, part)
        else:
            self._take(TakeRequest(path=self._model, artifact=str(part), ops=ops))
        self._complete(part, ops)

    def _as_the_whole(self, died: Death | None) -> Death | None:
        return died if died is not None and died.is_same(self._death) else None
