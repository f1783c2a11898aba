"""A real child with TensorFlow that tests talk to: one import of TensorFlow for all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from studio.core.child_protocol import ChildMessage, ChildRequest, Done, Failed, Note, Phase
from studio.core.errors import from_info
from tests.kit.cli import ROOT, studio_environment


class WarmChild:
    """``messages``: what the child said about the last request before it answered."""

    def __init__(self, log: Path, name: str = "convert") -> None:
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "studio", "--child", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=ROOT,
            env=studio_environment(),
        )
        self.messages: list[Phase | Note] = []

    def __call__(self, request: ChildRequest) -> Any:
        """The child's result. Raises the StudioError that it answered with."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(request) + b"\n")
        self._process.stdin.flush()
        self.messages = []
        for line in self._process.stdout:
            message = msgspec.json.decode(line, type=ChildMessage)
            if isinstance(message, Done):
                return message.result
            if isinstance(message, Failed):
                raise from_info(message.error)
            self.messages.append(message)
        raise AssertionError(f"the child ended with {self._process.wait()}")

    def phases(self) -> list[str]:
        return [message.name for message in self.messages if isinstance(message, Phase)]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
        self._log.close()
