"""Sniffing goes by what a file holds, and says what is wrong with what is no model."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from studio.core.errors import ModelError
from studio.core.formats import FORMATS, format_by_id, sniff
from tests.kit import small_graph_def, small_onnx, torch_export

TFLITE = b"\x1c\0\0\0TFL3rest"
HDF5 = b"\x89HDF\r\n\x1a\nrest"


def make_keras(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("config.json", "metadata.json", "model.weights.h5"):
            archive.writestr(name, "{}")
    return path


def test_every_format_is_known_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(TFLITE)
    (tmp_path / "b.tflite").write_bytes(HDF5)
    make_keras(tmp_path / "c.zip")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "saved_model.pb").write_bytes(b"x")
    found = [sniff(tmp_path / name).id for name in ("a.bin", "b.tflite", "c.zip", "d")]
    assert found == ["tflite", "h5", "keras", "savedmodel"]
    assert sniff(tmp_path / "d" / "saved_model.pb").id == "savedmodel"
    small_graph_def.chain(tmp_path / "e.bin")
    small_onnx.relu(tmp_path / "f.bin")
    torch_export.write(tmp_path / "g.bin")
    for part in ("h.meta", "h.index"):
        (tmp_path / part).write_bytes(b"x")
    others = [sniff(tmp_path / name).id for name in ("e.bin", "f.bin", "g.bin", "h.meta")]
    assert {entry.id for entry in FORMATS} == {*found, *others}
    for name in ("a.bin", "f.bin", "g.bin"):
        assert not sniff(tmp_path / name).needs_tensorflow


def test_a_graph_def_is_known_by_its_nodes(tmp_path: Path) -> None:
    path = small_graph_def.chain(tmp_path / "net.bin")
    assert sniff(path) is format_by_id("graphdef")
    whole = path.read_bytes()
    for content in (whole[:-1], whole + b"\x0f", b"\x0a\x03abc", b"\x0a\x04\x0a\x02ab"):
        path.write_bytes(content)
        with pytest.raises(ModelError) as caught:
            sniff(path)
        assert caught.value.code == "model-unknown-format"


def test_what_is_nearly_onnx_is_none(tmp_path: Path) -> None:
    whole = small_onnx.relu(tmp_path / "m.onnx").read_bytes()
    for name, content, code in (
        ("cut.onnx", whole[:-1], "model-damaged"),
        ("longer.onnx", whole + b"\x0f", "model-damaged"),
        ("no_graph.bin", b"\x08\x08\x12\x05tests", "model-unknown-format"),
        ("endless.bin", b"\x08" + b"\xff" * 40, "model-unknown-format"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(ModelError) as caught:
            sniff(path)
        assert caught.value.code == code, name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.tflite", b"", "model-empty"),
        ("a.tflite", b"nothing of the kind", "model-damaged"),
        ("a.h5", b"\x89HD", "model-damaged"),
        ("a.keras", b"PK\x03\x04cut", "model-damaged"),
        ("a.keras", b"version https://git-lfs.github.com/spec/v1\n", "model-is-git-lfs"),
        ("a.txt", b"hello", "model-unknown-format"),
    ],
)
def test_what_is_no_model_is_told_apart(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        sniff(path)
    assert caught.value.code == code


def test_other_archives_folders_and_missing_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme", "x")
    (tmp_path / "folder").mkdir()
    codes = []
    for name in ("other.zip", "folder", "none"):
        with pytest.raises(ModelError) as caught:
            sniff(tmp_path / name)
        codes.append(caught.value.code)
    assert codes == ["model-unknown-format", "model-directory-unknown", "model-missing"]


def test_a_truncated_archive_is_damaged(tmp_path: Path) -> None:
    path = make_keras(tmp_path / "m.keras")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(ModelError) as caught:
        sniff(path)
    assert caught.value.code == "model-damaged"
