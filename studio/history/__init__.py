"""What outlives the program: the session, variants, runs with their raw samples, settings.

Role: SQLite through SQLAlchemy (``store``), ``.studio`` files (``studio_file``), the settings file.
Import rule: core and places only; no Qt, no TensorFlow, nothing that runs in a child. SQLAlchemy is
imported with ``store``: the window does so after its first paint, in a worker thread.
"""
