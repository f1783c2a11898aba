"""The settings as a small JSON file, written atomically.

Only what differs from the defaults is stored. A damaged file is kept aside, never overwritten
unseen, and the defaults hold.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.core.errors import StorageError, StudioError
from studio.core.setting_kinds import SettingValue
from studio.core.settings import Settings, from_mapping, to_mapping
from studio.history.atomic import write_bytes


def load(path: Path) -> tuple[Settings, tuple[StudioError, ...]]:
    """The settings stored in ``path`` and what was wrong with them; no file: the defaults.

    Never raises: settings must not keep the program from starting.
    """
    try:
        values = msgspec.json.decode(path.read_bytes(), type=dict[str, SettingValue])
    except FileNotFoundError:
        return Settings(), ()
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError) as error:
        kept = path.with_name(path.name + ".damaged")
        try:
            path.replace(kept)
        except OSError:
            kept = path
        return Settings(), (StorageError("settings-damaged", str(error), path=path, kept=kept),)
    return from_mapping(values)


def save(path: Path, settings: Settings) -> None:
    """Raises StorageError: file-not-written."""
    content = msgspec.json.format(msgspec.json.encode(to_mapping(settings)), indent=2)
    write_bytes(path, content + b"\n")
