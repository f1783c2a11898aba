"""Python files that a user names because a model needs classes out of them.

Running one is running whatever stands in it, so nothing here does without a person's yes; the
process that does so is a child which serves models only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import sys
import traceback
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import ModelError
from studio.core.opening import Opening

_TAIL = 4000


def by_content(opening: Opening) -> Opening:
    """``opening`` with its code file named by the hash of what is in it.

    Raises ModelError: custom-code-unreadable.
    """
    if not opening.custom_code:
        return opening
    return msgspec.structs.replace(opening, custom_code=_sha256(Path(opening.custom_code)))


def load_custom_code(path: Path) -> dict[str, Any]:
    """The classes and functions that the file at ``path`` knows, by name; it is run for them.

    What it registers with Keras itself is registered by that. Raises ModelError:
    custom-code-unreadable, custom-code-failed.
    """
    name = f"studio_custom_code_{_sha256(path)[:16]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ModelError("custom-code-unreadable", path=path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a user's file raises
        del sys.modules[name]
        reason = f"{type(error).__name__}: {error}"[:200]
        detail = traceback.format_exc()[-_TAIL:]
        raise ModelError("custom-code-failed", detail, path=path, reason=reason) from error
    return {
        key: value
        for key, value in vars(module).items()
        if not key.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value))
    }


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError("custom-code-unreadable", str(error), path=path) from error
