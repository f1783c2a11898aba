"""The setting "Doubtful data" holds for all commands that convert; an option outranks it."""

from __future__ import annotations

import contextlib
import io
import types
from pathlib import Path
from typing import NoReturn

import pytest

from studio.cli.commands import convert, fix
from studio.cli.main import run
from studio.core.errors import UsageError
from studio.core.requests import ConvertRequest, FixRequest
from studio.core.settings import Settings
from studio.history.settings_file import save
from studio.places import find_places
from tests.kit.small_tflite import relu_chain


def asked(
    command: types.ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: object
) -> ConvertRequest:
    """The conversion that the command would have made."""
    found: list[ConvertRequest | FixRequest] = []

    def keep(_: object, request: ConvertRequest | FixRequest, *rest: object) -> NoReturn:
        found.append(request)
        raise UsageError("interrupted")

    monkeypatch.setattr(command, "execute", keep)
    with contextlib.redirect_stdout(io.StringIO()):
        run([*map(str, arguments), "--json"])
    (request,) = found
    return request.convert if isinstance(request, FixRequest) else request


@pytest.mark.parametrize("setting", ["warn", "stop"])
def test_the_setting_and_what_outranks_it(
    setting: str, monkeypatch: pytest.MonkeyPatch, studio_home: Path, tmp_path: Path
) -> None:
    save(find_places().settings_file, Settings(doubtful_data=setting))
    model = relu_chain(tmp_path / "m.tflite")
    out = ("-o", tmp_path / "o.tflite", "--optimize", "float16")
    goal = ("--against", model, "--goal", "rmse<=0.01")
    commands = ((convert, ("convert", model, *out)), (fix, ("fix", model, *goal, *out)))
    for command, arguments in commands:
        assert asked(command, monkeypatch, *arguments).strict_data is (setting == "stop")
        for option, is_strict in (("--strict-data", True), ("--no-strict-data", False)):
            assert asked(command, monkeypatch, *arguments, option).strict_data is is_strict
