"""In which order the arms of a measurement come in each of its blocks.

In the core because two sides need it: the process that measures all arms, and the parent where the
arms are spread over several processes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator


def orders(variants: int, seed: int, process: int) -> Iterator[tuple[int, ...]]:
    """Endless seeded orders, balanced: each random order is followed by its reverse.

    Over a pair of blocks every variant thus has the same mean position, and no drift of the machine
    within the pair favors one of them.
    """
    generator = random.Random(f"{seed}/{process}")
    while True:
        order = list(range(variants))
        generator.shuffle(order)
        yield tuple(order)
        yield tuple(reversed(order))
