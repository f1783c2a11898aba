"""Which variant a file is, where paths differ in writing or have moved; and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

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
