"""The command line: Typer commands that submit the same requests as the window.

One file per command in ``commands``; results as tables on a terminal or as JSON. Imports core,
jobs, history, stats and report; never Qt, TensorFlow or what runs in a child.
"""
