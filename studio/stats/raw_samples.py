"""Raw samples as arrays, arm by arm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from studio.core.sample_file import COLUMNS, BlockRecord, decode

Rows = NDArray[np.int64]


def rows_by_arm(records: Iterable[BlockRecord]) -> dict[int, Rows]:
    """Arm -> int64 (samples, 4): process, block, wall_ns, cpu_ns, in the order measured."""
    parts: dict[int, list[Rows]] = defaultdict(list)
    for record in records:
        values = np.frombuffer(decode(record.payload, record.count), dtype=np.int64)
        table = values.reshape(-1, len(COLUMNS))
        for variant in np.unique(table[:, 0]):
            chosen = table[table[:, 0] == variant]
            part = np.empty_like(chosen)
            part[:, 0], part[:, 1] = record.process, record.block
            part[:, 2:] = chosen[:, 2:]
            parts[int(variant)].append(part)
    return {variant: np.concatenate(tables) for variant, tables in parts.items()}
