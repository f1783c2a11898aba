"""Folders of pictures and sounds, CSV and TFRecord: what is read, its order, what is refused."""

from __future__ import annotations

import io
import struct
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import DataError
from studio.core.messages import MESSAGES
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.data import load_dataset
from studio.data.describe import describe
from studio.data.sources.tfrecord import masked_crc, parse_example

RANDOM = np.random.RandomState(7)


def signature(*shape: int) -> Signature:
    spec = TensorSpec(name="input", dtype="float32", shape=(None, *shape))
    out = TensorSpec(name="o", dtype="float32", shape=(None, 3))
    return Signature(name="s", inputs=(spec,), outputs=(out,))


def refused(path: Path, **declared: object) -> DataError:
    ref = DatasetRef(preprocessing=Preprocessing(**declared))
    with pytest.raises(DataError) as caught:
        load_dataset(path, ref)
    assert caught.value.code in MESSAGES
    return caught.value


def picture(path: Path, height: int = 8, width: int = 10, mode: str = "RGB") -> np.ndarray:
    shape = (height, width) if mode == "L" else (height, width, 3)
    pixels = RANDOM.randint(0, 256, shape).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return pixels


# --- pictures -----------------------------------------------------------------------------------


def test_subfolders_are_classes_in_natural_order(tmp_path: Path) -> None:
    expected = [
        picture(tmp_path / folder / f"{name}.png")
        for folder, name in (("2_cat", "a2"), ("2_cat", "a10"), ("10_dog", "b"))
    ]
    (tmp_path / "10_dog" / "notes.txt").write_text("no picture")
    loaded = load_dataset(tmp_path)
    assert np.array_equal(loaded.arrays["x"], np.stack(expected))
    assert loaded.labels is not None and loaded.labels.tolist() == [0, 0, 1]
    assert loaded.sha256 == load_dataset(tmp_path).sha256


def test_a_flat_folder_has_no_labels_and_keeps_gray(tmp_path: Path) -> None:
    pixels = picture(tmp_path / "a.png", mode="L")
    loaded = load_dataset(tmp_path)
    assert loaded.labels is None
    assert np.array_equal(loaded.arrays["x"][0, ..., 0], pixels)


def test_pictures_of_several_sizes_need_a_declared_one(tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    picture(tmp_path / "2.png", 20, 12)
    error = refused(tmp_path)
    assert error.code == "data-picture-size-differs"
    assert error.params["path"].endswith("2.png") and error.params["given"] == "20x12"
    ref = DatasetRef(preprocessing=Preprocessing(resize=(6, 6), scale=1 / 255))
    bound = load_dataset(tmp_path, ref).bind(signature(6, 6, 3))["input"]
    assert bound.shape == (2, 6, 6, 3) and bound.max() <= 1
    result = describe(tmp_path, ref, signature(6, 6, 3))
    assert (result.error, result.samples, result.labels) == (None, 2, 0)


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "b.png").write_bytes(whole[: len(whole) // 2])
    error = refused(tmp_path)
    assert error.code == "image-unreadable" and error.params["path"].endswith("b.png")


def test_folders_that_hold_no_data_or_two_kinds(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "data-folder-empty"
    picture(tmp_path / "a.png")
    sound(tmp_path / "a.wav", np.zeros(4, np.int16))
    assert refused(tmp_path).code == "data-folder-mixed"


def test_a_description_decodes_no_more_than_it_looks_at(tmp_path: Path) -> None:
    for number in range(8):
        picture(tmp_path / f"{number}.png", 1024, 1024)
    (tmp_path / "9.png").write_bytes(b"damaged, and not looked at")
    tracemalloc.start()
    result = describe(tmp_path, DatasetRef(), signature(1024, 1024, 3))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (result.error, result.samples, result.samples_read) == (None, 9, 2)
    assert peak < 400e6


# --- sounds -------------------------------------------------------------------------------------


def sound(path: Path, values: np.ndarray, rate: int = 16_000, channels: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as stream:
        stream.setparams((channels, values.itemsize, rate, 0, "NONE", ""))
        stream.writeframes(values.tobytes())


def float_sound(path: Path, values: np.ndarray, rate: int = 16_000) -> None:
    content = values.astype("<f4").tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, rate, rate * 4, 4, 32)
    extra = struct.pack("<4sI", b"LIST", 3) + b"abc\0"
    data = struct.pack("<4sI", b"data", len(content)) + content
    body = b"WAVE" + form + extra + data
    path.write_bytes(struct.pack("<4sI", b"RIFF", len(body)) + body)


def test_integers_and_floats_become_minus_one_to_one(tmp_path: Path) -> None:
    values = np.array([0, 16384, -32768, 32767], np.int16)
    sound(tmp_path / "yes" / "1.wav", values)
    (tmp_path / "no").mkdir()
    float_sound(tmp_path / "no" / "1.wav", np.array([0, 0.5, -1, 0.25]))
    loaded = load_dataset(tmp_path)
    assert loaded.arrays["x"].tolist() == [[0, 0.5, -1, 0.25], [0, 0.5, -1, 32767 / 32768]]
    assert loaded.labels is not None and loaded.labels.tolist() == [0, 1]


def test_length_and_rate_are_declared_and_checked(tmp_path: Path) -> None:
    sound(tmp_path / "1.wav", np.full(4, 8192, np.int16))
    sound(tmp_path / "2.wav", np.full(6, 8192, np.int16))
    assert refused(tmp_path).code == "sound-length-differs"
    ref = DatasetRef(preprocessing=Preprocessing(frames=5, rate=16_000))
    assert load_dataset(tmp_path, ref).arrays["x"].tolist() == [[0.25] * 4 + [0], [0.25] * 5]
    error = refused(tmp_path, frames=5, rate=8000)
    assert (error.code, error.params["given"]) == ("sound-rate-differs", "16000")
    sound(tmp_path / "3.wav", np.full(4, 8192, np.int16), rate=8000)
    error = refused(tmp_path, frames=5)
    assert error.code == "sound-rate-differs" and error.params["path"].endswith("3.wav")


def test_a_damaged_sound_is_named(tmp_path: Path) -> None:
    sound(tmp_path / "1.wav", np.zeros(400, np.int16))
    (tmp_path / "2.wav").write_bytes((tmp_path / "1.wav").read_bytes()[:200])
    error = refused(tmp_path)
    assert error.code == "sound-unreadable" and error.params["path"].endswith("2.wav")


# --- tables -------------------------------------------------------------------------------------


def test_a_table_with_names_and_a_label(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("\ufeffa,b,label\n1,2.5,0\n\n3,-4,2\n", encoding="utf-8")
    loaded = load_dataset(path)
    assert loaded.arrays["x"].tolist() == [[1, 2.5], [3, -4]]
    assert loaded.labels is not None and loaded.labels.tolist() == [0, 2]


def test_numbered_columns_are_arrays_of_several_inputs(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("u[0],u[1],v_0,v_1\n1,2,3,4\n5,6,7,8\n")
    arrays = load_dataset(path).arrays
    assert arrays["u"].tolist() == [[1, 2], [5, 6]] and arrays["v"].tolist() == [[3, 4], [7, 8]]


def test_pixels_of_a_row_are_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    pixels = RANDOM.randint(0, 256, (3, 16))
    np.savetxt(path, pixels, "%d", ",")
    bound = load_dataset(path).bind(signature(4, 4, 1))["input"]
    assert np.array_equal(bound.reshape(3, 16), pixels)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("1,2\n3\n", "csv-line-invalid", "2"),
        ("a,b\n1,2\n3,x\n", "csv-line-invalid", "3"),
        ("a,b\n", "data-empty", None),
        ("", "data-empty", None),
    ],
)
def test_what_is_no_table_is_named_by_its_line(
    tmp_path: Path, text: str, code: str, line: str | None
) -> None:
    path = tmp_path / "d.csv"
    path.write_text(text)
    error = refused(path)
    assert (error.code, error.params.get("line")) == (code, line)


# --- TFRecord -----------------------------------------------------------------------------------


def record(content: bytes) -> bytes:
    length = struct.pack("<Q", len(content))
    crc = struct.pack("<I", masked_crc(length))
    return length + crc + content + struct.pack("<I", masked_crc(content))


def field(number: int, content: bytes) -> bytes:
    size, head = len(content), bytearray([number << 3 | 2])
    while size >= 128:
        head.append(size & 127 | 128)
        size >>= 7
    return bytes([*head, size]) + content


def example(**features: bytes) -> bytes:
    entries = [field(1, field(1, name.encode()) + field(2, one)) for name, one in features.items()]
    return field(1, b"".join(entries))


def png(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def test_pictures_numbers_and_labels_of_examples(tmp_path: Path) -> None:
    pictures = RANDOM.randint(0, 256, (3, 6, 5, 3)).astype(np.uint8)
    path = tmp_path / "d.bin"
    path.write_bytes(
        b"".join(
            record(
                example(
                    image=field(1, field(1, png(pixels))),
                    label=field(3, field(1, bytes([number]))),
                    size=field(2, field(1, np.float32([6, 5]).tobytes())),
                )
            )
            for number, pixels in enumerate(pictures)
        )
    )
    loaded = load_dataset(path)
    assert np.array_equal(loaded.arrays["x"], pictures)
    assert loaded.arrays["size"].tolist() == [[6, 5]] * 3
    assert loaded.labels is not None and loaded.labels.tolist() == [0, 1, 2]
    result = describe(path, DatasetRef(), signature(6, 5, 3))
    assert (result.error, result.samples, result.labels) == (None, 3, 3)


def test_negative_and_unpacked_numbers() -> None:
    minus = b"\xff" * 9 + b"\x01"
    found = parse_example(example(n=field(3, b"\x08" + minus + b"\x08\x05")))
    assert np.asarray(found["n"]).tolist() == [-1, 5]


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    one = record(example(x=field(2, field(1, np.float32([1, 2]).tobytes()))))
    path = tmp_path / "d.tfrecord"
    path.write_bytes(one * 3 + one[:-9])
    error = refused(path)
    assert (error.code, error.params["record"]) == ("tfrecord-invalid", "4")
    path.write_bytes(one + record(b"\xff\xff") + one)
    error = refused(path)
    assert (error.code, error.params["record"]) == ("tfrecord-invalid", "2")


@pytest.mark.tf
def test_tensorflow_writes_what_is_read(tmp_path: Path) -> None:
    import tensorflow as tf

    path = tmp_path / "d.tfrecord"
    with tf.io.TFRecordWriter(str(path)) as writer:
        for number in range(300):
            floats = tf.train.Feature(float_list=tf.train.FloatList(value=[number / 2, -1.5]))
            label = tf.train.Feature(int64_list=tf.train.Int64List(value=[number % 3]))
            features = tf.train.Features(feature={"input": floats, "label": label})
            writer.write(tf.train.Example(features=features).SerializeToString())
    loaded = load_dataset(path)
    assert loaded.arrays["input"][:, 0].tolist() == [number / 2 for number in range(300)]
    assert loaded.labels is not None and loaded.labels[:4].tolist() == [0, 1, 2, 0]
