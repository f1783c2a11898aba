"""Finds the parts of a TensorFlow checkpoint: NAME.meta (graph), NAME.index and NAME.data-*."""

from __future__ import annotations

import re
from pathlib import Path

_STATE = "checkpoint"
_MOST_STATE_BYTES = 1 << 20
_NEWEST = re.compile(r'^model_checkpoint_path:\s*"([^"]+)"', re.MULTILINE)
_DATA = re.compile(r"\.data-\d{5}-of-\d{5}$")


def checkpoint_prefix(path: Path) -> Path | None:
    """What all parts of the checkpoint at ``path`` begin with; None = it is none.

    ``path``: one of its parts, the file "checkpoint" beside them, or their folder. Of several in a
    folder it is the one that this file calls the newest; else there must be one only.
    """
    if path.is_dir() or path.name == _STATE:
        return _of_folder(path if path.is_dir() else path.parent)
    if path.suffix in (".meta", ".index"):
        prefix = path.with_suffix("")
    elif _DATA.search(path.name):
        prefix = path.with_name(_DATA.sub("", path.name))
    else:
        return None
    return prefix if _part(prefix, ".index").is_file() else None


def has_graph(prefix: Path) -> bool:
    """Whether the checkpoint says what its variables belong to."""
    return _part(prefix, ".meta").is_file()


def graph_file(prefix: Path) -> Path:
    return _part(prefix, ".meta")


def checkpoint_files(path: Path) -> tuple[Path, ...]:
    """All parts of the checkpoint at ``path`` that has a graph, sorted; () = it is none."""
    prefix = checkpoint_prefix(path)
    if prefix is None or not has_graph(prefix):
        return ()
    found = [entry for entry in prefix.parent.iterdir() if entry.name.startswith(f"{prefix.name}.")]
    parts = (".meta", ".index")
    return tuple(
        sorted(one for one in found if one.name[len(prefix.name) :] in parts or _is_data(one))
    )


def _is_data(path: Path) -> bool:
    return _DATA.search(path.name) is not None


def _part(prefix: Path, suffix: str) -> Path:
    return prefix.with_name(prefix.name + suffix)


def _of_folder(folder: Path) -> Path | None:
    state = folder / _STATE
    try:
        if state.is_file() and state.stat().st_size <= _MOST_STATE_BYTES:
            newest = _NEWEST.search(state.read_text("utf-8", "replace"))
            if newest is not None:
                prefix = folder / Path(newest[1]).name
                if _part(prefix, ".index").is_file():
                    return prefix
        found = sorted(folder.glob("*.index"))
    except OSError:
        return None
    return found[0].with_suffix("") if len(found) == 1 else None
