"""Messages of the area: conversion."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {}
