"""The processes that ``event_loop_gap.py`` compares, each driven over pipes (``WindowProcess``).

``studio``: the real window. ``bare``: a bare Qt window. ``thread``: a Qt window that converts in a
QThread of its own process. ``load``: no window; the same work as Studio's, for ``bare`` to run
beside. All that have a window tick every 5 ms and tell the longest time between two ticks.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from tests.kit.driven_window import DrivenWindow
from tests.kit.line_channel import LineChannel

TICK_MS = 5
_LOOK_S = 0.002
_STACK_DEPTH = 12
_STACKS_TOLD = 6
GAPS_TOLD = 6


@dataclass(frozen=True)
class Span:
    """Between two ticks; seconds of the clock, and of CPU that the GUI thread had in it."""

    begin: float
    end: float
    cpu: float


class GapWatch(QObject):
    """Ticks; ``stop`` returns the longest time between two ticks since ``start``, in ms.

    Where it explains, also the longest few with the CPU time in them and what the thread was at.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._last = self._longest = self._last_cpu = 0.0
        self._spans: list[Span] = []
        self.spies: Spy | None = None

    def answer(self, request: dict[str, Any]) -> Any:
        if request["gap"] == "start":
            self._last, self._longest = time.perf_counter(), 0.0
            self._last_cpu, self._spans = time.thread_time(), []
            self.spies = Spy() if request.get("explain") else None
            self._timer.start()
            return None
        self._timer.stop()
        spans = sorted(self._spans, key=lambda span: span.begin - span.end)[:GAPS_TOLD]
        found = self.spies.stop(spans) if self.spies is not None else []
        return {"ms": 1000 * self._longest, "gaps": found}

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        if self.spies is not None:
            cpu = time.thread_time()
            self._spans.append(Span(self._last, now, cpu - self._last_cpu))
            self._last_cpu = cpu
        self._last = now


class Spy(threading.Thread):
    """Looks every 2 ms at what the GUI thread does; for finding causes, never while comparing."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._seen: list[tuple[float, str]] = []
        self._is_done = threading.Event()
        self._watched = threading.get_ident()
        self.start()

    def run(self) -> None:
        while not self._is_done.wait(_LOOK_S):
            frame = sys._current_frames().get(self._watched)
            self._seen.append((time.perf_counter(), _stack_text(frame)))

    def stop(self, spans: list[Span]) -> list[dict[str, Any]]:
        """For each span its lengths in ms and the stacks seen with how often, commonest first."""
        self._is_done.set()
        self.join()
        return [
            {
                "ms": 1000 * (span.end - span.begin),
                "cpu_ms": 1000 * span.cpu,
                "stacks": Counter(
                    text for at, text in self._seen if span.begin <= at <= span.end
                ).most_common(_STACKS_TOLD),
            }
            for span in spans
        ]


def _stack_text(frame: FrameType | None) -> str:
    parts: list[str] = []
    while frame is not None and len(parts) < _STACK_DEPTH:
        code = frame.f_code
        parts.append(f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(parts)


class StudioSide(DrivenWindow):
    def __init__(self, channel: LineChannel) -> None:
        super().__init__(channel)
        self._watch = GapWatch()

    def answer(self, request: dict[str, Any]) -> Any:
        return self._watch.answer(request) if "gap" in request else super().answer(request)


class BareSide(QObject):
    """A QMainWindow and nothing else."""

    asked = Signal(str)

    def __init__(self, channel: LineChannel) -> None:
        from PySide6.QtWidgets import QApplication, QMainWindow

        super().__init__()
        self.channel = channel
        self.app = QApplication([])
        self.app.setStyle("Fusion")
        self.window = QMainWindow()
        self.window.resize(1280, 800)
        self.watch = GapWatch()
        self.asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def exec(self) -> int:
        self.window.show()
        QTimer.singleShot(0, lambda: self.channel.tell(news="ready"))
        threading.Thread(target=self._read, daemon=True).start()
        return int(self.app.exec())

    def _read(self) -> None:
        for request in self.channel.requests():
            self.asked.emit(request)
        self.app.quit()

    def _on_asked(self, line: str) -> None:
        self.answer(json.loads(line))

    def answer(self, request: dict[str, Any]) -> None:
        self.channel.tell(answer=self.watch.answer(request))


class ThreadSide(BareSide):
    """Converts by ``from_keras_model`` in a QThread: the usual way to write such a window."""

    def __init__(self, channel: LineChannel) -> None:
        super().__init__(channel)
        import keras
        import tensorflow

        self._keras, self._tensorflow = keras, tensorflow
        self._worker: QThread | None = None

    def answer(self, request: dict[str, Any]) -> None:
        if "convert" not in request:
            super().answer(request)
            return

        def work() -> None:
            model = self._keras.models.load_model(request["convert"])
            self._tensorflow.lite.TFLiteConverter.from_keras_model(model).convert()

        self._worker = Worker(work)
        self._worker.finished.connect(lambda: self.channel.tell(answer=None))
        self._worker.start()


class Worker(QThread):
    def __init__(self, work: Any) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def load_side(channel: LineChannel, folder: Path) -> int:
    """The jobs that Studio's window has done, by the same queue and children, without a window."""
    from studio.core.measure_requests import BenchmarkRequest
    from studio.core.recipe import make_recipe
    from tests.benchmarks.support import Bench

    bench = Bench(folder)
    channel.tell(news="ready")
    for line in channel.requests():
        request = json.loads(line)
        if "convert" in request:
            result = bench.convert(Path(request["convert"]), make_recipe())
            channel.tell(answer=result.artifact)  # type: ignore[union-attr]
        else:
            bench.run(
                BenchmarkRequest(files=tuple(request["measure"]), **request.get("options", {}))
            )
            channel.tell(answer=None)
    bench.queue.close()
    return 0


def main() -> int:
    channel, side = LineChannel(), sys.argv[1]
    if side == "load":
        return load_side(channel, Path(sys.argv[2]))
    if side == "studio":
        return StudioSide(channel).exec()
    return (BareSide if side == "bare" else ThreadSide)(channel).exec()


if __name__ == "__main__":
    sys.exit(main())
