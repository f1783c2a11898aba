"""Runs a traced source sample by sample, and remembers outputs for inputs seen before.

The variants of one source are checked one after the other on mostly the same samples: each needs
the source's outputs, which do not change.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from studio.core.child import Reporter
from studio.core.errors import RunError
from studio.core.model import Signature
from studio.data.layout import fixed_batch, has_batch
from studio.engine.source import Function

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

    def clear(self) -> None:
        self._entries.clear()
        self._bytes = 0


PROCESS_MEMORY = OutputMemory()
"""Of the convert child, which serves one request at a time."""


@dataclass(frozen=True)
class SampleRunner:
    """``identity`` says which model at which shapes ``traced`` is."""

    traced: Function
    identity: str
    memory: OutputMemory = PROCESS_MEMORY

    def run(
        self,
        inputs: Mapping[str, np.ndarray],
        reporter: Reporter,
        done: int = 0,
        total: int | None = None,
    ) -> dict[str, np.ndarray]:
        """Output name -> (samples, *sample shape) for input name -> (samples, *sample shape).

        ``done`` of ``total`` samples came before, for the progress. A stateful model starts anew
        for each sample and is never remembered. Raises RunError: source-run-failed,
        output-shape-varies.
        """
        signature = self.traced.signature
        size = fixed_batch(signature)
        count = len(next(iter(inputs.values())))
        all_samples = total or count
        collected: dict[str, list[np.ndarray]] = {spec.name: [] for spec in signature.outputs}
        for start in range(0, count, size):
            current = done + start
            reporter.phase("reference", current / all_samples, current, all_samples)
            rows = np.minimum(np.arange(start, start + size), count - 1)
            fed = {
                spec.name: inputs[spec.name][rows]
                if has_batch(spec, signature)
                else inputs[spec.name][start]
                for spec in signature.inputs
            }
            for name, values in _samples(signature, self._run(fed), min(size, count - start)):
                collected[name].extend(values)
        for name, values in collected.items():
            if len({value.shape for value in values}) > 1:
                raise RunError("output-shape-varies", path=signature.name, name=name)
        return {name: np.stack(values) for name, values in collected.items()}

    def _run(self, fed: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if self.traced.is_stateful:
            self.traced.reset()
            return self.traced.run(fed)
        key = _key(self.identity, fed)
        found = self.memory.get(key)
        if found is None:
            found = self.traced.run(fed)
            self.memory.put(key, found)
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
