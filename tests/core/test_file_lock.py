"""The lock between processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.core.file_lock import FileLock
from tests.kit.locks import hold


def test_the_lock_is_between_processes_and_dies_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "lock"
    holder = hold(path)
    lock = FileLock(path)
    try:
        assert not lock.try_acquire()
    finally:
        holder.kill()
        holder.wait()
    assert lock.try_acquire()
    assert not FileLock(path).try_acquire()
    lock.release()
    assert FileLock(path).try_acquire()


def test_held_already_is_held(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    assert lock.try_acquire()
    assert lock.try_acquire()
    lock.release()
    lock.release()
    assert FileLock(tmp_path / "lock").try_acquire()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no symbolic links to refuse")
def test_a_link_in_a_shared_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="lock"):
        FileLock(tmp_path / "lock").try_acquire()
    assert not (tmp_path / "elsewhere").exists()
