"""One module for each source format; ``core.formats`` names it as the format's ``loader``.

Each has ``load(path, allow_code, opening) -> Source`` and raises ModelError for what it refuses.
Import rule: as for :mod:`studio.engine`; nothing else of the program knows a loader by name.
"""
