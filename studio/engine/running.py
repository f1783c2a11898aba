"""Runs a traced source sample by sample, and remembers outputs for inputs seen before.

The variants of one source are checked one after the other on mostly the same samples: each needs
the source's outputs, which do not change.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping

import numpy as np

from studio.core.child import Reporter
from studio.core.model import Signature
from studio.data.layout import fixed_batch, has_batch
from studio.engine.traced import Traced

_LIMIT_BYTES = 256 << 20


class OutputMemory:
    """Outputs of single samples by (source, input bytes), bounded, least recently used dropped."""

    def __init__(self, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._bytes = 0
        self._entries: OrderedDict[bytes, dict[str, np.ndarray]] = OrderedDict()

    def get(self, key: bytes) -> dict[str, np.ndarray] | None:
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: bytes, outputs: dict[str, np.ndarray]) -> None:
        self._entries[key] = outputs
        self._bytes += _size(outputs)
        while self._bytes > self._limit_bytes and self._entries:
            _, dropped = self._entries.popitem(last=False)
            self._bytes -= _size(dropped)


PROCESS_MEMORY = OutputMemory()
"""Of the convert child, which serves one request at a time."""


def run_samples(
    traced: Traced,
    identity: str,
    inputs: Mapping[str, np.ndarray],
    reporter: Reporter,
    memory: OutputMemory = PROCESS_MEMORY,
) -> dict[str, np.ndarray]:
    """Output name -> (samples, *sample shape) for ``inputs`` name -> (samples, *sample shape).

    ``identity`` says which model at which shapes this is. A stateful model starts anew for each
    sample and is never remembered. Raises RunError.
    """
    signature = traced.signature
    size = fixed_batch(signature)
    count = len(next(iter(inputs.values())))
    collected: dict[str, list[np.ndarray]] = {spec.name: [] for spec in signature.outputs}
    for start in range(0, count, size):
        reporter.phase("reference", start / count, start, count)
        rows = np.minimum(np.arange(start, start + size), count - 1)
        fed = {
            spec.name: inputs[spec.name][rows]
            if has_batch(spec, signature)
            else inputs[spec.name][start]
            for spec in signature.inputs
        }
        outputs = _run(traced, identity, fed, memory)
        for name, values in _samples(signature, outputs, min(size, count - start)):
            collected[name].extend(values)
    return {name: np.stack(values) for name, values in collected.items()}


def _run(
    traced: Traced,
    identity: str,
    fed: dict[str, np.ndarray],
    memory: OutputMemory,
) -> dict[str, np.ndarray]:
    if traced.is_stateful:
        traced.reset()
        return traced.run(fed)
    key = _key(identity, fed)
    found = memory.get(key)
    if found is None:
        found = traced.run(fed)
        memory.put(key, found)
    return found


def _samples(
    signature: Signature, outputs: dict[str, np.ndarray], count: int
) -> Iterator[tuple[str, list[np.ndarray]]]:
    for spec in signature.outputs:
        values = outputs[spec.name]
        batched = has_batch(spec, signature)
        yield spec.name, [values[row] if batched else values for row in range(count)]


def _key(identity: str, fed: Mapping[str, np.ndarray]) -> bytes:
    digest = hashlib.sha256(identity.encode())
    for name in sorted(fed):
        array = np.ascontiguousarray(fed[name])
        digest.update(f"\0{name}\0{array.dtype.str}\0{array.shape}\0".encode())
        digest.update(array.reshape(-1).view(np.uint8).data)
    return digest.digest()


def _size(outputs: Mapping[str, np.ndarray]) -> int:
    return sum(array.nbytes for array in outputs.values())
