"""The README's table of optimizations is the catalog, word for word."""

from __future__ import annotations

from pathlib import Path

from studio.core.optimizations import CATALOG, Optimization

README = Path(__file__).resolve().parents[2] / "README.md"
START = "|---|---|---|---|---|\n"
END = "<!-- catalog end -->"


def table_row(entry: Optimization) -> str:
    params = "; ".join(
        f"`{param.name}={param.default}` ({param.allowed})" for param in entry.params
    )
    cells = (
        f"`{entry.id}`",
        entry.help,
        params or "–",
        "needed" if entry.needs_calibration else "–",
        _others(entry),
    )
    return "| " + " | ".join(cells) + " |\n"


def _others(entry: Optimization) -> str:
    if set(entry.conflicts) == set(CATALOG) - {entry.id}:
        return "any other"
    return ", ".join(f"`{name}`" for name in entry.conflicts) or "–"


def test_table_is_the_catalog() -> None:
    text = README.read_text(encoding="utf-8")
    table = text.partition(START)[2].partition(END)[0]
    assert table == "".join(map(table_row, CATALOG.values()))
