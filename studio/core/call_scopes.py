"""Names of ops without the calls that TensorFlow wraps around a SavedModel's functions."""

from __future__ import annotations

import re

_CALLS = re.compile(r"^(?:(?:Stateful)?PartitionedCall(?:_\d+)?/)+")


def without_calls(name: str) -> str:
    """ "StatefulPartitionedCall/StatefulPartitionedCall/net/conv" -> "net/conv"."""
    return _CALLS.sub("", name)
