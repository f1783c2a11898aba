"""Time to the first paint: Studio's window against a bare ``QMainWindow``, imports excluded.

Each figure is from a fresh process, the two interleaved. The time starts before the application
object is made and ends when the event loop is back after the first paint event. Studio paints its
frame first and fills it at once after; so that this hides nothing, the time until it is filled is
printed too, and the ratio with imports included, from the start of the script.
"""

from __future__ import annotations

import argparse
import os
import statistics

from support import interleave, report_ratio, run_script

BARE = """
import json, time
origin = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
start = time.perf_counter()
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
app.setStyle("Fusion")
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
end = time.perf_counter()
print(json.dumps({"paint": end - start, "with_imports": end - origin}))
"""

STUDIO = """
import json, os, sys, tempfile, time
os.environ["STUDIO_HOME"] = tempfile.mkdtemp()
origin = time.perf_counter()
import studio.app
from PySide6.QtCore import QTimer
from studio.core import reduce
from studio.history import settings_file
from studio.places import find_places
from studio.ui import (
    commands, event_bridge, flow, main_window, shell, source_watch, store, theme, translations,
)
from studio.ui.dialogs import ask
start = time.perf_counter()
app = studio.app.make_application()
places = find_places()
settings, _ = settings_file.load(places.settings_file)
program = studio.app.Program(app, places, settings)
painted = []
def on_painted():
    painted.append(time.perf_counter())
    QTimer.singleShot(0, app.quit)  # its turn comes after that of the timer which fills the window
program.window.painted.connect(on_painted)
program.start()
app.exec()
app.processEvents()
assert program.window.menuBar().actions(), "not filled yet"
filled = time.perf_counter() - start
print(json.dumps({
    "paint": painted[0] - start, "with_imports": painted[0] - origin, "filled": filled,
}))
sys.stdout.flush()
os._exit(0)  # what starts after the first paint is not what is measured
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10)
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pairs = list(interleave(options.pairs, lambda: run_script(STUDIO), lambda: run_script(BARE)))
    for key, title, goal in (
        ("paint", "first paint, imports excluded: Studio / bare window", "<= 1.5"),
        ("with_imports", "first paint, imports included: Studio / bare window", "none"),
    ):
        report_ratio(title, [studio[key] / bare[key] for studio, bare in pairs], goal)
        studio_s = statistics.median(studio[key] for studio, _ in pairs)
        bare_s = statistics.median(bare[key] for _, bare in pairs)
        print(f"  medians: Studio {1000 * studio_s:.0f} ms, bare {1000 * bare_s:.0f} ms")
    filled_s = statistics.median(studio["filled"] for studio, _ in pairs)
    print(f"Studio's window filled and painted again: {1000 * filled_s:.0f} ms")


if __name__ == "__main__":
    main()
