"""The cache of float stages: found by content, whole or not at all, bounded."""

from __future__ import annotations

import os
from pathlib import Path

from studio.core.model import Signature
from studio.core.recipe import Recipe, make_recipe, make_step
from studio.engine.fingerprint import source_sha256
from studio.engine.float_cache import FloatCache, FloatEntry, FloatKey

TFLITE = b"\0\0\0\0TFL3"
SIGNATURE = Signature(name="serving_default", inputs=(), outputs=())


def key(sha256: str = "a", recipe: Recipe | None = None, **versions: str) -> FloatKey:
    return FloatKey.of(sha256, recipe or make_recipe(), {"tensorflow": "1", **versions})


def entry(data: bytes) -> FloatEntry:
    return FloatEntry(route="concrete-function", size_bytes=len(data), traced=SIGNATURE)


def test_what_was_put_is_found_with_its_route(tmp_path: Path) -> None:
    cache = FloatCache(tmp_path / "made", 1000)
    assert cache.get(key()) is None
    cache.put(key(), TFLITE, entry(TFLITE))
    found = cache.get(key())
    assert found is not None
    assert (found[0].read_bytes(), found[1].route) == (TFLITE, "concrete-function")


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


def test_half_a_file_is_not_found(tmp_path: Path) -> None:
    cache = FloatCache(tmp_path, 1000)
    path = cache.put(key(), TFLITE + bytes(50), entry(TFLITE + bytes(50)))
    path.write_bytes(TFLITE)
    assert cache.get(key()) is None


def test_the_least_recently_used_go_first_and_the_newest_stays(tmp_path: Path) -> None:
    cache = FloatCache(tmp_path, 250)
    data = TFLITE + bytes(92)
    for age, name in enumerate(("old", "used", "new")):
        path = cache.put(key(name), data, entry(data))
        os.utime(path, ns=(age, age))
    assert [cache.get(key(name)) is not None for name in ("old", "used", "new")] == [
        False,
        True,
        True,
    ]
    big = TFLITE + bytes(1000)
    cache.put(key("big"), big, entry(big))
    assert [path.stat().st_size for path in tmp_path.glob("*.tflite")] == [len(big)]
    assert len(list(tmp_path.glob("*.json"))) == 1


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
