"""What `studio inspect` prints where MACs cannot be counted."""

from __future__ import annotations

from studio.cli.commands.inspect import _macs
from studio.core.model import ModelInfo


def info(*unknown: str) -> ModelInfo:
    return ModelInfo(
        format="keras", size_bytes=1, sha256="", signatures=(), ops={}, parameters=None, macs=None,
        macs_unknown_ops=unknown,
    )  # fmt: skip


def test_why_macs_are_unknown_is_said_in_words() -> None:
    assert _macs(info("WHILE"), "net.keras") == "unknown (cannot be counted: WHILE)"
    shown = _macs(info("model-string-input"), "net.keras")
    assert shown == "unknown (cannot be counted: The model takes text)"
    assert "net.keras calls Python" in _macs(info("model-calls-python"), "net.keras")
