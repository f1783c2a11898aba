"""Files that Studio knows and does not open are called by their name, whatever their suffix."""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path

import pytest

from studio.core.errors import ModelError
from studio.core.foreign_files import LEGACY_MAGIC
from studio.core.formats import sniff
from studio.core.messages import render
from tests.kit.torch_files import MODEL, STATE, archive, pickled


def code_of(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        sniff(path)
    title, hint = render(caught.value.code, caught.value.params)
    assert title != caught.value.code and hint
    return caught.value.code


def test_archives_of_pytorch(tmp_path: Path) -> None:
    file = tmp_path / "net.keras"
    assert code_of(archive(file)) == "torch-state-dict"
    assert code_of(archive(file, data=MODEL)) == "torch-pickle"
    assert code_of(archive(file, data=pickled("os system"))) == "torch-pickle"
    assert code_of(archive(file, extra=("constants.pkl", "code/net.py"))) == "torch-script"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("net/archive_format", "pt2")
    assert code_of(file) == "torch-export"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("serialized_exported_program.json", "{}")
    assert code_of(file) == "torch-export"


@pytest.mark.parametrize(
    ("data", "code"),
    [(STATE, "torch-state-dict"), (MODEL, "torch-pickle"), (b"", "torch-state-dict")],
)
def test_pickles_of_old(tmp_path: Path, data: bytes, code: str) -> None:
    before = pickle.dumps(1001, 2) + pickle.dumps({"little_endian": True}, 2)
    (tmp_path / "net.pt").write_bytes(LEGACY_MAGIC + before + data)
    assert code_of(tmp_path / "net.pt") == code


def test_bare_tensors(tmp_path: Path) -> None:
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    path = tmp_path / "net.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + b"\0\0\0\0")
    assert code_of(path) == "model-tensors-only"
    path.write_bytes(len(header).to_bytes(8, "little") + b"{" * len(header))
    assert code_of(path) == "model-unknown-format"


def test_parts_of_checkpoints(tmp_path: Path) -> None:
    for name in ("m.ckpt.index", "m.ckpt.data-00000-of-00001", "m.ckpt.meta"):
        (tmp_path / name).write_bytes(b"anything")
        assert code_of(tmp_path / name) == "model-is-checkpoint"
    (tmp_path / "checkpoint").write_text('model_checkpoint_path: "m.ckpt"\n')
    assert code_of(tmp_path / "checkpoint") == "model-is-checkpoint"
