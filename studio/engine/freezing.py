"""FreezeRequest: what is converted of a source, as a GraphDef file with constants for variables.

Its outputs are what no op of it reads and its inputs its placeholders, so that the file is opened
without being told which they are. Ops that hand a value on, which freezing and the inlining of
calls leave in their dozens, are passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from studio.core.build_protocol import FreezeRequest, FreezeResult
from studio.core.child import Reporter
from studio.core.errors import ConversionError, StorageError
from studio.core.files import write_whole
from studio.engine.float_stage import OpenSource
from studio.engine.loaders.frozen import freeze
from studio.engine.loaders.graph_def import without_traces
from studio.engine.loaders.op_types import op_of
from studio.engine.source import PROCESS_CACHE, SourceCache
from studio.engine.taking import LOOP_OPS
from studio.engine.tensorflow_import import load_tensorflow


def freeze_source(
    request: FreezeRequest, reporter: Reporter, sources: SourceCache = PROCESS_CACHE
) -> FreezeResult:
    """Raises ModelError (opening), UsageError (shapes), ConversionError: source-keeps-state,
    source-not-frozen; StorageError: artifact-unwritable."""
    source = Path(request.source)
    opened = OpenSource(
        source, request.allow_code, sources, request.recipe, reporter, request.opening
    )
    _, _, traced = opened.traced()
    if traced.is_stateful:
        raise ConversionError("source-keeps-state", path=source)
    reporter.phase("freezing")
    tf = load_tensorflow()
    try:
        frozen = freeze(traced.function, traced.signature)
        ends = sorted({op_of(name) for name in frozen.outputs})
        needed = tf.compat.v1.graph_util.extract_sub_graph(frozen.definition, ends)
        _pass_over(needed, ends)
        plain = tf.compat.v1.graph_util.extract_sub_graph(needed, ends)
        for node in without_traces(plain).node:
            node.attr.pop("_class", None)  # places ops beside others, which a part may not have
        data = plain.SerializeToString()
    except MemoryError:
        raise
    except Exception as error:  # above 2 GB, protocol buffers raise errors of their own
        raise ConversionError("source-not-frozen", str(error)[:4000], path=source) from error
    try:
        write_whole(Path(request.output), data)
    except OSError as error:
        raise StorageError("artifact-unwritable", str(error), path=request.output) from error
    return FreezeResult(path=request.output)


def _pass_over(definition: Any, ends: Collection[str]) -> None:
    """Have ops read what Identity ops, but for ``ends``, hand on to them, and wait for nothing that
    is there from the beginning. What stands behind a switch stays: it says when it is run."""
    makers = {node.name: node for node in definition.node}
    handed: dict[str, str] = {}
    for node in definition.node:
        if node.op != "Identity" or node.name in ends:
            continue
        if makers[op_of(node.input[0])].op.removeprefix("Ref") not in LOOP_OPS:
            handed[node.name] = node.input[0]

    def behind(tensor: str) -> str:
        while op_of(tensor) in handed:
            tensor = handed[op_of(tensor)]
        return tensor

    there: set[str] = set()

    def rewritten(node: Any) -> Iterator[str]:
        for given in node.input:
            if not given.startswith("^"):
                yield behind(given)
            elif op_of(behind(given[1:])) not in there:
                yield f"^{op_of(behind(given[1:]))}"

    for node in definition.node:
        inputs = _once(rewritten(node))
        del node.input[:]
        node.input.extend(inputs)
        if not inputs and node.op in ("Const", "Placeholder", "NoOp"):
            there.add(node.name)


def _once(inputs: Iterator[str]) -> list[str]:
    """Values as often as they are read, but each op that is waited for once, as must be."""
    found: list[str] = []
    for given in inputs:
        if not given.startswith("^") or given not in found:
            found.append(given)
    return found
