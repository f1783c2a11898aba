"""Where Studio keeps things on this machine: data, cache, logs, settings, the measuring lock.

The only module that knows the system's conventions (through platformdirs); every other part is
handed a :class:`Places`. It imports only ``core``. ``STUDIO_HOME`` overrides the user's folders, so
that a test, or a second Studio, touches nothing of the user's. The measuring lock stays where it
is all the same, as all of them share one machine; ``STUDIO_MEASURE_LOCK`` names another file, for
tests that only pretend to measure.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from studio.core.errors import StorageError

_APP = "studio-edge"
_LOCK = "studio-measure.lock"


@dataclass(frozen=True)
class Places:
    """Folders of one installation. ``data`` is precious; ``cache`` can be deleted at any time.

    ``config`` holds the settings file: it does not move with ``data`` (the setting that moves the
    data folder is read from there). ``lock`` is a file common to all users of the machine.
    """

    data: Path
    cache: Path
    logs: Path
    config: Path | None = None
    lock: Path | None = None

    @property
    def database(self) -> Path:
        return self.data / "studio.db"

    @property
    def resolution_file(self) -> Path:
        """What this machine was found to tell apart."""
        return self.data / "resolution.json"

    @property
    def artifacts(self) -> Path:
        return self.data / "artifacts"

    @property
    def float_cache(self) -> Path:
        return self.cache / "float"

    @property
    def onnx_environment(self) -> Path:
        """Where onnx2tf is installed with all it needs, on request. It can be made again."""
        return self.cache / "onnx2tf"

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
        return self.lock or self.cache / _LOCK

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
        places = Places(root / "data", root / "cache", root / "logs", root, _machine_lock())
    else:
        places = Places(
            Path(platformdirs.user_data_dir(_APP, appauthor=False)),
            Path(platformdirs.user_cache_dir(_APP, appauthor=False)),
            Path(platformdirs.user_log_dir(_APP, appauthor=False)),
            Path(platformdirs.user_config_dir(_APP, appauthor=False)),
            _machine_lock(),
        )
    _create(places)
    return places


def _machine_lock() -> Path:
    """Common to all users, whatever their TMPDIR says."""
    named = os.environ.get("STUDIO_MEASURE_LOCK")
    if named:
        return Path(named).absolute()
    if os.name == "nt":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / _LOCK
    return Path("/tmp") / _LOCK


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
