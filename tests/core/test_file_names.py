"""Names of files that tell them apart."""

from __future__ import annotations

import pytest

from studio.core.call_scopes import without_calls
from studio.core.file_names import repeated, told_apart, without_home


def test_folders_are_named_as_far_as_it_takes() -> None:
    assert told_apart(("/a/q.tflite", "/b/p.tflite")) == ("q.tflite", "p.tflite")
    assert told_apart(("/m/a/q.tflite", "/m/b/q.tflite")) == ("a/q.tflite", "b/q.tflite")
    assert told_apart(("/x/a/q", "/y/a/q", "/y/a/p")) == ("x/a/q", "y/a/q", "p")


def test_a_file_against_itself_and_one_inside_of_the_other() -> None:
    assert told_apart(("/a/q", "/a/q")) == ("q", "q")
    assert told_apart(("q", "a/q")) == ("q", "a/q")
    assert repeated(("a", "b", "a")) == {"a"}


def test_calls_are_no_part_of_a_name() -> None:
    assert without_calls("StatefulPartitionedCall/PartitionedCall_12/net/conv") == "net/conv"
    assert without_calls("net/PartitionedCall/conv") == "net/PartitionedCall/conv"
    assert without_calls("StatefulPartitionedCall:0") == "StatefulPartitionedCall:0"


def test_a_home_folder_is_not_shown_and_a_root_is_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/x")
    assert without_home("/home/x/a and /b") == "~/a and /b"
    monkeypatch.setenv("HOME", "/")
    assert without_home("/home/x/a and /b") == "/home/x/a and /b"
