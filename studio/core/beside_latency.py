"""What a measurement says beside latencies: memory by phase, and whether latency drifted."""

from __future__ import annotations

import msgspec


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Resident memory of the whole process at one moment, Python and the library included.

    ``anonymous_bytes``: what the process wrote itself (heaps, packed weights, arenas);
    ``mapped_bytes``: pages of files, a model's weights among them, which the system can drop and
    read again; both None where the system does not tell them apart. ``peak_bytes``: the most that
    was resident until then.
    """

    anonymous_bytes: int | None
    mapped_bytes: int | None
    peak_bytes: int


class MemoryPhases(msgspec.Struct, frozen=True, kw_only=True):
    """Before the file is loaded, once it is ready to run, and after its first inference."""

    before_load: Memory
    after_load: Memory
    after_first: Memory

    @property
    def anonymous_growth_bytes(self) -> int | None:
        """What loading and the first inference added; None where it cannot be known."""
        before, after = self.before_load.anonymous_bytes, self.after_first.anonymous_bytes
        return None if before is None or after is None else after - before


class TriedRate(msgspec.Struct, frozen=True, kw_only=True):
    """``queries`` that arrived at ``rate_per_s`` were answered; ``p99_ms``: from when each was due,
    None = more and more of them waited, so that it was ended early.
    """

    rate_per_s: float
    queries: int
    p99_ms: float | None

    def has_kept(self, bound_ms: float) -> bool:
        return self.p99_ms is not None and self.p99_ms <= bound_ms


class ServerRate(msgspec.Struct, frozen=True, kw_only=True):
    """Of the server scenario. ``rate_per_s``: the given rate, or where it was searched the highest
    tried one that kept the bound (``p99_ms`` <= ``bound_ms``); None = none of them did.
    ``tried``: in the order tried.
    """

    rate_per_s: float | None
    bound_ms: float
    is_searched: bool
    tried: tuple[TriedRate, ...]


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """How latency changed within the processes, in percent a minute, with its 99 % interval."""

    percent_per_minute: float
    ci99: tuple[float, float]
