"""``studio inspect``: what a model file holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.documents import info_json
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.workplace import execute, open_workplace
from studio.core.formats import sniff
from studio.core.messages import render, render_reason
from studio.core.metadata_titles import metadata_title
from studio.core.model import InspectResult, ModelInfo, TensorSpec
from studio.core.opening import Opening
from studio.core.quantities import UNKNOWN, format_bytes, format_count
from studio.core.requests import InspectRequest


@with_opening_options
def inspect(
    model: Annotated[Path, typer.Argument(help="A model file or SavedModel folder.")],
    shape: options.Shapes = None,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    json: options.Json = False,
) -> None:
    """Show a model's signatures, ops, parameters, MACs and warnings."""
    output = Output(json)
    shapes = options.parse_shapes(shape)
    sniff(model.expanduser())
    request = InspectRequest(
        path=options.absolute(model), allow_code=allow_code, opening=opening, shapes=shapes
    )
    result = execute(open_workplace(), request, InspectResult, output, model.name)
    output.result(info_json(result.info), lambda: _show(output, model, result.info))


def _show(output: Output, path: Path, info: ModelInfo) -> None:
    output.heading(path.name)
    output.facts(
        [
            ("format", info.format),
            ("size", format_bytes(info.size_bytes)),
            ("sha256", info.sha256),
            ("parameters", format_count(info.parameters)),
            ("MACs", _macs(info, path.name)),
            *((f"size of {kind}", format_bytes(size)) for kind, size in info.size_split.items()),
            *((metadata_title(key), value) for key, value in info.metadata.items()),
        ]
    )
    for signature in info.signatures:
        output.heading(f"Signature {signature.name or '(unnamed)'}")
        output.table(
            ("", "name", "dtype", "shape"),
            [
                *(("input", *_tensor(tensor)) for tensor in signature.inputs),
                *(("output", *_tensor(tensor)) for tensor in signature.outputs),
            ],
        )
    if len(info.graphs) > 1:
        output.heading("Graphs in the file (--tag, --signature)")
        output.table(("tags", "signature", "inputs", "outputs"), list(_graphs(info)))
    if info.ops:
        output.heading("Ops")
        ordered = sorted(info.ops.items(), key=lambda item: (-item[1], item[0]))
        output.table(("op", ">count"), [(name, str(count)) for name, count in ordered])
    if info.warnings:
        output.heading("Warnings")
        output.table(("", ""), [render(item.code, item.params) for item in info.warnings])


def _graphs(info: ModelInfo) -> Iterator[tuple[str, str, str, str]]:
    for graph in info.graphs:
        for signature in graph.signatures:
            inputs, outputs = (
                "; ".join(" ".join(_tensor(spec)) for spec in side)
                for side in (signature.inputs, signature.outputs)
            )
            yield ", ".join(graph.tags) or "(none)", signature.name, inputs, outputs


def _macs(info: ModelInfo, path: str) -> str:
    if info.macs is not None:
        return format_count(info.macs)
    if info.macs_unknown_ops:
        # names of ops, or codes of messages about the whole model
        reasons = [render_reason(entry, path) for entry in info.macs_unknown_ops]
        return f"{UNKNOWN} (cannot be counted: {', '.join(reasons)})"
    return UNKNOWN


def _tensor(tensor: TensorSpec) -> tuple[str, str, str]:
    if not tensor.rank_known:
        return tensor.name, tensor.dtype, "any"
    dims = " × ".join("?" if dim is None else str(dim) for dim in tensor.shape)
    return tensor.name, tensor.dtype, dims or "scalar"
