"""Files appear whole, and are told apart by content."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

import pytest

from studio.core.errors import UsageError
from studio.core.files import file_sha256, replacing, write_whole


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "f"
    write_whole(target, b"old")
    with pytest.raises(ZeroDivisionError), replacing(target) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["f"]
    with replacing(target) as stream:
        stream.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


def test_the_content_is_on_the_disk_before_the_name_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, synced, fsync = tmp_path / "f", [], os.fsync

    def watched(descriptor: int) -> None:
        fsync(descriptor)
        synced.append((os.fstat(descriptor).st_size, target.exists()))

    monkeypatch.setattr(os, "fsync", watched)
    write_whole(target, b"12345")
    assert synced == [(5, False)]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_the_mode_is_the_usual_one_or_that_of_what_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "f"
    write_whole(target, b"1")
    assert target.stat().st_mode & 0o777 == 0o644
    target.chmod(0o600)
    write_whole(target, b"2")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / ("n" * 300)
    with pytest.raises(OSError, match=re.escape("n" * 300)):
        write_whole(target, b"x")
    assert list((tmp_path / "folder").iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    taken = [tmp_path / "folder", tmp_path / "link"]
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        taken.append(tmp_path / "pipe")
    before = sorted((path.name, path.lstat().st_mode) for path in tmp_path.iterdir())
    for target in taken:
        with pytest.raises(UsageError) as refused:
            write_whole(target, b"x")
        assert refused.value.code == "output-no-file"
    assert sorted((path.name, path.lstat().st_mode) for path in tmp_path.iterdir()) == before


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "link").symlink_to("f")
    (tmp_path / "dangling").symlink_to(tmp_path / "later")
    write_whole(tmp_path / "link", b"new")
    write_whole(tmp_path / "dangling", b"made")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "f").read_bytes() == b"new"
    assert (tmp_path / "later").read_bytes() == b"made"


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    assert file_sha256(tmp_path / "f") == hashlib.sha256(b"abc").hexdigest()
