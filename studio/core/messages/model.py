"""Opening and understanding model files."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "model-missing": Message(
        mark("{path} does not exist"), mark("It may have been moved or renamed: locate it again.")
    ),
    "model-unreadable": Message(
        mark("{path} cannot be read"),
        mark("Check that you may read it and that the disk is there."),
    ),
    "model-empty": Message(
        mark("{path} is empty"), mark("The file has 0 bytes; download or export it again.")
    ),
    "model-is-git-lfs": Message(
        mark("{path} is only a Git LFS pointer, not the model"),
        mark("Run “git lfs pull” in its repository to fetch the real file."),
    ),
    "model-unknown-format": Message(
        mark("{path} is not a model that Studio can open"), mark("Studio opens: {known}.")
    ),
    "model-directory-unknown": Message(
        mark("{path} is a folder without a SavedModel"),
        mark("Choose the folder that holds saved_model.pb."),
    ),
    "model-damaged": Message(
        mark("{path} is damaged or is not what its name says ({suffix})"),
        mark("Export or download it again; compare its size with the original."),
    ),
    "model-external-buffers": Message(
        mark("This model keeps its weights in other files"),
        mark("Studio handles models that are one file; export it again with the weights inside."),
    ),
    "signature-invalid": Message(
        mark("The signature “{name}” does not fit the model's inputs and outputs"),
        mark("Convert the model again."),
    ),
    "signature-unknown": Message(
        mark("The model has no signature called “{name}”"), mark("It has: {known}.")
    ),
    "dynamic-shapes": Message(
        mark("Inputs with dynamic dimensions: {inputs}"),
        mark("Fix the shape to know the cost, and because some runtimes and devices demand it."),
    ),
    "custom-ops": Message(
        mark("Custom ops: {ops}"),
        mark("The file runs only where a runtime brings these ops along."),
    ),
    "flex-ops": Message(
        mark("TensorFlow ops inside: {ops}"),
        mark("They need the Flex delegate, which LiteRT's Python package does not have."),
    ),
    "stateful": Message(
        mark("The model keeps state from one run to the next"),
        mark("Studio starts each sample of a check with fresh state."),
    ),
    "unfrozen-variables": Message(
        mark("Variables are read that nothing writes: {variables}"),
        mark("The weights were lost in conversion: results are meaningless. Convert it again."),
    ),
    "string-inputs": Message(
        mark("Inputs that take text: {inputs}"),
        mark("Studio cannot feed text; do the text processing outside of the model."),
    ),
    "external-buffers": Message(
        mark("The weights lie in other files"),
        mark("Studio shows the graph but cannot convert or run such a model."),
    ),
}
