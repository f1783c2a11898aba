"""Where Studio keeps things on this machine: data, cache, logs, settings, the measuring lock.

The only module that knows the system's conventions (through platformdirs); every other part is
handed a :class:`Places`. It imports only ``core``. ``STUDIO_HOME`` overrides all of them, so that
a test, or a second Studio, touches nothing of the user's.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from studio.core.errors import StorageError

_APP = "studio-edge"


@dataclass(frozen=True)
class Places:
    """Folders of one installation. ``data`` is precious; ``cache`` can be deleted at any time.

    ``config`` holds the settings file: it does not move with ``data`` (the setting that moves the
    data folder is read from there). ``shared`` is a folder common to all users of the machine.
    """

    data: Path
    cache: Path
    logs: Path
    config: Path | None = None
    shared: Path | None = None

    @property
    def database(self) -> Path:
        return self.data / "studio.db"

    @property
    def artifacts(self) -> Path:
        return self.data / "artifacts"

    @property
    def float_cache(self) -> Path:
        return self.cache / "float"

    @property
    def work(self) -> Path:
        """For what a job writes while it runs: references, samples."""
        return self.cache / "work"

    @property
    def settings_file(self) -> Path:
        return (self.config or self.data) / "settings.json"

    @property
    def measure_lock(self) -> Path:
        """Held while measuring: latency is disturbed by anybody's measurement, so machine-wide."""
        return (self.shared or self.cache) / "studio-measure.lock"

    def with_data(self, data_dir: str) -> Places:
        """These places with the data folder that the settings name ("" = unchanged), created.

        Raises StorageError: folder-unusable.
        """
        if not data_dir:
            return self
        moved = replace(self, data=Path(data_dir).expanduser(), config=self.settings_file.parent)
        _create(moved)
        return moved


def find_places() -> Places:
    """The places of this machine and user, created. Raises StorageError: folder-unusable."""
    home = os.environ.get("STUDIO_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        places = Places(root / "data", root / "cache", root / "logs", root, root)
    else:
        places = Places(
            Path(platformdirs.user_data_dir(_APP, appauthor=False)),
            Path(platformdirs.user_cache_dir(_APP, appauthor=False)),
            Path(platformdirs.user_log_dir(_APP, appauthor=False)),
            Path(platformdirs.user_config_dir(_APP, appauthor=False)),
            _shared_folder(),
        )
    _create(places)
    return places


def _shared_folder() -> Path:
    """Common to all users, whatever their TMPDIR says."""
    if os.name == "nt":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))
    return Path("/tmp")


def _create(places: Places) -> None:
    for folder in (
        places.data,
        places.artifacts,
        places.cache,
        places.float_cache,
        places.work,
        places.logs,
        places.settings_file.parent,
    ):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError("folder-unusable", str(error), path=folder) from error
