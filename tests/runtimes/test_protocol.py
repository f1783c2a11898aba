"""Every runtime is loaded in the one way that measuring, checking and the graph load them."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

import studio
from studio.runtimes import RUNTIMES

_FOLDER = Path(studio.__file__).parent.parent


def class_of(dotted: str) -> ast.ClassDef:
    """Read from its file: not each runtime's library is installed. A package's class is in the
    module that its ``__init__`` imports it from."""
    module, name = dotted.split(":")
    found = find_spec(module)
    assert found is not None and found.origin is not None
    for node in ast.parse(Path(found.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
        if isinstance(node, ast.ImportFrom) and any(one.name == name for one in node.names):
            return class_of(f"{node.module}:{name}")
    raise AssertionError(f"{dotted} is not there")


def arguments_of_load(cls: ast.ClassDef) -> str | None:
    for node in cls.body:
        if isinstance(node, ast.FunctionDef) and node.name == "load":
            return ast.unparse(node.args)
    bases = [ast.unparse(base) for base in cls.bases]
    module = next(path for path in _FOLDER.glob("studio/**/*.py") if defines(path, cls.name))
    dotted = ".".join(module.relative_to(_FOLDER).with_suffix("").parts)
    found = [arguments_of_load(class_of(f"{dotted}:{base}")) for base in bases]
    return next(filter(None, found), None)


def defines(path: Path, name: str) -> bool:
    return f"class {name}(" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("id", RUNTIMES)
def test_each_loads_as_the_protocol_says(id: str) -> None:
    wanted = arguments_of_load(class_of("studio.runtimes.protocol:Runtime"))
    assert wanted is not None and "how: Loading" in wanted
    assert arguments_of_load(class_of(RUNTIMES[id])) == wanted
