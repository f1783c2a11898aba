"""What leaves the program to be read by people and other tools: the HTML report, CSV and TSV,
and pictures of graphs.

Import rule: core, history (writing files atomically), stats and numpy; no Qt, no TensorFlow, and
nothing that runs in a child.
"""
