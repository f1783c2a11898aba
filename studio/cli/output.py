"""Where a command writes: its result to stdout (a table, or JSON alone), all else to stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

import msgspec
from rich.console import Console, Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from studio.core.errors import ErrorInfo, ErrorPlace
from studio.core.messages import render_error
from studio.core.messages.joining import numbered, place_text

_DETAIL_LINES = 20
_PLAIN_WIDTH = 10_000


class Output:
    """One command's two streams. ``is_json``: stdout carries one JSON document and nothing else."""

    def __init__(self, is_json: bool = False) -> None:
        self.is_json = is_json
        self.stdout = _console(sys.stdout)
        self.stderr = _console(sys.stderr)
        self._said: set[str] = set()

    def result(self, data: dict[str, Any], show: Callable[[], None]) -> None:
        """The command's result: ``data`` as JSON, or what ``show`` prints for a person."""
        if self.is_json:
            sys.stdout.write(json.dumps(_finite(data), indent=2, allow_nan=False) + "\n")
            sys.stdout.flush()
        else:
            show()

    def say(self, text: str) -> None:
        """A line about what is going on."""
        self._said.add(text)
        self.stderr.print(escape(text), style="dim")

    def is_on_screen(self, text: str) -> bool:
        """Whether who reads the result has that line of :meth:`say` before them already."""
        return text in self._said and self.stdout.is_terminal and self.stderr.is_terminal

    def heading(self, text: str) -> None:
        self.stdout.print()
        self.stdout.print(Text(text, style="bold"))

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Name and value, aligned."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in rows:
            grid.add_row(Text(name), Text(value))
        self.stdout.print(grid)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """``columns`` beginning with ">" hold numbers and are right-aligned."""
        is_terminal = self.stdout.is_terminal
        table = Table(
            box=None,
            pad_edge=False,
            padding=(0, 2, 0, 0),
            header_style="dim",
            show_header=any(column.strip(">") for column in columns),
        )
        for column in columns:
            table.add_column(
                column.lstrip(">"),
                justify="right" if column.startswith(">") else "left",
                no_wrap=not is_terminal or column.startswith(">"),
                overflow="fold",
                min_width=None if column.startswith(">") else min(8, len(column)),
            )
        for row in rows:
            table.add_row(*map(Text, row))
        self.stdout.print(table)

    def error(self, info: ErrorInfo) -> None:
        """A failure: JSON on stdout where that was asked for, else a panel (plain: lines)."""
        shown = render_error(info)
        if self.is_json:
            document = {"error": msgspec.to_builtins(shown)}
            sys.stdout.write(json.dumps(document, indent=2) + "\n")
            sys.stdout.flush()
            return
        places = [_place_text(place) for place in shown.places]
        ways = list(numbered(shown.ways_out))
        # where the details were understood they are only in the way; --json and the log have them
        words = [] if shown.places else shown.detail.strip().splitlines()[-_DETAIL_LINES:]
        detail = "\n".join(words)
        if not self.stderr.is_terminal:
            lines = [f"error: {shown.title}", *places, shown.hint, *ways, detail]
            print("\n".join(filter(None, lines)), file=sys.stderr)
            return
        parts = [Text(shown.title, style="bold")]
        parts += [Text(line) for line in (*places, shown.hint, *ways) if line]
        if detail:
            parts.append(Text("\n" + detail, style="dim"))
        self.stderr.print(Panel(Group(*parts), border_style="red", title="✕ error"))


def _place_text(place: ErrorPlace) -> str:
    node = f" (node {place.node})" if place.node else ""
    return f"  {place_text(place)}{node}"


def _console(stream: TextIO) -> Console:
    """A console that never wraps or truncates what goes into a file or another program."""
    console = Console(file=stream, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        return Console(file=stream, highlight=False, width=_PLAIN_WIDTH, color_system=None)
    return console


def _finite(value: Any) -> Any:
    """JSON has no NaN: what is not a finite number is null."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
