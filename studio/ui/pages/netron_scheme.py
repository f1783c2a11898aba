"""The private URL scheme of the Netron view: its name, and its registration with WebEngine.

Importing this module costs nothing; :func:`register` imports WebEngine's core (some 30 ms) and
must run before the first WebEngine object exists. Registering after the first paint is fine, so
that a window whose user never looks at Netron never loads WebEngine.
"""

from __future__ import annotations

SCHEME = b"studio-netron"
ORIGIN = "studio-netron://viewer"


def register() -> None:
    """Make the scheme known: a secure origin that may fetch from itself. Calling again is harmless.

    Raises ImportError where WebEngine or a library that it needs is missing.
    """
    from PySide6.QtWebEngineCore import QWebEngineUrlScheme

    if not QWebEngineUrlScheme.schemeByName(SCHEME).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
