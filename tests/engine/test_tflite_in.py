"""A .tflite as a source: what it says of itself stays, and what cannot be rewritten is refused."""

from __future__ import annotations

from pathlib import Path

import flatbuffers
import pytest
from ai_edge_litert import schema_py_generated as schema

from studio.core.errors import ConversionError
from studio.core.optimizations import CATALOG
from tests.engine.conftest import Build

pytestmark = pytest.mark.tf
LABELS = b"cat\ndog\n"


def described(path: Path, target: Path) -> Path:
    """The file at ``path`` with an entry of metadata and a description."""
    model = schema.ModelT.InitFromPackedBuf(path.read_bytes(), 0)
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = list(LABELS)
    model.buffers.append(buffer)
    entry.name, entry.buffer = "TFLITE_METADATA", len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    model.description = "of the zoo"
    builder = flatbuffers.Builder(1 << 16)
    builder.Finish(model.Pack(builder), b"TFL3")
    target.write_bytes(bytes(builder.Output()))
    return target


@pytest.mark.parametrize("optimization", [one for one in CATALOG if one != "select-tf-ops"])
def test_metadata_description_and_signature_stay(
    build: Build, models: Path, tmp_path: Path, optimization: str
) -> None:
    source = described(Path(build(models / "cnn.keras").artifact), tmp_path / "described.tflite")
    before = schema.ModelT.InitFromPackedBuf(source.read_bytes(), 0)
    made = build(source, optimization)
    after = schema.ModelT.InitFromPackedBuf(Path(made.artifact).read_bytes(), 0)
    assert after.description == b"of the zoo"
    (entry,) = (one for one in after.metadata if one.name == b"TFLITE_METADATA")
    assert bytes(after.buffers[entry.buffer].data) == LABELS

    def names(model: schema.ModelT) -> list[list[bytes]]:
        (signature,) = model.signatureDefs
        return [[one.name for one in side] for side in (signature.inputs, signature.outputs)]

    assert names(after) == names(before)


def test_a_file_of_2_gb_is_refused_before_it_is_read(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "huge.tflite"
    with path.open("wb") as stream:
        stream.write(b"\x1c\0\0\0TFL3")
        stream.truncate(2 << 30)  # a hole: takes no disk
    with pytest.raises(ConversionError) as caught:
        build(path, "float16")
    assert caught.value.code == "tflite-too-large"
