"""Blocks come in pairs, an order and its reverse, the same for the same seed and process."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from studio.core.block_orders import orders


def test_each_pair_of_blocks_is_balanced():
    blocks = list(islice(orders(3, seed=7, process=0), 20))
    for first, second in zip(blocks[::2], blocks[1::2], strict=True):
        assert sorted(first) == [0, 1, 2]
        assert second == tuple(reversed(first))
    assert len(Counter(blocks[::2])) > 2


def test_orders_follow_seed_and_process():
    def start(seed: int, process: int) -> list[tuple[int, ...]]:
        return list(islice(orders(4, seed, process), 10))

    assert start(1, 0) == start(1, 0)
    assert start(1, 0) != start(1, 1)
    assert start(1, 0) != start(2, 0)
