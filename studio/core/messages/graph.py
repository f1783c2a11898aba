"""Comparing graphs, and taking parts out of them."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "diff-no-graph": Message(
        mark("There is nothing to compare in {path}: its graph is not known"),
        mark("Fix the shapes of its inputs ({by:shapes}), which its graph needs."),
    ),
    "graph-file-changed": Message(
        mark("{path} has changed on disk since its graph was read"),
        mark("Open it again, or convert again, to see it as it is now."),
    ),
    "cut-tensor-unknown": Message(
        mark("The model has no tensor called “{name}”"),
        mark("The names of its tensors are listed by {by:graph}."),
    ),
    "cut-tensor-near": Message(
        mark("The model has no tensor called “{name}”"),
        mark("Near to it are: {names}."),
    ),
    "cut-tensor-ambiguous": Message(
        mark("Several tensors of the model are called “{name}”"),
        mark("Choose another one near by: its name must say which it is."),
    ),
    "cut-tensor-inside": Message(
        mark("“{name}” is inside of a loop or a branch"),
        mark("Only the outermost part of a model can be cut: choose a tensor there."),
    ),
    "cut-not-made": Message(
        mark("No op of that part makes “{name}”"),
        mark("As output choose a tensor that an op computes behind the inputs."),
    ),
    "cut-input-constant": Message(
        mark("“{name}” is stored in the file: no value can be given for it"),
        mark("Leave it out: weights come along by themselves. As input choose a computed tensor."),
    ),
    "cut-input-unused": Message(
        mark("“{name}” does not lead to the outputs"),
        mark("Leave it out, or choose outputs that are computed from it."),
    ),
    "cut-input-missing": Message(
        mark("The part needs more than those inputs: {names}"),
        mark("Name these as inputs too, or name none: then it begins where the model does."),
    ),
    "cut-calls": Message(
        mark("The part has loops, branches or calls ({ops}), which cannot be cut"),
        mark("Choose outputs before them, or name tensors behind them as inputs."),
    ),
    "cut-variables": Message(
        mark("The part keeps state in variables ({ops}), which cannot be cut"),
        mark("Choose outputs before them, or name tensors behind them as inputs."),
    ),
}
