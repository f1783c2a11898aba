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
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

TIMEOUT_MS = 90_000


def main(path: Path, select: int, kills: bool) -> None:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv)
    found: dict[str, object] = {"web_engine_at_start": "PySide6.QtWebEngineCore" in sys.modules}
    from studio.ui.pages.netron import NetronTab

    tab = NetronTab()
    tab.resize(900, 700)
    tab.show_model(path)
    found["viewer_before_shown"] = tab.viewer is not None
    tab.show()
    found["message"] = tab.message

    def finish() -> None:
        viewer = tab.viewer
        if viewer is not None:
            found["refused"] = viewer.server.refused
            found["blocked"] = viewer.interceptor.blocked
        found["message"] = tab.message
        found["listening"] = _listening()
        tab.deleteLater()
        QTimer.singleShot(0, app.quit)

    def click_at(answer: object) -> None:
        found["selected_name"] = answer

    def on_selected(index: int) -> None:
        found["clicked"] = index
        finish()

    def on_opened(nodes: int) -> None:
        found["nodes"] = nodes
        viewer = tab.viewer
        assert viewer is not None
        if kills:
            viewer.died.connect(finish)
            os.kill(viewer._page.renderProcessPid(), signal.SIGKILL)
            return
        tab.node_selected.connect(on_selected)
        tab.select_node(select)
        viewer._page.runJavaScript(
            "const e = [...window.__studio_view.target.selection];"
            "e.length === 1 ? window.__studio_view.activeTarget.nodes.indexOf(e[0].value) : -1",
            0,
            click_at,
        )
        # A click on a node, as the user's: Netron's own handler selects and reports it.
        viewer._page.runJavaScript(
            "const v = window.__studio_view; v.target.select([v.activeTarget.nodes[0]]);"
        )

    tab.opened.connect(on_opened)
    if tab.viewer is None:
        finish()
    else:
        tab.viewer.failed.connect(finish)
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
    main(Path(sys.argv[1]), int(sys.argv[2]), "kill" in sys.argv)
