"""Comparing two graphs: why nothing of them is matched."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

UNLIKE: dict[str, Message] = {
    "formats": Message(
        mark("Nothing is matched: the nodes of these two formats are not compared"),
        mark(
            "A Keras model's nodes are layers, of which only a .tflite made from them keeps the "
            "names. Compare either file with the .tflite."
        ),
    ),
    "nothing-alike": Message(
        mark("Nothing is matched: no names, weights or surroundings of the two agree"),
        mark(
            "They may be different networks, or the same one written by other tools, with other "
            "names, other shapes and changed weights."
        ),
    ),
}
"""GraphDiff.unlike -> what is told, and why."""
