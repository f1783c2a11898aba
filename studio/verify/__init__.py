"""Runs artifacts outside the warm engine (one may crash) to check, evaluate, try and size them up.

Import rule: core, data, graph, runtimes, stats; never TensorFlow or Qt. The child "verify".
"""
