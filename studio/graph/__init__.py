"""Reads .tflite files without running them: signatures, graph, costs, audit; writes signatures.

Import rule: core, data, runtimes, stats, numpy and the schema module of ai_edge_litert (names of
ops and types only); never TensorFlow, Qt, or an interpreter. It is also the child "inspect",
which looks into data sets as well.
"""
