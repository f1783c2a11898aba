"""``studio graph``: the ops of a model and what leads where, as a table, a picture or data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.graph_document import graph_json
from studio.cli.graph_reports import show_graph
from studio.cli.graph_work import (
    GROUPINGS,
    OVERLAY_NAMES,
    GraphWork,
    parse_grouping,
    parse_overlay,
    refuse_unused,
)
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.workplace import execute, open_workplace
from studio.core.errors import StorageError, UsageError
from studio.core.files import write_whole
from studio.core.formats import sniff
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import PictureRequest, PictureResult
from studio.core.input_selection import InputSelection
from studio.core.model import InspectResult
from studio.core.node_data import write_node_data
from studio.core.opening import Opening
from studio.core.overlay_boxes import Painted, paint_layout
from studio.core.overlay_colors import Ground
from studio.core.overlays import Overlay
from studio.core.requests import DiagnoseRequest, InspectRequest
from studio.core.thresholds import DIAGNOSE_SAMPLES
from studio.report.graph_dot import graph_dot
from studio.report.graph_svg import graph_svg
from studio.report.graph_table import graph_csv

File = Path | None


def _file(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="FILE", help=what)
    return option


@with_opening_options
def graph(
    model: Annotated[Path, typer.Argument(help="A model file or SavedModel folder.")],
    png: Annotated[File, _file("Draw the graph into a PNG file.")] = None,
    svg: Annotated[File, _file("Draw the graph into an SVG file.")] = None,
    dot: Annotated[File, _file("Write the graph in the language of Graphviz.")] = None,
    csv: Annotated[File, _file("Write the table of ops.")] = None,
    overlay: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help=f"What to show on the ops: {', '.join(OVERLAY_NAMES)}. For time and placement the "
            "file is profiled, for errors it is run beside the model of --against.",
        ),
    ] = None,
    against: Annotated[
        File, typer.Option(metavar="MODEL", help="The model it was made from, for its errors.")
    ] = None,
    data: Annotated[
        File,
        typer.Option(metavar="D", help="Inputs for its errors; without them seeded random ones."),
    ] = None,
    node_data: Annotated[
        File, _file("Write the overlay's values for Google's Model Explorer, as JSON.")
    ] = None,
    grouping: Annotated[
        str, typer.Option(metavar="HOW", help=f"How ops are gathered: {', '.join(GROUPINGS)}.")
    ] = "none",
    closed: Annotated[bool, typer.Option("--closed", help="Draw groups closed.")] = False,
    dark: Annotated[bool, typer.Option("--dark", help="Draw for a dark ground.")] = False,
    shape: options.Shapes = None,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Say what a model's graph holds, draw it, or write it out for other programs.

    Nothing is run, unless an overlay asks for a profile or for errors.
    """
    output = Output(json)
    how, what = parse_grouping(grouping), parse_overlay(overlay)
    refuse_unused(what, against, data)
    files = (png, svg, dot, csv, node_data)
    wanted = [path.expanduser() for path in files if path is not None]
    if node_data is not None and what is None:
        raise UsageError("node-data-without-overlay")
    for target in wanted:
        options.refuse_existing(target, overwrite)
        options.refuse_unwritable(target)
    if sniff(model.expanduser()).id != "tflite" and node_data is not None:
        raise UsageError("node-data-of-source", path=model)
    workplace = open_workplace()
    work = GraphWork(workplace, output, model.name)
    opened = work.open(
        InspectRequest(
            path=options.absolute(model),
            allow_code=allow_code,
            opening=opening,
            shapes=options.parse_shapes(shape),
        )
    )
    compared = None
    if against is not None:
        compared = DiagnoseRequest(
            artifact=opened.path,
            against=options.absolute(against),
            inputs=InputSelection(
                given=options.absolute(data) if data is not None else "", limit=DIAGNOSE_SAMPLES
            ),
            allow_code=allow_code,
            opening=opening,
        )
    layout = work.lay_out(opened, how, is_closed=closed)
    found = work.overlay(what, opened, compared) if what is not None else None
    shown = found.overlay if found is not None else None
    ground: Ground = "dark" if dark else "light"
    picture = _Picture(model.name, opened, layout, shown, ground)
    for path, make in ((svg, picture.svg), (dot, picture.dot), (csv, picture.csv)):
        if path is not None:
            _write(path.expanduser(), make)
    if node_data is not None and shown is not None:
        _written(node_data, lambda path: write_node_data(path, opened.graph, shown, ground=ground))
    if png is not None:
        with TemporaryDirectory(prefix="studio-") as folder:
            source = Path(folder) / "graph.svg"
            _write(source, picture.svg)
            request = PictureRequest(svg=str(source), picture=options.absolute(png))
            execute(workplace, request, PictureResult, output, png.name)
    output.result(
        graph_json(opened, layout, found), lambda: show_graph(output, opened, layout, found)
    )
    for target in wanted:
        output.say(f"written: {target}")


class _Picture:
    """The graph in the forms that it can be written in."""

    def __init__(
        self,
        title: str,
        opened: InspectResult,
        layout: GraphLayout,
        overlay: Overlay | None,
        ground: Ground,
    ) -> None:
        self._title, self._layout, self._ground = title, layout, ground
        self._graph = opened.graph
        self._overlays = () if overlay is None else (overlay,)
        self._painted = (
            paint_layout(layout, opened.graph, self._overlays, ground)
            if overlay is not None
            else Painted()
        )

    def svg(self) -> str:
        return graph_svg(
            self._layout,
            self._title,
            ground=self._ground,
            overlays=self._overlays,
            painted=self._painted,
        )

    def dot(self) -> str:
        return graph_dot(self._layout, self._title, self._painted)

    def csv(self) -> str:
        return graph_csv(self._graph, self._overlays)


def _write(path: Path, make: Callable[[], str]) -> None:
    """Raises StorageError: file-not-written."""
    _written(path, lambda where: write_whole(where, make().encode("utf-8")))


def _written(path: Path, write: Callable[[Path], None]) -> None:
    """Raises StorageError: file-not-written."""
    try:
        write(path.expanduser())
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=path) from error
