"""Lines of a table of what became of models, and how they are printed."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Line:
    """``size``: of what was made, else of the file; "" = refused. ``says``: the check, warnings, or
    why it was refused. "" = there is none."""

    model: str
    format: str
    asked: str
    route: str
    result: str
    size: str
    says: str


NOTHING = "–"
MODEL_LINES = pytest.StashKey[list[Line]]()
"""Where a test run keeps them until it prints them."""


def formatted(lines: list[Line], width: int) -> str:
    """The lines under their files, in the order in which these first came.

    Why something was refused stands in the place of route, size and check, and goes on below.
    """
    by_file: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        by_file.setdefault((line.model, line.format), []).append(line)
    asked, result, route, size = (
        max(len(getattr(line, field)) for line in lines)
        for field in ("asked", "result", "route", "size")
    )
    text = []
    for (model, form), own in by_file.items():
        text.append(f"{model} ({form})" if form else model)
        before = ""
        for line in own:
            head = f"  {line.asked:<{asked}}  {line.result:<{result}}  "
            if line.size:
                head += f"{line.route or NOTHING:<{route}}  {line.size:>{size}}  "
            says = line.says or NOTHING
            if says == before and not line.size:
                says = "the same"
            before = line.says
            first, *more = textwrap.wrap(says, max(40, width - len(head)))
            text += [head + first, *(" " * len(head) + part for part in more)]
    return "\n".join(text)
