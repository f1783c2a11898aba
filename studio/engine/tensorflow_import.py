"""Imports TensorFlow once, quietly, and only when a request needs it.

The import costs seconds and half a gigabyte, so everything that can be answered without it
(a cached float stage, a quantizer of its own) is. Which devices it sees is left alone.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
import time
import warnings
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from studio.core.child import Reporter

_spent: list[float] = []
"""Seconds of each import that took place, an inner one not counted again."""

PACKAGES = ("tensorflow", "keras", "ai-edge-litert", "ai-edge-quantizer", "numpy")


def loading_seconds() -> float:
    """What this process has spent on importing TensorFlow and Keras so far. It is paid once, by
    whatever comes first, so the times of stages are without it."""
    return sum(_spent)


@contextlib.contextmanager
def _timed(module: str) -> Iterator[None]:
    if module in sys.modules:
        yield
        return
    before, start = loading_seconds(), time.perf_counter()
    try:
        yield
    finally:
        inner = loading_seconds() - before
        _spent.append(time.perf_counter() - start - inner)


def load_tensorflow(reporter: Reporter | None = None) -> Any:
    """The tensorflow module; the first call says so as phase "loading-tensorflow"."""
    if "tensorflow" not in sys.modules and reporter is not None:
        reporter.phase("loading-tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    with _timed("tensorflow"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import tensorflow as tf
    tf.get_logger().setLevel(logging.ERROR)
    logging.getLogger("absl").setLevel(logging.ERROR)
    return tf


def load_keras(reporter: Reporter | None = None) -> Any:
    """The keras module, on the TensorFlow backend whatever the user's configuration says.

    In the process that stands in for Keras 2 it is tf_keras.
    """
    load_tensorflow(reporter)
    name = "tf_keras" if is_legacy() else "keras"
    if name not in sys.modules and reporter is not None:
        reporter.phase("loading-tensorflow")
    with _timed(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(name)


@contextlib.contextmanager
def in_legacy() -> Iterator[None]:
    """What is loaded meanwhile is loaded by Keras 2."""
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    try:
        yield
    finally:
        del os.environ["TF_USE_LEGACY_KERAS"]


def is_legacy() -> bool:
    """Whether this process has Keras 2 (tf_keras) in Keras's place."""
    return os.environ.get("TF_USE_LEGACY_KERAS") == "1"


def versions() -> dict[str, str]:
    """Package -> version of all that decides an artifact's bytes; read without importing them."""
    found: dict[str, str] = {}
    for package in (*PACKAGES, *(("tf_keras",) if is_legacy() else ())):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    if "tensorflow" not in found:
        found |= _tensorflow_variant()
    return found


def _tensorflow_variant() -> dict[str, str]:
    for package in ("tensorflow-cpu", "tensorflow-intel", "tensorflow-macos"):
        try:
            return {"tensorflow": metadata.version(package)}
        except metadata.PackageNotFoundError:
            continue
    return {}
