"""CHILD "measure": footprint, sampling in blocks, conditions, summaries.

May import core, data, runtimes and stats. Never Qt, and no runtime but those asked for: whatever
else is loaded in the process would be part of every number. Nothing is sent, written or collected
while a run is timed.
"""
