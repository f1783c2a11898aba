"""The cache of float stages: found by content, whole or not at all, bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.core.opening import AS_FOUND
from studio.core.recipe import Recipe, make_recipe, make_step
from studio.engine.fingerprint import source_sha256
from studio.engine.float_cache import FloatCache, FloatKey

TFLITE = b"\0\0\0\0TFL3"


def key(sha256: str = "a", recipe: Recipe | None = None, **versions: str) -> FloatKey:
    found = {"tensorflow": "1", **versions}
    return FloatKey.of(sha256, recipe or make_recipe(), found, AS_FOUND)


def test_what_was_put_is_found_with_its_route(tmp_path: Path) -> None:
    cache = FloatCache(tmp_path / "made", 1000)
    assert cache.get(key()) is None
    cache.put(key(), TFLITE, "concrete-function")
    found = cache.get(key())
    assert found is not None
    assert (found[0], found[1].route) == (TFLITE, "concrete-function")


def test_only_what_decides_the_float_bytes_is_in_the_key() -> None:
    same = [key(), key(recipe=make_recipe([make_step("int8")], seed=5)), key(numpy="9")]
    assert len({one.name for one in same}) == 1
    different = [
        key("b"),
        key(tensorflow="2"),
        key(recipe=make_recipe(batch="dynamic")),
        key(recipe=make_recipe(route="slow")),
        key(recipe=make_recipe(shapes={"x": (1, 2)})),
        key(recipe=make_recipe(signature="other")),
    ]
    assert len({one.name for one in (*different, key())}) == len(different) + 1


@pytest.mark.parametrize("damage", [TFLITE, TFLITE + bytes(49) + b"x", b""])
def test_a_damaged_file_is_not_found_and_can_be_put_again(tmp_path: Path, damage: bytes) -> None:
    cache = FloatCache(tmp_path, 1000)
    whole = TFLITE + bytes(50)
    cache.put(key(), whole, "r")
    (path,) = tmp_path.glob("*.tflite")
    path.write_bytes(damage)
    assert cache.get(key()) is None
    cache.put(key(), whole, "r")
    assert cache.get(key()) is not None


def test_the_least_recently_used_go_first_and_the_newest_stays(tmp_path: Path) -> None:
    cache = FloatCache(tmp_path, 700)
    data = TFLITE + bytes(192)
    for age, name in enumerate(("old", "used", "new")):
        cache.put(key(name), data, "r")
        if age < 2:
            os.utime(tmp_path / f"{key(name).name}.tflite", ns=(age, age))
    found = [cache.get(key(name)) is not None for name in ("old", "used", "new")]
    assert found == [False, True, True], "three of 200 bytes, with facts of about 90 each"
    big = TFLITE + bytes(1000)
    cache.put(key("big"), big, "r")
    assert [path.stat().st_size for path in tmp_path.glob("*.tflite")] == [len(big)]
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_what_a_killed_process_left_is_swept_and_what_is_being_written_counts(
    tmp_path: Path,
) -> None:
    cache = FloatCache(tmp_path, 1000)
    cache.put(key("old"), TFLITE, "r")
    (tmp_path / ".left.part").write_bytes(bytes(5000))
    os.utime(tmp_path / ".left.part", (0, 0))
    cache.put(key("second"), TFLITE, "r")
    assert not (tmp_path / ".left.part").exists()
    assert cache.get(key("old")) is not None
    (tmp_path / ".now.part").write_bytes(bytes(5000))
    cache.put(key("third"), TFLITE, "r")
    assert (tmp_path / ".now.part").exists()
    assert cache.get(key("old")) is None


def test_a_folder_is_known_by_names_and_content(tmp_path: Path) -> None:
    def folder(name: str, files: dict[str, bytes]) -> str:
        for file, data in files.items():
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_bytes(data)
        return source_sha256(tmp_path / name)

    one = folder("one", {"saved_model.pb": b"a", "variables/index": b"b"})
    assert folder("two", {"saved_model.pb": b"a", "variables/index": b"b"}) == one
    assert folder("three", {"saved_model.pb": b"a", "variables/index": b"c"}) != one
    assert folder("four", {"saved_model.pb": b"a", "index": b"b"}) != one
    assert folder("one", {"saved_model.pb": b"changed"}) != one
