"""``studio diff``: what became of each node of a model's graph in another file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.diff_reports import diff_json, show_diff
from studio.cli.opening_options import of_files, with_opening_options
from studio.cli.output import Output
from studio.cli.workplace import Workplace, execute, open_workplace
from studio.core.arms import usable
from studio.core.errors import UsageError, from_info
from studio.core.file_names import told_apart
from studio.core.formats import sniff
from studio.core.graph_diff import GraphDiff
from studio.core.graph_files import changed_file
from studio.core.graph_moves import moved_nodes
from studio.core.graph_requests import DiffRequest
from studio.core.measure_requests import ProfileRequest
from studio.core.opening import Opening
from studio.core.profile import ProfileResult
from studio.core.settings import default_targets


@with_opening_options
def diff(
    first: Annotated[Path, typer.Argument(help="A model file or SavedModel folder.")],
    second: Annotated[Path, typer.Argument(help="Another one, e.g. what was made from it.")],
    profile: Annotated[
        bool,
        typer.Option(
            "--profile", help="Profile both .tflite files, to see which nodes a delegate runs."
        ),
    ] = False,
    shape: options.Shapes = None,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    json: options.Json = False,
) -> None:
    """Compare two graphs node by node: matched, added, removed, fused, requantized, moved.

    Nodes are matched by the names of their tensors, by the content of their weights, then by what
    surrounds them; where several could be meant, none is. Nodes that need no op in the other graph
    (known before a run, or of a shape that it comes to without them) are counted apart. What is not
    known to be in the other graph is only in this one.
    """
    output = Output(json)
    shapes = options.parse_shapes(shape)
    for path in (first, second):
        if sniff(path.expanduser()).id != "tflite" and profile:
            raise UsageError("artifact-not-tflite", path=path)
    workplace = open_workplace()
    request = DiffRequest(
        first=options.absolute(first),
        second=options.absolute(second),
        shapes=shapes,
        allow_code=allow_code,
        openings=of_files(opening, map(options.absolute, (first, second))),
    )
    names = told_apart((request.first, request.second))
    result = execute(workplace, request, GraphDiff, output, f"{names[0]}, {names[1]}")
    profiles: list[ProfileResult | None] = [None, None]
    if profile:
        paths = (request.first, request.second)
        hashes = (result.first_sha256, result.second_sha256)
        profiles = [
            _profiled(workplace, path, sha256, output)
            for path, sha256 in zip(paths, hashes, strict=True)
        ]
    moved = moved_nodes(result, *profiles)
    output.result(
        diff_json(result, moved), lambda: show_diff(output, result, moved, (names[0], names[1]))
    )


def _profiled(workplace: Workplace, path: str, sha256: str, output: Output) -> ProfileResult:
    """Raises ModelError: graph-file-changed, where that is no longer what was compared."""
    target = usable(default_targets(workplace.settings), ("tflite",))[0]
    request = ProfileRequest(file=path, target=target)
    profile = execute(workplace, request, ProfileResult, output, Path(path).name)
    error = changed_file(path, sha256, profile.sha256)
    if error is not None:
        raise from_info(error)
    return profile
