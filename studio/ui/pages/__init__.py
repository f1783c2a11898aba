"""The pages of the window's centre, one module each, imported when first shown.

Role: show the selection of the store. Import rule: as studio.ui; pages never import one another.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from studio.core.messages.marking import mark

if TYPE_CHECKING:
    from studio.ui.context import Page, UiContext

PAGES: tuple[tuple[str, str, str], ...] = (
    ("overview", mark("Overview"), "studio.ui.pages.overview:OverviewPage"),
    ("graph", mark("Graph"), "studio.ui.pages.graph:GraphPage"),
    ("latency", mark("Latency"), "studio.ui.pages.latency:LatencyPage"),
    ("profile", mark("Profile"), "studio.ui.pages.profile:ProfilePage"),
    ("errors", mark("Errors"), "studio.ui.pages.errors:ErrorsPage"),
    ("compare", mark("Compare"), "studio.ui.pages.compare:ComparePage"),
    ("log", mark("Log"), "studio.ui.pages.log:LogPage"),
)
"""(id, title, dotted path of the class) in the order of the tabs; titles are marked texts."""

WELCOME = "studio.ui.pages.welcome:WelcomePage"


def load_page(dotted: str, context: UiContext) -> Page:
    """Import the page's class and make it."""
    module, _, name = dotted.partition(":")
    return cast("Page", getattr(importlib.import_module(module), name)(context))
