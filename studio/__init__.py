"""Studio: make a trained network run well on a device, and know that it does.

Layers, top to bottom (each may import only what is below it; import-linter proves it):
``app``/``__main__`` (composition root) > ``ui``, ``cli`` > ``report`` > ``jobs``, ``history`` >
children ``engine``, ``verify``, ``measure`` > ``graph`` > ``runtimes``, ``data``, ``stats`` >
``places`` > ``core``.
"""

__version__ = "0.1.0"
