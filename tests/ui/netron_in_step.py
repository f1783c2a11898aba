"""Drives the real Netron tab beside another view of the graph; prints as JSON what happened.

Run by test_netron_in_step.py in a process of its own, as netron_contract.py is.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer, SignalInstance
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from studio.ui.pages.netron_paint import NetronPaint

TIMEOUT_MS = 60_000
INTERNALS = """(() => {
    const v = window.__studio_view, t = v.target, g = v.activeTarget, n = t.find(g.nodes[0]);
    const header = n.element.querySelector('.node-item-type');
    return {
        modules: Array.isArray(v.model.modules), nodes: Array.isArray(g.nodes),
        selection: typeof t.selection[Symbol.iterator], clearSelection: typeof t.clearSelection,
        select: typeof t.select, scrollTo: typeof t.scrollTo, on: typeof t.on,
        pushTarget: typeof v.pushTarget, render: typeof v.render, value: n.value === g.nodes[0],
        width: typeof n.width, element: n.element.tagName,
        header: [...header.children].map((one) => one.tagName).slice(0, 2),
        openModel: typeof v.host._openModel,
    };
})()"""
FILLS = """(() => {
    const v = window.__studio_view;
    return v.activeTarget.nodes.map((node) => {
        const element = v.target.find(node).element;
        const header = element.querySelector('.node-item-type');
        const [path, text] = [header.querySelector('path'), header.querySelector('text')];
        const stops = [...header.querySelectorAll('linearGradient')].map((gradient) =>
            [...gradient.children].map((stop) => stop.getAttribute('stop-color')));
        const notes = [...element.querySelectorAll('text.studio-note')].map((n) => n.textContent);
        return { fill: path.style.fill, ink: text.style.fill, stops, notes };
    });
})()"""
CHOSEN = """(() => {
    const v = window.__studio_view, g = v.activeTarget;
    const places = [...v.target.selection].map((element) => g.nodes.indexOf(element.value));
    return [v.model.modules.indexOf(g), places];
})()"""
CLICK_LAST = """(() => {
    const v = window.__studio_view;
    v.target.select([v.activeTarget.nodes[v.activeTarget.nodes.length - 1]]);
})()"""
LOOK = "getComputedStyle(document.body).backgroundColor"


def wait(signal_: SignalInstance, act: Callable[[], object]) -> object:
    """What ``signal_`` carried, after ``act``."""
    got: list[object] = []
    loop = QEventLoop()

    def on_emitted(*values: object) -> None:
        got.append(values[0] if values else None)
        loop.quit()

    signal_.connect(on_emitted)
    QTimer.singleShot(TIMEOUT_MS, loop.quit)
    act()
    if not got:
        loop.exec()
    signal_.disconnect(on_emitted)
    assert got, "timed out"
    return got[0]


def evaluate(tab: object, script: str) -> object:
    loop, got = QEventLoop(), []

    def on_answer(answer: object) -> None:
        got.append(answer)
        loop.quit()

    page = tab.viewer._page  # type: ignore[attr-defined]
    page.runJavaScript(f"JSON.stringify({script})", 0, on_answer)
    QTimer.singleShot(TIMEOUT_MS, loop.quit)
    loop.exec()
    assert got, script
    return json.loads(got[0]) if got[0] else None


def until(tab: object, script: str, wanted: Callable[[object], bool]) -> object:
    """What the page shows once it is what was asked for; at the end whatever it shows then."""
    for _ in range(50):
        found = evaluate(tab, script)
        if wanted(found):
            return found
        loop = QEventLoop()
        QTimer.singleShot(100, loop.quit)
        loop.exec()
    return found


def main(path: Path) -> None:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv)
    from studio.ui.pages.netron import NetronTab

    found: dict[str, object] = {}
    tab = NetronTab()
    tab.resize(900, 700)
    paints = {0: NetronPaint("#f3e6a3", "#003a7b", "12 %"), 2: NetronPaint("#003a7b")}
    tab.paint(paints, NetronPaint("#dddddd"))
    tab.show_model(path)
    found["nodes"] = wait(tab.opened, tab.show)
    found["internals"] = evaluate(tab, INTERNALS)
    found["painted"] = until(tab, FILLS, lambda fills: fills[0]["fill"] != "")  # type: ignore[index]

    tab.select_node(2)
    found["selected"] = until(tab, CHOSEN, lambda chosen: chosen == [0, [2]])
    reported: list[int] = []
    tab.node_selected.connect(reported.append)
    found["clicked"] = wait(tab.node_selected, lambda: evaluate(tab, CLICK_LAST))
    tab.select_node(None)
    found["cleared"] = until(tab, CHOSEN, lambda chosen: chosen[1] == [])  # type: ignore[index]
    last = int(found["nodes"])  # type: ignore[call-overload]
    tab.select_node(last)  # the first one of the next graph, where there is one
    found["other_graph"] = until(tab, CHOSEN, lambda chosen: chosen == [1, [0]])
    tab.select_node(1)
    found["back"] = until(tab, CHOSEN, lambda chosen: chosen == [0, [1]])
    found["painted_again"] = evaluate(tab, FILLS)
    found["reported"] = reported

    light = evaluate(tab, LOOK)
    dark = QPalette(tab.palette())
    dark.setColor(QPalette.ColorRole.Window, QColor("#1f2328"))
    tab.setPalette(dark)
    found["grounds"] = [light, until(tab, LOOK, lambda look: look != light)]
    tab.paint({}, None)
    found["bare"] = until(tab, FILLS, lambda fills: fills[0]["fill"] == "")  # type: ignore[index]
    tab.paint(paints, None)

    def kill() -> None:
        os.kill(tab.viewer._page.renderProcessPid(), signal.SIGKILL)  # type: ignore[union-attr]

    wait(tab.viewer.died, kill)  # type: ignore[union-attr]
    found["message"] = tab.message
    button = next(one for one in tab.findChildren(QPushButton) if one.isVisible())
    found["button"] = button.text()
    found["nodes_again"] = wait(tab.opened, button.click)
    found["selected_again"] = until(tab, CHOSEN, lambda chosen: chosen == [0, [1]])
    found["after_crash"] = until(tab, FILLS, lambda fills: fills[0]["fill"] != "")  # type: ignore[index]
    found["message_again"] = tab.message
    tab.deleteLater()
    QTimer.singleShot(0, app.quit)
    app.exec()
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
