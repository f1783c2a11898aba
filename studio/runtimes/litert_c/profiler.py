"""A CPU model that keeps a record of what each op of each run took."""

from __future__ import annotations

from studio.runtimes.litert_c.library import Handle
from studio.runtimes.litert_c.model import CompiledModel
from studio.runtimes.protocol import OpEvent


class ProfiledModel(CompiledModel):
    """Compiled with profiling on, which slows it down: never to be timed from outside."""

    def profile(self, runs: int) -> list[list[OpEvent]]:
        """The events of each of ``runs`` runs with the inputs set before, as they were recorded.

        Raises RunError ``run-compiled-failed``.
        """
        with self._running():
            profiler = self._library.out("Handle", "LiteRtCompiledModelGetProfiler", self._compiled)
            return [self._profile_once(profiler) for _ in range(runs)]

    def _profile_once(self, profiler: Handle) -> list[OpEvent]:
        library = self._library
        library.call("LiteRtResetProfiler", profiler)
        library.call("LiteRtStartProfiler", profiler)
        try:
            self.invoke()
        finally:
            library.call("LiteRtStopProfiler", profiler)
        count = library.out("int", "LiteRtGetNumProfilerEvents", profiler)
        events = library.ffi.new("ProfiledEvent[]", max(1, count))
        library.call("LiteRtGetProfilerEvents", profiler, count, events)
        return [
            OpEvent(
                tag=library.ffi.string(event.tag).decode(errors="replace"),
                type=event.event_type,
                start_us=event.start_us,
                elapsed_us=event.elapsed_us,
                metadata1=event.metadata1,
                metadata2=event.metadata2,
            )
            for event in events[0:count]
        ]
