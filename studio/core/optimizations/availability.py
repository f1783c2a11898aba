"""Which optimizations this installation can carry out, asked without importing anything."""

from __future__ import annotations

from importlib.util import find_spec

from studio.core.errors import UsageError
from studio.core.optimizations.declaration import Optimization


def missing_packages(optimization: Optimization) -> tuple[str, ...]:
    """Import names that ``optimization`` declares and this installation lacks; () = available."""
    return tuple(name for name in optimization.packages if find_spec(name) is None)


def require_packages(optimization: Optimization) -> None:
    """Raises UsageError: optimization-unavailable where a package is not installed."""
    missing = missing_packages(optimization)
    if missing:
        reason = f"the package {missing[0].replace('_', '-')} is not installed"
        raise UsageError("optimization-unavailable", id=optimization.id, reason=reason)
