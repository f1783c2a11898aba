"""Ops of a .tflite that do not simply compute: they call subgraphs, keep state, or translate."""

from __future__ import annotations

CALLS = frozenset({"IF", "WHILE", "CALL", "CALL_ONCE", "STABLEHLO_COMPOSITE"})
"""They run other subgraphs."""
VARIABLES = frozenset({"VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE"})
STATEFUL = VARIABLES | {"CALL_ONCE"}
"""They have to do with what a run leaves behind for the next one."""
HASHTABLES = frozenset({"HASHTABLE", "HASHTABLE_FIND", "HASHTABLE_IMPORT", "HASHTABLE_SIZE"})
BORDERS = frozenset({"QUANTIZE", "DEQUANTIZE"})
"""They stand where ops of unlike precision meet."""
TRANSLATIONS = BORDERS | {"DENSIFY"}
"""They change how a value is stored and not which one it is."""
