"""What ``studio graph`` has done: the graph opened, laid out, and the overlay's data gathered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from msgspec.structs import replace

from studio.cli.output import Output
from studio.cli.workplace import Workplace, execute
from studio.core.arms import usable
from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import UsageError, from_info
from studio.core.formats import sniff
from studio.core.graph_files import changed_file
from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.graph_requests import ConstantsRequest, ConstantsResult, LayoutRequest
from studio.core.measure_requests import ProfileRequest
from studio.core.model import InspectResult
from studio.core.overlay_values import make_overlay, node_errors
from studio.core.overlays import NodeErrors, NoOverlay, Overlay, OverlayKind, OverlaySources
from studio.core.profile import ProfileResult
from studio.core.requests import DiagnoseRequest, InspectRequest
from studio.core.settings import default_targets

OverlayName = Literal[
    "time",
    "error",
    "cumulative-error",
    "precision",
    "macs",
    "parameters",
    "activation",
    "sparsity",
    "placement",
]
OVERLAY_NAMES: tuple[OverlayName, ...] = get_args(OverlayName)
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)


@dataclass(frozen=True)
class Shown:
    """An overlay and what was run for it."""

    overlay: Overlay
    profile: ProfileResult | None = None
    errors: NodeErrors | None = None


@dataclass(frozen=True)
class GraphWork:
    """Runs the jobs one after another, each in a child of its own kind."""

    workplace: Workplace
    output: Output
    title: str

    def open(self, request: InspectRequest) -> InspectResult:
        return execute(self.workplace, request, InspectResult, self.output, self.title)

    def lay_out(self, opened: InspectResult, grouping: Grouping, *, is_closed: bool) -> GraphLayout:
        """``is_closed``: no group is opened; else as many as fit are."""
        request = LayoutRequest(
            path=opened.path,
            graph=None if is_tflite(opened) else opened.graph,
            grouping=grouping,
            opened=() if is_closed else None,
        )
        layout = execute(self.workplace, request, GraphLayout, self.output, self.title)
        _require_same(opened, layout.sha256)
        return layout

    def overlay(
        self, name: OverlayName, opened: InspectResult, against: DiagnoseRequest | None
    ) -> Shown:
        """Profiles the file, or looks into its weights, where that is what the overlay shows.

        ``against``: for errors. Raises UsageError with the reason where there is none of that kind
        (overlay-error-alone, overlay-error-of-source, ...), and as the jobs fail.
        """
        kind: OverlayKind = "local-error" if name == "error" else name
        sources = OverlaySources(graph=opened.graph, is_artifact=is_tflite(opened))
        if kind in ("local-error", "cumulative-error"):
            sources = replace(sources, errors=self._errors(opened, against))
        made = make_overlay(kind, sources)
        if isinstance(made, NoOverlay) and made.needs:
            sources = self._with_needed(made, opened, sources)
            made = make_overlay(kind, sources)
        if isinstance(made, NoOverlay):
            raise UsageError(made.code, **made.params)
        return Shown(made, sources.profile, sources.errors)

    def _errors(self, opened: InspectResult, against: DiagnoseRequest | None) -> NodeErrors:
        if not is_tflite(opened):
            raise UsageError("overlay-error-of-source", path=opened.path)
        if against is None:
            raise UsageError("overlay-error-alone")
        found = execute(self.workplace, against, DiagnoseResult, self.output, self.title)
        _require_same(opened, found.sha256)
        return node_errors(found)

    def _with_needed(
        self, missing: NoOverlay, opened: InspectResult, sources: OverlaySources
    ) -> OverlaySources:
        if missing.needs == "constants":
            read = ConstantsRequest(path=opened.path)
            constants = execute(self.workplace, read, ConstantsResult, self.output, self.title)
            _require_same(opened, constants.sha256)
            return OverlaySources(graph=sources.graph, constants=constants)
        target = usable(default_targets(self.workplace.settings), ("tflite",))[0]
        timed = ProfileRequest(file=opened.path, target=target)
        profile = execute(self.workplace, timed, ProfileResult, self.output, self.title)
        _require_same(opened, profile.sha256)
        return OverlaySources(graph=sources.graph, profile=profile)


def refuse_unused(what: OverlayName | None, against: Path | None, data: Path | None) -> None:
    """Raises UsageError: overlay-against-unused, where what errors need is given for none; as
    ``sniff``, where there is no such file."""
    for name, path in (("--against", against), ("--data", data)):
        if path is not None and what not in ("error", "cumulative-error"):
            raise UsageError("overlay-against-unused", option=name)
    if against is not None:
        sniff(against.expanduser())


def _require_same(opened: InspectResult, sha256: str) -> None:
    """Raises ModelError: graph-file-changed, where a job has read another content."""
    error = changed_file(opened.path, opened.info.sha256, sha256)
    if error is not None:
        raise from_info(error)


def is_tflite(opened: InspectResult) -> bool:
    return opened.info.format == "tflite"


def parse_overlay(text: str | None) -> OverlayName | None:
    """Raises UsageError: argument-invalid."""
    for name in OVERLAY_NAMES:
        if text == name:
            return name
    if text is not None:
        raise UsageError(
            "argument-invalid", name="--overlay", value=text, expected=", ".join(OVERLAY_NAMES)
        )
    return None


def parse_grouping(text: str) -> Grouping:
    """Raises UsageError: argument-invalid."""
    for name in GROUPINGS:
        if text == name:
            return name
    raise UsageError(
        "argument-invalid", name="--grouping", value=text, expected=", ".join(GROUPINGS)
    )
