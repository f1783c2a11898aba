"""Messages of the area: data."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {}
