"""``studio formats``: every format, what can be done with it, what it needs."""

from __future__ import annotations

import msgspec

from studio.cli import options
from studio.cli.output import Output
from studio.cli.workplace import open_workplace
from studio.core.format_uses import FormatUse, format_uses
from studio.core.onnx_program import is_complete


def formats(json: options.Json = False) -> None:
    """List the formats of model files: what Studio does with each, and what that needs here."""
    output = Output(json)
    queue = open_workplace().queue
    own = queue.onnx_environment
    folders = [*queue.onnx_folders, *([own] if own is not None and is_complete(own) else [])]
    uses = format_uses(folders)
    output.result({"formats": msgspec.to_builtins(uses)}, lambda: _show(output, uses))


def _show(output: Output, uses: tuple[FormatUse, ...]) -> None:
    output.table(
        ("format", "files", "converted by", "measured on", "missing here", ""),
        [
            (
                use.title,
                ", ".join(use.suffixes) or "a folder",
                use.converts or ("–" if use.opens else "not opened"),
                ", ".join(use.targets) or "–",
                ", ".join(use.missing) or "–",
                use.note,
            )
            for use in uses
        ],
    )
