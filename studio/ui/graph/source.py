"""Whose graph a view shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GraphSource:
    """Whose graph it is. ``is_tflite``: the file itself can be laid out and looked into."""

    path: str
    sha256: str
    name: str
    model_id: str
    is_tflite: bool

    @property
    def file(self) -> tuple[str, str]:
        return self.path, self.sha256
