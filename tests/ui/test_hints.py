"""What hints tell people to use is there, by that name."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import studio
from studio.core.errors import ErrorInfo
from studio.core.messages.controls import CONTROLS
from studio.core.optimizations import CATALOG
from studio.core.settings import SETTINGS
from studio.core.targets import TARGETS
from studio.ui.texts import render_error

ROOT = Path(studio.__file__).parent


def test_every_control_that_a_hint_names_is_in_the_window() -> None:
    shown = {entry.title for entry in (*CATALOG.values(), *TARGETS.values(), *SETTINGS)}
    for source in (ROOT / "ui").rglob("*.py"):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        shown.update(
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
    titles = {control.title for control in CONTROLS.values() if control.title}
    assert titles - shown == set()


def test_controls_are_called_alike_in_chinese() -> None:
    """A hint names a control as it is translated where it stands."""
    spec = importlib.util.spec_from_file_location(
        "translations_tool", ROOT.parent / "packaging" / "translations.py"
    )
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    known = tool.read(tool.FOLDER / "studio_zh_CN.ts")
    for control in CONTROLS.values():
        texts = {text for (_, source), text in known.items() if source == control.title}
        assert len(texts) <= 1, control.title


def test_the_window_says_which_of_its_controls_helps() -> None:
    shown = render_error(ErrorInfo(code="model-needs-code", params={"path": "a.keras"}))
    assert shown.hint.endswith("open it with code allowed (“Allow its code…”).")
