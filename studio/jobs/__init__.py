"""Worker threads that own child processes: queue, lanes, transport, workflows.

May import core only (and psutil); names a child's entry as a string, never imports what runs in it.
"""
