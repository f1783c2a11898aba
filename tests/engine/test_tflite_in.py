"""A .tflite as a source: what it says of itself stays, and what cannot be rewritten is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import flatbuffers
import pytest
from ai_edge_litert import schema_py_generated as schema

from studio.core.errors import ConversionError
from studio.graph.parsing import parse
from studio.graph.tflite import read_model
from tests.engine.conftest import FOR_DENSE, Build

pytestmark = pytest.mark.tf
LABELS = b"cat\ndog\n"


def described(path: Path, target: Path, called: str = "TFLITE_METADATA") -> Path:
    """The file at ``path`` with an entry of metadata and a description."""
    model = schema.ModelT.InitFromPackedBuf(path.read_bytes(), 0)
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = list(LABELS)
    model.buffers.append(buffer)
    entry.name, entry.buffer = called, len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    model.description = "of the zoo"
    builder = flatbuffers.Builder(1 << 16)
    builder.Finish(model.Pack(builder), b"TFL3")
    target.write_bytes(bytes(builder.Output()))
    return target


@pytest.mark.parametrize("optimization", [one for one in FOR_DENSE if one != "select-tf-ops"])
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


@pytest.mark.parametrize("optimization", ["float16", "int8", "dynamic-range"])
def test_the_files_behind_the_model_go_along(
    build: Build, models: Path, tmp_path: Path, optimization: str
) -> None:
    source = tmp_path / "labelled.tflite"
    source.write_bytes(Path(build(models / "cnn.keras").artifact).read_bytes())
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("labels.txt", LABELS)
    assert read_model(source)[0].metadata["files"] == "labels.txt"
    made = Path(build(source, optimization).artifact)
    assert made.read_bytes()[4:8] == b"TFL3"
    with zipfile.ZipFile(made) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"labels.txt": LABELS}


def test_files_behind_the_model_that_are_damaged_are_said_to_be_lost(
    build: Build, models: Path, tmp_path: Path
) -> None:
    source = tmp_path / "labelled.tflite"
    source.write_bytes(Path(build(models / "cnn.keras").artifact).read_bytes())
    with zipfile.ZipFile(source, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("labels.txt", LABELS * 100)
        (entry,) = archive.infolist()
    whole = bytearray(source.read_bytes())
    content = entry.header_offset + 30 + len("labels.txt")
    whole[content : content + 8] = b"\xff" * 8  # no beginning of what deflate writes
    source.write_bytes(whole)
    made = build(source, "float16")
    assert made.notes == ("packed-files-lost",)
    assert not zipfile.is_zipfile(made.artifact)


def test_an_entry_that_hides_weights_from_the_quantizer_is_left_out(
    build: Build, models: Path, tmp_path: Path
) -> None:
    source = described(
        Path(build(models / "cnn.keras").artifact),
        tmp_path / "from_torch.tflite",
        "keep_stablehlo_constant",
    )
    made = Path(build(source, "int8").artifact).read_bytes()
    main = parse(made).subgraphs[0]
    weights = [main.tensors[op.inputs[1]].dtype for op in main.ops if op.name == "CONV_2D"]
    assert weights and set(weights) == {"int8"}


def test_a_file_of_2_gb_is_refused_before_it_is_read(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "huge.tflite"
    with path.open("wb") as stream:
        stream.write(b"\x1c\0\0\0TFL3")
        stream.truncate(2 << 30)  # a hole: takes no disk
    with pytest.raises(ConversionError) as caught:
        build(path, "float16")
    assert caught.value.code == "tflite-too-large"
