"""The queue's configuration out of where things lie and what the person has set."""

from __future__ import annotations

from pathlib import Path

from studio.core.settings import Settings
from studio.jobs.config import QueueConfig
from studio.places import Places

_MB = 1_000_000


def queue_config(places: Places, settings: Settings) -> QueueConfig:
    """The same for the window and the command line, so that both share cache and lock."""
    limit = settings.child_memory_limit_mb
    return QueueConfig(
        work=places.work,
        logs=places.logs,
        float_cache=places.float_cache,
        cache_limit_bytes=settings.cache_limit_mb * _MB,
        measure_lock=places.measure_lock,
        onnx_environment=places.onnx_environment,
        onnx_folders=(Path(settings.onnx_environment),) if settings.onnx_environment else (),
        memory_limit_bytes=limit * _MB if limit else None,
        hang_seconds=float(settings.hang_seconds),
    )
