"""How a source is opened where its file leaves a choice."""

from __future__ import annotations

from typing import Literal

import msgspec

EngineName = Literal["auto", "legacy-keras"]
LEGACY_KERAS: Literal["legacy-keras"] = "legacy-keras"
"""Also the name of the child process that has it."""
TORCH = "torch"
"""The child that has PyTorch."""


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Each field at its default leaves the choice to Studio; formats without it pay it no heed.

    ``engine``: what reads a Keras file; "legacy-keras" is Keras 2 (package tf_keras).
    ``custom_code``: a Python file that defines the classes and functions that a Keras file names;
    it is run, so it counts only together with a person's yes (``allow_code``).
    ``tags``: of a SavedModel, which of its graphs; () = the one for serving.
    ``inputs``/``outputs``: of a GraphDef, names of tensors ("image:0", also without ":0").
    ``agreed``: sha256 of the contents (of the model, of ``custom_code``) that the yes is for; () =
    whatever lies there, a yes for one call.
    """

    engine: EngineName = "auto"
    custom_code: str = ""
    tags: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


AS_FOUND = Opening()
"""All left to Studio."""


def without_code(opening: Opening) -> Opening:
    """``opening`` without the file that would be run for it, and without a yes to any content."""
    return msgspec.structs.replace(opening, custom_code="", agreed=())


def same_parts(first: Opening, second: Opening) -> bool:
    """Whether both open the same part of a file: a yes to what one runs is one for the other."""
    return (first.tags, first.inputs, first.outputs) == (second.tags, second.inputs, second.outputs)
