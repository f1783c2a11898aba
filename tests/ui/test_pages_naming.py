"""Which variant a file is, where paths differ in writing or have moved; and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.ui.pages import naming
from studio.ui.pages.naming import FileName, find_file, names_of
from tests.ui.page_support import make_session


def test_a_file_is_found_by_path_by_another_writing_of_it_and_by_hash(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    variant = session.models[0].variants[2]
    beside = str(tmp_path / "x" / ".." / "int8.tflite")
    for path, sha256 in ((variant.artifact, ""), (beside, ""), ("/gone", variant.sha256)):
        subject = find_file(session, path, sha256)
        assert subject is not None and subject.variant == variant
    assert find_file(session, "/gone/other.tflite") is None
    model = find_file(session, session.models[0].path)
    assert model is not None and model.variant is None
    assert names_of(session, ("/gone/other.tflite",)) == (FileName("other", -1),)
    same = names_of(session, ("/gone/a/q.tflite", "/gone/b/q.tflite", "/gone/b/p.tflite"))
    assert [one.name for one in same] == ["q · a", "q · b", "p"]


def test_files_of_one_name_in_one_folder_are_told_apart_by_their_suffix(tmp_path: Path) -> None:
    session = make_session(tmp_path)

    def names(*files: str) -> list[str]:
        return [one.name for one in names_of(session, files)]

    assert names("/a/x/net.keras", "/a/x/net.tflite") == ["net.keras", "net.tflite"]
    assert names("/a/net.keras", "/b/net.tflite") == ["net.keras", "net.tflite"]
    assert names("/a/q.tflite", "/a/q.tflite") == ["q", "q"], (
        "the same file again has no other name"
    )
    assert names("/a/q.tflite", "/a/q.tflite", "/b/q.tflite") == ["q · a", "q · a", "q · b"]
    first, *others = session.models[0].variants
    model = replace(
        session.models[0], variants=(first, *(replace(one, name=first.name) for one in others))
    )
    session = replace(session, models=(model,))
    assert names(*(one.artifact for one in model.variants)) == [
        "float32.tflite",
        "float32 · float16.tflite",
        "float32 · int8.tflite",
    ]


def test_paths_are_made_normal_only_where_they_are_written_differently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(tmp_path)
    files = tuple(variant.artifact for variant in session.models[0].variants)
    asked: list[str] = []

    def key(path: str) -> str:
        asked.append(path)
        return path

    monkeypatch.setattr(naming, "path_key", key)
    assert [found.name for found in names_of(session, files)] == ["float32", "float16", "int8"]
    assert asked == []
    names_of(session, ("/gone/a.tflite", "/gone/b.tflite"))
    assert len(asked) == 4 + 2
