"""The settings file: small, atomic, never fatal, never silently overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.core.errors import StorageError
from studio.core.settings import Settings, with_value
from studio.history import settings_file


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings_file.load(tmp_path / "settings.json") == (Settings(), ())


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    changed = with_value(with_value(Settings(), "theme", "dark"), "warmup_runs", 4)
    settings_file.save(path, changed)
    assert settings_file.load(path) == (changed, ())
    assert json.loads(path.read_text()) == {"theme": "dark", "warmup_runs": 4}
    settings_file.save(path, Settings())
    assert settings_file.load(path) == (Settings(), ())


def test_one_bad_value_does_not_spoil_the_others(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"warmup_runs": 4, "theme": "purple", "from-the-future": 1}')
    settings, errors = settings_file.load(path)
    assert settings == with_value(Settings(), "warmup_runs", 4)
    assert [error.code for error in errors] == ["setting-invalid", "setting-unknown"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"warmup_runs": [1]}', b"\xff\xfe\x00"])
def test_a_damaged_file_is_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, errors = settings_file.load(path)
    assert settings == Settings()
    assert [error.code for error in errors] == ["settings-damaged"]
    assert Path(errors[0].params["kept"]).read_bytes() == content


def test_an_unwritable_place_is_an_error(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(StorageError) as caught:
        settings_file.save(blocker / "settings.json", Settings())
    assert caught.value.code == "file-not-written"
