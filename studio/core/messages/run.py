"""Messages of the area: run."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {}
