"""Opens a file in the real Netron tab and prints as JSON what happened; run by test_netron.py.

A process of its own: WebEngine wants attributes set before the application, prints warnings where
there is no GL, and as root needs its sandbox off (in tests only, by the environment).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication

TIMEOUT_MS = 90_000


ATTACK = """
(async () => {
    const violations = [];
    addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI));
    const answers = {};
    for (const url of URLS) {
        try {
            const answer = await fetch(url);
            answers[url] = answer.ok ? await answer.text() : 'refused';
        } catch (error) {
            answers[url] = 'refused';
        }
    }
    for (const url of PLACES) {
        location.href = url;
        open(url);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const policy = document.querySelector('meta[http-equiv=Content-Security-Policy]').content;
    const reachable = Object.keys(studio.bridge).filter((name) => /^[a-zA-Z]+$/.test(name));
    studio.bridge.report('opened', 0, 'no JSON');
    studio.bridge.report('evaluate', 0, '"import os"');
    const found = { answers, violations, policy, place: location.href, reachable };
    document.title = JSON.stringify(found);
})();
"""
"""What a model file that could run code in the viewer would try. URLS, PLACES: lists of text."""


def main(path: Path, select: int, *options: str) -> None:
    kills, attacks, cuts = ("kill" in options), ("attack" in options), ("cut" in options)
    before = next((Path(option[6:]) for option in options if option.startswith("after=")), None)
    gap_ms = next((int(option[4:]) for option in options if option.startswith("gap=")), 0)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv)
    found: dict[str, object] = {"web_engine_at_start": "PySide6.QtWebEngineCore" in sys.modules}
    from studio.ui.pages.netron import NetronTab

    asked_last: list[Path] = [] if before else [path]
    tab = NetronTab()
    tab.resize(900, 700)
    tab.show_model(before or path)
    found["viewer_before_shown"] = tab.viewer is not None
    tab.show()
    found["message"] = tab.message

    def finish() -> None:
        viewer = tab.viewer
        if viewer is not None:
            found["refused"] = viewer.server.refused
            found["blocked"] = viewer.interceptor.blocked
        found["message"] = tab.message
        found["is_in_front"] = viewer is not None and viewer.isVisible()
        found["listening"] = _listening()
        tab.deleteLater()
        QTimer.singleShot(0, app.quit)

    # The answer of a script and the report of a click come by different ways, in either order.
    def finish_when_both_came() -> None:
        if {"selected_name", "clicked"} <= found.keys():
            finish()

    def on_answer(answer: object) -> None:
        found["selected_name"] = answer
        finish_when_both_came()

    def on_selected(index: int) -> None:
        found["clicked"] = index
        finish_when_both_came()

    def attack() -> None:
        from PySide6.QtWebEngineCore import QWebEnginePage

        viewer = tab.viewer
        assert viewer is not None
        model = viewer.server.offer(path).rpartition("/")[0]
        near = f"file://{path.parent}/.env"
        urls = ["../.env", "/.env", "/model/wrong/x", f"{model}/../.env", f"{model}/../../.env",
                "/index.js", "https://127.0.0.1/x", "http://127.0.0.1/x", near,
                "studio-netron://other/index.html",
                "qrc:///qtwebchannel/qwebchannel.js"]  # fmt: skip
        places = ["https://127.0.0.1/gone", near, "studio-netron://other/index.html",
                  "qrc:///qtwebchannel/qwebchannel.js"]  # fmt: skip
        other = QWebEnginePage(viewer._profile, viewer)  # one that would go anywhere

        def on_titled(title: str) -> None:
            if title.startswith("{"):
                found["probed"] = json.loads(title)
                found["place"] = viewer._page.url().toString()
                other.load(QUrl("https://127.0.0.1/elsewhere"))

        def on_loaded(was_loaded: bool) -> None:
            found["elsewhere"] = was_loaded
            other.deleteLater()
            finish()

        other.loadFinished.connect(on_loaded)
        viewer._page.titleChanged.connect(on_titled)
        script = ATTACK.replace("URLS", json.dumps(urls)).replace("PLACES", json.dumps(places))
        viewer._page.runJavaScript(script)

    def on_opened(nodes: int) -> None:
        if not asked_last:
            return  # a fast machine shows the first file before the gap has passed
        found["nodes"] = nodes
        if attacks:
            attack()
            return
        viewer = tab.viewer
        assert viewer is not None
        if kills:
            viewer.died.connect(finish)
            os.kill(viewer._page.renderProcessPid(), signal.SIGKILL)
            return
        if cuts:  # Qt's web channel lets a page delete what is on it
            viewer.died.connect(finish)
            viewer._page.runJavaScript("studio.bridge.deleteLater()")
            return
        tab.node_selected.connect(on_selected)
        tab.select_node(select)
        viewer._page.runJavaScript(
            "const e = [...window.__studio_view.target.selection];"
            "e.length === 1 ? window.__studio_view.activeTarget.nodes.indexOf(e[0].value) : -1",
            0,
            on_answer,
        )
        # A click on a node, as the user's: Netron's own handler selects and reports it.
        viewer._page.runJavaScript(
            "const v = window.__studio_view; v.target.select([v.activeTarget.nodes[0]]);"
        )

    tab.opened.connect(on_opened)
    if tab.viewer is None:
        finish()
    elif before is None:
        tab.viewer.failed.connect(finish)
    else:

        def show_last() -> None:
            asked_last.append(path)
            tab.show_model(path)

        QTimer.singleShot(gap_ms, show_last)
    QTimer.singleShot(TIMEOUT_MS, finish)
    app.exec()
    print(json.dumps(found))


def _listening() -> list[str]:
    me = psutil.Process()
    return [
        str(connection.laddr)
        for process in [me, *me.children(recursive=True)]
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
