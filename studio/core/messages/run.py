"""Loading and running artifacts, measuring them, reading what was measured."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "run-file-missing": Message(
        mark("{path} does not exist"), mark("Convert the model again, or locate the file.")
    ),
    "run-load-failed": Message(
        mark("LiteRT cannot load {path}"),
        mark("The file may be damaged, or need a newer LiteRT; the details have its own words."),
    ),
    "run-custom-op": Message(
        mark("{path} needs the custom op {op}, which LiteRT does not bring along"),
        mark("It runs only inside the program that defines {op}; inspecting it works."),
    ),
    "run-select-tf-ops": Message(
        mark("{path} needs TensorFlow ops that LiteRT does not have: {ops}"),
        mark("Convert it without Select TF ops, or change the model so that it does not use them."),
    ),
    "run-string-input": Message(
        mark("Input “{name}” of {path} takes text"),
        mark("Studio runs models on numbers only; turn the text into numbers before the model."),
    ),
    "run-input-unknown": Message(
        mark("The model has no input “{name}”"), mark("Its inputs are: {known}.")
    ),
    "run-input-missing": Message(
        mark("Input “{name}” of {path} was given no data"), mark("Give data for every input.")
    ),
    "run-input-shape": Message(
        mark("Input “{name}” cannot take data of shape {shape}"), mark("It takes {expected}.")
    ),
    "run-input-dtype": Message(
        mark("Input “{name}” cannot take data of type {dtype}"), mark("It takes {expected}.")
    ),
    "run-resize-failed": Message(
        mark("Input “{name}” of {path} cannot be given the shape {shape}"),
        mark("Some op inside depends on the shape that the model was made with."),
    ),
    "run-failed": Message(
        mark("{path} failed while running"), mark("The details have the runtime's own words.")
    ),
    "runtime-unknown": Message(mark("There is no runtime called “{id}”"), mark("Known: {known}.")),
    "runtime-missing": Message(
        mark("The runtime “{id}” cannot be loaded on this machine"),
        mark("Install its package; “studio doctor” says what is missing."),
    ),
    "samples-damaged": Message(
        mark("The measured samples in {path} are damaged"), mark("Measure again.")
    ),
    "samples-missing": Message(
        mark("The single samples of this run are no longer stored"),
        mark("Its numbers stand in the table; measure again to see the plots."),
    ),
}
