"""The window and the command line make the same bytes of every choice, each from its own cache."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from studio.core.optimizations import CATALOG
from studio.core.recipe import format_step
from studio.core.session import Variant
from studio.ui.selection import Selection
from tests.conftest import Sample
from tests.e2e.real_window import RealWindow
from tests.kit.cli import run_studio, studio_environment

pytestmark = pytest.mark.tf

PLAIN = "float32"
CHANGED = "int8:io=int8,samples=50"
"""With other parameters than the defaults, a dynamic batch, and an op kept in float."""
CHOICES = (PLAIN, *(name for name in CATALOG if name != "sparsity"))
"""All but what the sample's weights, none of which is zero, are no case for."""
WORKERS = 2


@pytest.fixture(scope="module")
def choices(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Those that are tested in this run: a start of TensorFlow for each is for ``--all``."""
    return CHOICES if request.config.getoption("--all") else (PLAIN,)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faces")


@pytest.fixture(scope="module")
def window(qapp: QApplication, folder: Path, choices: tuple[str, ...]) -> Iterator[RealWindow]:
    """The sample with a variant of every choice."""
    opened = RealWindow(qapp, folder / "home")
    opened.command("open the sample")
    opened.until_quiet(1)
    panel = opened.window.optimize
    opened.click(panel.more.button)
    assert not panel.rows["sparsity"].box.isEnabled()
    for name, row in panel.rows.items():
        if row.box.isEnabled():
            opened.tick(row.box, name in choices)
    opened.press("Ctrl+Return")
    opened.until_quiet(1 + len(choices))
    for name, row in panel.rows.items():
        opened.tick(row.box, name == "int8")
    editors = panel.rows["int8"].editors
    editors["io"].setCurrentText("int8")
    editors["samples"].setValue(50)
    opened.tick(panel.shapes.dynamic_batch, True)
    assert opened.program is not None
    opened.program.shell.run_command("keep-op", name="SOFTMAX", precision="float", by="op")
    opened.press("Ctrl+Return")
    opened.until_quiet(2 + len(choices))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def from_window(window: RealWindow) -> dict[str, Variant]:
    """The window's variants by "float32" or the step as the command line writes it."""
    return {
        "+".join(map(format_step, variant.recipe.steps)) or PLAIN: variant
        for variant in window.model.variants
    }


@pytest.fixture(scope="module")
def from_cli(folder: Path, sample: Sample, choices: tuple[str, ...]) -> dict[str, str]:
    """sha256 of what real processes make, two at a time, in a home of their own."""
    home = folder / "cli-home"

    def convert(choice: str) -> str:
        options: list[str] = [] if choice == PLAIN else ["--optimize", choice]
        if choice != PLAIN and CATALOG[choice.partition(":")[0]].needs_calibration:
            options += ["--calibration", str(sample.calibration)]
        if choice == CHANGED:
            options += ["--keep-dynamic-batch", "--keep", "op:SOFTMAX=float"]
        out = folder / f"{choice.replace(':', '_')}.tflite"
        done = run_studio(
            "convert", sample.model, "-o", out, "--json", *options, cwd=folder, home=home
        )
        assert done.code == 0, done.stderr
        assert done.json["sha256"] == sha256(out.read_bytes()).hexdigest()
        return str(done.json["sha256"])

    made = (*choices, CHANGED)
    with ThreadPoolExecutor(WORKERS) as pool:
        return dict(zip(made, pool.map(convert, made), strict=True))


@pytest.mark.parametrize(
    "choice",
    [PLAIN, CHANGED, *(pytest.param(name, marks=pytest.mark.slow) for name in CHOICES[1:])],
)
def test_window_and_command_line_make_the_same_bytes(
    from_window: dict[str, Variant], from_cli: dict[str, str], choice: str
) -> None:
    variant = from_window[choice]
    assert sha256(Path(variant.artifact).read_bytes()).hexdigest() == variant.sha256
    assert variant.sha256 == from_cli[choice]


def test_choices_differ(from_cli: dict[str, str]) -> None:
    assert len(set(from_cli.values())) == len(from_cli)


@pytest.mark.slow
def test_a_recipe_out_of_the_window_makes_the_same_on_the_command_line(
    window: RealWindow, from_window: dict[str, Variant], folder: Path, sample: Sample
) -> None:
    variant = from_window[CHANGED]
    recipe, out = folder / "exported.json", folder / "by-recipe.tflite"
    select(window, variant)
    window.dialogs.path = str(recipe)
    assert window.program is not None
    window.command("export recipe")
    window.until(recipe.exists, window.program.shell.saved)
    done = run_studio(
        *("convert", sample.model, "-o", out, "--json"),
        *("--recipe", recipe, "--calibration", sample.calibration),
        cwd=folder,
    )
    assert done.code == 0, done.stderr
    assert done.json["sha256"] == variant.sha256


@pytest.mark.skipif(os.name == "nt", reason="the copied text is for a POSIX shell")
def test_a_copied_command_run_by_a_shell_makes_the_same(
    window: RealWindow, from_window: dict[str, Variant], folder: Path
) -> None:
    variant = from_window[CHANGED]
    select(window, variant)
    window.press("Ctrl+Shift+C")
    text = QApplication.clipboard().text()
    assert text.startswith("studio convert ")
    work = folder / "a shell's folder"
    work.mkdir()
    program = folder / "bin" / "studio"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m studio "$@"\n')
    program.chmod(0o755)
    env = studio_environment()
    env["PATH"] = f"{program.parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", text], cwd=work, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    (made,) = work.glob("*.tflite")
    assert sha256(made.read_bytes()).hexdigest() == variant.sha256


def select(window: RealWindow, variant: Variant) -> None:
    """Click the variant's row in the Models tree."""
    panel = window.window.models
    index = panel.item_model.index_of(variant.id)
    window.click(panel.tree.viewport(), panel.tree.visualRect(index).center())
    assert window.program is not None
    assert window.program.store.selection == Selection(window.model.id, (variant.id,))
