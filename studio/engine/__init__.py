"""The "convert" child: everything that needs TensorFlow, from opening a source to quantizing it.

Import rule: core, data, graph, runtimes and stats; never Qt, jobs or a face. TensorFlow and Keras
are imported inside functions through :mod:`studio.engine.tensorflow_import`, so that importing
this package costs nothing.
"""
