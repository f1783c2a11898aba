"""Tests; the folders mirror the program's. Helpers are imported as ``tests.FOLDER.MODULE``."""
