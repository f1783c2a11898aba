"""Places: STUDIO_HOME holds all but the lock; the data folder moves, the settings file does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.core.errors import StorageError
from studio.places import Places, find_places


def test_a_home_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    places = find_places()
    folders = (places.data, places.artifacts, places.float_cache, places.work, places.logs)
    assert all(folder.is_dir() for folder in folders)
    named = (*folders, places.database, places.settings_file)
    assert all(path.is_relative_to(tmp_path / "home") for path in named)


def test_the_usual_places_are_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_HOME", raising=False)
    for variable in ("HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert find_places().database.is_relative_to(tmp_path)


def test_two_homes_share_one_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lock_of(home: str) -> Path:
        monkeypatch.setenv("STUDIO_HOME", str(tmp_path / home))
        return find_places().measure_lock

    assert lock_of("a") == Path(os.environ["STUDIO_MEASURE_LOCK"])
    monkeypatch.delenv("STUDIO_MEASURE_LOCK")
    assert lock_of("a") == lock_of("b")
    assert not lock_of("a").is_relative_to(tmp_path)


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
