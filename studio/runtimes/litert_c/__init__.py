"""LiteRT through the C library inside its own package, by cffi without a compiler.

The library runs without Python's lock, costs about a microsecond a call, and gives what the
``Interpreter`` cannot: the GPU accelerators and a profile of single ops.
"""

from studio.runtimes.litert_c.runtime import LiteRtC, LiteRtCGpu

__all__ = ["LiteRtC", "LiteRtCGpu"]
