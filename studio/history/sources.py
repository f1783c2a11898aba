"""What the disk says about the files that a session names."""

from __future__ import annotations

from pathlib import Path

from studio.core.checkpoints import checkpoint_files
from studio.core.edits import FileFacts
from studio.core.files import file_sha256
from studio.core.session import Session


def gather_facts(session: Session, with_hash: bool = False) -> dict[str, FileFacts | None]:
    """Facts for ``edits.check_sources``, by path. Blocks on the disk.

    ``with_hash`` reads every model file through, and so finds changes that keep the size. A folder
    or a checkpoint is only looked up: what changed inside is found when it is inspected.
    """
    facts: dict[str, FileFacts | None] = {}
    for model in session.models:
        facts[model.path] = _facts(model.path, with_hash)
        for variant in model.variants:
            facts[variant.artifact] = _facts(variant.artifact, False)
    return facts


def _facts(name: str, with_hash: bool) -> FileFacts | None:
    if not name:
        return None
    path = Path(name)
    try:
        if path.is_dir() or (path.is_file() and checkpoint_files(path)):
            return FileFacts()
        size = path.stat().st_size
        return FileFacts(size_bytes=size, sha256=file_sha256(path) if with_hash else "")
    except (OSError, ValueError):
        return None
