"""Raw samples survive a writer that dies, and damage is noticed."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import RunError
from studio.core.sample_file import decode, merge_blocks, read_blocks, write_block

BLOCKS = [(0, 0, [0, 0, 1500, 1400, 1, 1, 900, 800]), (0, 1, []), (1, 0, [1, 0, 2**62, -1])]


def write(path: Path, blocks) -> Path:
    with path.open("ab") as stream:
        for process, block, values in blocks:
            write_block(stream, process, block, struct.pack(f"<{len(values)}q", *values))
    return path


def read(path: Path):
    return [
        (found.process, found.block, decode(found.payload, found.count).tolist())
        for found in read_blocks(path)
    ]


def test_blocks_come_back_in_order(tmp_path: Path):
    path = write(tmp_path / "samples", BLOCKS)
    assert read(path) == BLOCKS
    assert [found.count for found in read_blocks(path)] == [2, 0, 1]


def merged(path: Path):
    return [
        (found.process, found.block, decode(found.payload, found.count).tolist())
        for found in merge_blocks(read_blocks(path))
    ]


def test_parts_of_a_block_become_one_in_the_order_of_their_positions(tmp_path: Path):
    late, early = [1, 2, 700, 700, 1, 3, 800, 800], [0, 0, 100, 90, 0, 1, 110, 95]
    parts = [(0, 0, late), (0, 1, late), (1, 0, late), (0, 0, early), (0, 0, late), (0, 1, [])]
    path = write(tmp_path / "samples", parts)
    assert merged(path) == [(0, 0, early + late), (0, 1, late), (1, 0, late)]


def test_two_parts_at_one_place_are_damage(tmp_path: Path):
    path = write(tmp_path / "samples", [(0, 0, [0, 0, 100, 90]), (0, 0, [0, 0, 101, 90])])
    with pytest.raises(RunError) as caught:
        merged(path)
    assert caught.value.code == "samples-damaged"


def test_files_join_by_concatenation(tmp_path: Path):
    first, second = write(tmp_path / "a", BLOCKS[:2]), write(tmp_path / "b", BLOCKS[2:])
    joined = tmp_path / "c"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    assert read(joined) == BLOCKS


def test_every_cut_leaves_the_whole_records(tmp_path: Path):
    data = write(tmp_path / "samples", BLOCKS).read_bytes()
    seen = set()
    for length in range(len(data)):
        cut = tmp_path / "cut"
        cut.write_bytes(data[:length])
        blocks = read(cut)
        assert blocks == BLOCKS[: len(blocks)]
        seen.add(len(blocks))
    assert seen == {0, 1, 2}


@pytest.mark.parametrize("at", [0, 30])
def test_damage_in_the_middle_is_an_error(tmp_path: Path, at: int):
    path = write(tmp_path / "samples", BLOCKS)
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(RunError) as caught:
        read(path)
    assert caught.value.code == "samples-damaged"


def test_a_payload_may_not_grow_beyond_its_count(tmp_path: Path):
    path = write(tmp_path / "samples", [(0, 0, [0] * 40_000)])
    (record,) = read_blocks(path)
    with pytest.raises(RunError) as caught:
        decode(record.payload, 3)
    assert caught.value.code == "samples-damaged"


def test_rows_must_be_whole(tmp_path: Path):
    with (tmp_path / "samples").open("wb") as stream, pytest.raises(ValueError, match="whole"):
        write_block(stream, 0, 0, b"\0" * 31)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2**32 - 1),
            st.integers(0, 2**32 - 1),
            st.lists(st.tuples(*[st.integers(-(2**63), 2**63 - 1)] * 4), max_size=5),
        ),
        max_size=5,
    )
)
def test_any_rows_round_trip(blocks):
    flat = [(process, block, [v for row in rows for v in row]) for process, block, rows in blocks]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "samples"
        path.touch()
        assert read(write(path, flat)) == flat
