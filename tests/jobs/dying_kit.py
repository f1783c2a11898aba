"""What the tests of bisecting share: a queue over children that die as told, and what was asked."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from studio.core.bisecting import BisectResult
from studio.core.events import JobCancelled, JobFailed, JobSucceeded
from studio.core.recipe import Recipe, make_recipe, make_step
from studio.core.requests import BisectRequest, ConvertRequest
from tests.jobs.bench import Bench
from tests.kit.chained_tflite import STEADY, op_chain

CHILD = Path(__file__).with_name("dying_child.py")
KINDS = (*STEADY[2:], "EXP", *STEADY[:2])
INT8 = make_recipe([make_step("int8")])


class Dying:
    """A bench whose children die as told, a model of KINDS, and what was asked for."""

    def __init__(self, make_bench: Callable[..., Bench], folder: Path) -> None:
        self.bench = make_bench(child_command=(sys.executable, str(CHILD)))
        self.folder = folder
        self.model = op_chain(folder / "net.tflite", KINDS)
        self.archive = folder / "out" / "crash.zip"
        self.archive.parent.mkdir()
        self.calibration = folder / "samples.npz"
        values = np.linspace(0, 1, 8, dtype=np.float32)[:, None] * np.ones((8, 4), np.float32)
        np.savez(self.calibration, x=values)

    def request(self, recipe: Recipe = INT8, **fields: object) -> BisectRequest:
        convert = ConvertRequest(
            source=str(self.model),
            artifact="",
            recipe=recipe,
            calibration=str(self.calibration) if recipe.needs_calibration else "",
        )
        made = BisectRequest(convert=convert, archive=str(self.archive))
        return msgspec.structs.replace(made, **fields)

    def run(self, **fields: object) -> JobSucceeded | JobFailed | JobCancelled:
        end = self.bench.run(self.request(**fields))
        assert isinstance(end, JobSucceeded | JobFailed | JobCancelled)
        return end

    def found(self, **fields: object) -> BisectResult:
        end = self.run(**fields)
        assert isinstance(end, JobSucceeded), end
        assert isinstance(end.result, BisectResult)
        return end.result

    def refused(self, **fields: object) -> str:
        """The code of the error, after which there is no file."""
        end = self.run(**fields)
        assert isinstance(end, JobFailed), end
        assert list(self.archive.parent.iterdir()) == []
        return end.error.code

    def unpacked(self) -> Path:
        folder = self.folder / "unpacked"
        with zipfile.ZipFile(self.archive) as archive:
            archive.extractall(folder)
        return folder
