"""Places: STUDIO_HOME holds everything; the data folder moves, the settings file does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import StorageError
from studio.places import Places, find_places


def test_a_home_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    places = find_places()
    folders = (places.data, places.artifacts, places.float_cache, places.work, places.logs)
    assert all(folder.is_dir() for folder in folders)
    named = (*folders, places.database, places.settings_file, places.measure_lock)
    assert all(path.is_relative_to(tmp_path / "home") for path in named)


def test_the_usual_places_are_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_HOME", raising=False)
    for variable in ("HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
    places = find_places()
    assert places.database.is_relative_to(tmp_path)
    assert not places.measure_lock.is_relative_to(tmp_path)


def test_the_data_folder_can_move(tmp_path: Path) -> None:
    places = Places(tmp_path / "data", tmp_path / "cache", tmp_path / "logs")
    moved = places.with_data(str(tmp_path / "elsewhere"))
    assert moved.database == tmp_path / "elsewhere" / "studio.db"
    assert moved.artifacts.is_dir()
    assert moved.settings_file == places.settings_file
    assert places.with_data("") is places


def test_a_place_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    places = Places(tmp_path / "data", tmp_path / "cache", tmp_path / "logs")
    with pytest.raises(StorageError) as caught:
        places.with_data(str(tmp_path / "file" / "in"))
    assert caught.value.code == "folder-unusable"
