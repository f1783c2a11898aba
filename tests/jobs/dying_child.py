"""The real children, but for a converter that is none and dies as $DYING says, a JSON object.

``convert``/``run``: kinds of ops; building (running) a file that has them all dies of ``signal``.
``above``: it dies only where a calibration value is greater; ``above_input``: the same of what it
runs on. ``steps``: only with so many in the recipe. ``only``: a folder; each death takes a
file out of it, and without any there is none. ``stall``: the converter makes this file and
stands still where it is not there and the model has fewer than ``below`` ops.
``float``: the float .tflite of what is none; ``source``: "before-float" = there is none either, it
dies; "alone" = only a conversion from the source itself dies; "legacy" = it is one that only the
process with Keras 2 reads, a converter like the other one; "legacy-before-float" = both.
``frozen``: kinds of ops, a chain of which is the GraphDef that what is none is frozen to; building
a part of it that has all of ``graph`` dies, of ``graph_signal``. ``freezing``: "dies" or "refuses";
``untaken``: a kind of op that no part can have. ``asks``: true = such a graph needs a yes.
``phase``: what it is at when it dies. Of a .pt2 the child with PyTorch dies.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from studio.core.build_protocol import (
    BuildRequest,
    BuildResult,
    FreezeRequest,
    FreezeResult,
    MakeFloatStageRequest,
)
from studio.core.child import Reporter, open_channel, run_loop
from studio.core.errors import ConversionError, ModelError
from studio.core.graph_requests import TakeRequest, TakeResult
from studio.core.results import Stage
from studio.graph.tflite import mapped, parse_model
from tests.kit.small_graph_def import chain, kinds_of_chain

DYING = json.loads(os.environ["DYING"])


def main() -> None:
    name = sys.argv[sys.argv.index("--child") + 1]
    if name in ("convert", "legacy-keras"):
        handlers: dict[type, Any] = {BuildRequest: build, FreezeRequest: freeze, TakeRequest: take}
        run_loop(open_channel(), handlers)
    elif name == "torch":
        run_loop(open_channel(), {MakeFloatStageRequest: lambda *_: die()})
    elif name == "verify":
        serve_runs()
    else:
        from studio.graph import child as graph_child

        graph_child.serve(open_channel())


def build(request: BuildRequest, reporter: Reporter) -> BuildResult:
    reporter.phase(DYING.get("phase", "quantizing"))
    source, is_source = request.source, Path(request.source).read_bytes()[:4] == b"\x89HDF"
    if source.endswith(".pb"):
        if DYING.get("asks") and not request.allow_code:
            raise ModelError("model-needs-code", path=source, layers="ReadFile")
        if set(DYING["graph"]) <= set(kinds_of_chain(Path(source))):
            die(DYING.get("graph_signal"))
        source = DYING["float"]
    elif is_source:
        if DYING.get("source", "").startswith("legacy") and sys.argv[-1] != "legacy-keras":
            raise ModelError("model-needs-legacy-keras", path=source, reason="a name")
        source = DYING["float"]
    if is_source and DYING.get("source", "").endswith("before-float"):
        die()
    stall = Path(DYING.get("stall", os.devnull))
    if not stall.exists() and len(kinds(source)) < DYING["below"]:
        stall.touch()
        while True:
            time.sleep(0.02)
    is_plain = is_source and not request.recipe.steps
    is_enough = len(request.recipe.steps) >= DYING.get("steps", 0)
    if not is_plain and has(source, "convert") and is_above(request.calibration) and is_enough:
        die()
    if DYING.get("source") == "alone" and is_source and not is_plain:
        die()
    data = Path(source).read_bytes()
    Path(request.artifact).write_bytes(data)
    return BuildResult(
        artifact=request.artifact,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        source_sha256="0" * 64,
        stages=(Stage(name="float", route="copy", cached=False, seconds=0.0),),
    )


def freeze(request: FreezeRequest, reporter: Reporter) -> FreezeResult:
    reporter.phase("freezing")
    if DYING.get("freezing") == "dies":
        die()
    if DYING.get("freezing") == "refuses":
        raise ConversionError("source-keeps-state", path=request.source)
    chain(Path(request.output), DYING["frozen"], (1, 4))
    return FreezeResult(path=request.output)


def take(request: TakeRequest, reporter: Reporter) -> TakeResult:
    del reporter
    kinds = kinds_of_chain(Path(request.path))
    chosen = [kinds[at] for at in request.ops]
    if DYING.get("untaken") in chosen:
        raise ConversionError("part-shape-unknown", name="n1:0")
    if chosen:
        chain(Path(request.artifact), chosen, (1, 4))
    bound = tuple(at for at, kind in enumerate(kinds) if kind == "Merge")
    return TakeResult(path=request.path, kinds=tuple(kinds), bound=bound)


def serve_runs() -> None:
    from studio.verify import child as verify_child
    from studio.verify.running import Runner

    run = Runner.run

    def dying_run(self: Runner, inputs: Any, *arguments: Any) -> Any:
        least = DYING.get("above_input")
        is_above = least is None or any(float(array.max()) > least for array in inputs.values())
        if has(self._path, "run") and is_above:
            die()
        return run(self, inputs, *arguments)

    Runner.run = dying_run  # type: ignore[method-assign]
    verify_child.serve(open_channel())


def has(path: str, key: str) -> bool:
    wanted = DYING.get(key, [])
    return bool(wanted) and set(wanted) <= set(kinds(path))


def kinds(path: str) -> list[str]:
    with mapped(Path(path)) as data:
        return [op.name for op in parse_model(data).subgraphs[0].ops]


def is_above(calibration: str) -> bool:
    if "above" not in DYING:
        return True
    import numpy as np

    with np.load(calibration) as arrays:
        return any(float(arrays[name].max()) > DYING["above"] for name in arrays.files)


def die(name: str | None = None) -> None:
    """``name``: of another signal than is told."""
    if "only" in DYING:
        left = sorted(Path(DYING["only"]).iterdir())
        if not left:
            return
        left[0].unlink()
    os.write(2, b"last words of the converter\n")
    os.kill(os.getpid(), getattr(signal, name or DYING.get("signal", "SIGSEGV")))


if __name__ == "__main__":
    main()
