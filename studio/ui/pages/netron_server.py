"""Serves Netron's own files and the opened model to the view, inside this process: no port opens.

Only allow-listed files of the netron package can be asked for, and the model only under an opaque
id. Whatever else a page asks for, of any scheme, is refused.
"""

from __future__ import annotations

import importlib.util
import re
import secrets
from pathlib import Path

from PySide6 import QtWebChannel  # noqa: F401  it brings the channel's script as a resource
from PySide6.QtCore import QBuffer, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)

from studio.core.resources import resource
from studio.ui.pages.netron_scheme import ORIGIN

_MIME = {
    ".js": b"text/javascript",
    ".json": b"application/json",
    ".html": b"text/html",
    ".css": b"text/css",
    ".png": b"image/png",
    ".ico": b"image/x-icon",
}
_HOST_MODULE = "studio_host.js"
_OWN_MODULES = (_HOST_MODULE, "studio_paint.js")
_CHANNEL_SCRIPT = "qwebchannel.js"
_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
)
_SAVED_MODEL_PART = re.compile(r"variables/variables\.(index|data-\d{5}-of-\d{5})")


def netron_folder() -> Path:
    """The folder of the installed netron package. Raises FileNotFoundError."""
    spec = importlib.util.find_spec("netron")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("netron")
    return Path(spec.origin).parent


def channel_script() -> bytes:
    """The page's side of the web channel, as Qt ships it. Raises FileNotFoundError.

    It is served by this scheme: pages never read Qt's own resources.
    """
    file = QFile(f":/qtwebchannel/{_CHANNEL_SCRIPT}")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(file.fileName())
    return bytes(file.readAll().data())


def viewer_page(stock: str) -> str:
    """Netron's index.html with our host module and our content policy in place of its own."""
    page, scripts = re.subn(
        r'<script type="text/javascript" src="index\.js"></script>',
        f'<script src="{_CHANNEL_SCRIPT}"></script>'
        f'<script type="module" src="{_HOST_MODULE}"></script>',
        stock,
    )
    page, policies = re.subn(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        page,
    )
    if scripts != 1 or policies != 1:
        raise ValueError("this version of Netron is not the one that Studio was written for")
    return re.sub(r'<meta name="date"[^>]*>', "", page)


class NetronServer(QWebEngineUrlSchemeHandler):
    """Answers requests of the viewer. ``refused``: URLs of those that it did not."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        folder = netron_folder()
        self._files = {
            entry.name: entry
            for entry in folder.iterdir()
            if entry.suffix in _MIME and entry.name != "index.js"
        }
        self._files |= {name: resource("netron", name) for name in _OWN_MODULES}
        self._channel = channel_script()
        self._page = viewer_page((folder / "index.html").read_text("utf-8")).encode()
        self._model_id = ""
        self._model = Path()
        self.refused: list[str] = []

    def offer(self, path: Path) -> str:
        """Make ``path`` (a file or SavedModel folder) the one readable model; returns its URL."""
        self._model_id = secrets.token_urlsafe(16)
        self._model = path
        name = "saved_model.pb" if path.is_dir() else f"model{path.suffix.lower()}"
        return f"/model/{self._model_id}/{name}"

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        path = job.requestUrl().path().removeprefix("/")
        if job.requestMethod() != b"GET":
            self._refuse(job, QWebEngineUrlRequestJob.Error.RequestDenied)
        elif path.startswith("model/"):
            self._reply_model(job, path.removeprefix("model/"))
        elif path == "index.html":
            _reply(job, b"text/html", self._page)
        elif path == _CHANNEL_SCRIPT:
            _reply(job, _MIME[".js"], self._channel)
        elif path in self._files:
            file = self._files[path]
            _reply(job, _MIME[file.suffix], file.read_bytes())
        else:
            self._refuse(job, QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _reply_model(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        model_id, _, name = path.partition("/")
        if not self._model_id or not secrets.compare_digest(model_id, self._model_id):
            self._refuse(job, QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        file = self._model
        if self._model.is_dir():
            if name != "saved_model.pb" and not _SAVED_MODEL_PART.fullmatch(name):
                self._refuse(job, QWebEngineUrlRequestJob.Error.UrlNotFound)
                return
            file = self._model / name
        # The job must own what it reads from: it outlives this call.
        stream = QFile(str(file), job)
        if stream.open(QIODevice.OpenModeFlag.ReadOnly):
            job.reply(b"application/octet-stream", stream)
        else:
            self._refuse(job, QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _refuse(self, job: QWebEngineUrlRequestJob, error: QWebEngineUrlRequestJob.Error) -> None:
        self.refused.append(job.requestUrl().toString())
        job.fail(error)


class OnlyOwnScheme(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not to the viewer's own origin (and its blobs and data)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl().toString()
        if not url.startswith((f"{ORIGIN}/", "data:", f"blob:{ORIGIN}")):
            self.blocked.append(url)
            info.block(True)


def _reply(job: QWebEngineUrlRequestJob, mime: bytes, data: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(mime, buffer)
